import { hash } from 'node:crypto'
import type { JobType, Manifest } from '../manifest/manifest.ts'
import { printManifest } from '../manifest/text/print.ts'
import { JobError } from './errors.ts'

/** Each part is preceded by its length, so that ("ab", "c") and ("a", "bc") differ. */
const sha256 = (...parts: readonly string[]) =>
  sha256Hex(parts.map(part => `${Buffer.byteLength(part)}:${part}`).join(''))

/** Hex SHA-256 of bytes, or of a text's UTF-8 bytes. */
export const sha256Hex = (text: string | Uint8Array) => hash('sha256', text, 'hex')

/**
 * The content of a submission as one hash: the manifest's canonical text with its team and job type. Comments, blank lines,
 * order and blanks do not matter.
 */
export const fingerprint = (team: string, jobType: JobType, manifest: Manifest) =>
  sha256('fingerprint', team, jobType, printManifest(manifest))

/** Starts the keys that we make ourselves; a caller's key cannot contain a space at its start, so the two never meet. */
const FINGERPRINT_KEY = ' fingerprint:'

/**
 * The key of a request without one, so that the same manifest makes no second job by accident while the first is alive.
 *
 * @param generation counts the submissions of the same manifest, where the earlier jobs are over
 */
export const keyOfFingerprint = (hash: string, generation = 1) =>
  generation === 1 ? `${FINGERPRINT_KEY}${hash}` : `${FINGERPRINT_KEY}${hash} ${generation}`

/**
 * The record's id. Two requests of one team with one key meet in one record.
 * It has 32 hex digits, which are easy to search for in a manifest's `generator`.
 */
export const recordId = (team: string, idempotencyKey: string) =>
  `wb${sha256('record', team, idempotencyKey).slice(0, 32)}`

/**
 * The `Idempotency-Key` header's value, bare or as a quoted Structured Field string
 * (draft-ietf-httpapi-idempotency-key-header, section 2.1).
 *
 * @param place the caller's name for it, for the error
 * @throws JobError IDEMPOTENCY_KEY_INVALID unless 1 to 255 printable ASCII characters remain
 */
export const parseIdempotencyKey = (header: string, place = 'The Idempotency-Key header'): string => {
  const value = header.trim()
  const key = /^"(.*)"$/s.test(value) ? value.slice(1, -1).replace(/\\(["\\])/g, '$1') : value
  if (!/^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/.test(key)) {
    throw new JobError(
      'IDEMPOTENCY_KEY_INVALID',
      `${place} must be 1 to 255 printable ASCII characters, such as a UUID, and neither start nor end with a blank.`,
    )
  }
  return key
}

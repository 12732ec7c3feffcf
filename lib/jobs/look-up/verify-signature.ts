import { timingSafeEqual } from 'node:crypto'
import type { Asking } from '../../teams/caller.ts'
import { JobError } from '../errors.ts'
import { sha256Hex } from '../idempotency.ts'
import type { StoredJob } from '../job.ts'
import type { JobStore } from '../job-store.ts'
import { readSignatureFile } from '../signature-file.ts'
import { getJob } from './get-job.ts'

export interface VerifySignature extends Asking {
  /** A SIGNATURE file's text, as it was found on a device. */
  readonly text: string
}

export interface Verification extends StoredJob {
  /** The signature is the one that the service gave this job. */
  readonly genuine: boolean
  /** So is every byte of the file. */
  readonly exact: boolean
}

/**
 * Which job a SIGNATURE file belongs to, and whether it is genuine.
 *
 * Refuses: SIGNATURE_MALFORMED, JOB_NOT_FOUND, NO_SIGNATURE.
 */
export const verifySignature = async (
  deps: { readonly jobs: JobStore },
  { text, ...asking }: VerifySignature,
): Promise<Verification> => {
  const file = readSignatureFile(text)
  if (!file) {
    throw new JobError(
      'SIGNATURE_MALFORMED',
      'This is no SIGNATURE file: it must have the lines version, signingMethod, jobId and signature, and nothing else.',
    )
  }
  const kept = await getJob(deps, { ...asking, jobId: file.jobId })
  const { signature, signatureFileContents, jobId } = kept.job
  if (signature === undefined || signatureFileContents === undefined) {
    throw new JobError('NO_SIGNATURE', `Job ${jobId} has no SIGNATURE file; its device carries a barcode instead.`)
  }
  return {
    ...kept,
    genuine: isEqual(file.signature, signature),
    exact: isEqual(text, signatureFileContents),
  }
}

/** In a time that tells nothing of where two texts differ. */
const isEqual = (one: string, other: string) =>
  timingSafeEqual(Buffer.from(sha256Hex(one)), Buffer.from(sha256Hex(other)))

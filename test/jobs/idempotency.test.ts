import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { fingerprint, keyOfFingerprint, parseIdempotencyKey, recordId } from '../../lib/jobs/idempotency.ts'
import { readSubmission } from '../../lib/jobs/submit/read-submission.ts'
import { importManifest } from '../support/manifests.ts'

const ANN = { team: 'lab', principal: 'ann', role: 'member' } as const

describe('an Idempotency-Key', () => {
  it.each([
    ['8e03978e-40d5-43e8-bc93-6894a57f9324', '8e03978e-40d5-43e8-bc93-6894a57f9324'],
    ['"8e03978e-40d5"', '8e03978e-40d5'],
    ['  week 46  ', 'week 46'],
    ['"say \\"hi\\" \\\\"', 'say "hi" \\'],
    ['"', '"'],
    ['say "hi"', 'say "hi"'],
    ['"say" hi', '"say" hi'],
    ['a', 'a'],
    ['k'.repeat(255), 'k'.repeat(255)],
  ])('%j is the key %j', (header, key) => {
    expect(parseIdempotencyKey(header)).toBe(key)
  })

  it.each(['', '   ', '""', '" a"', 'k'.repeat(256), 'a\u0000b', 'a\nb', 'schlüssel', 'a\u007f'])(
    '%j is refused',
    header => {
      expect(() => parseIdempotencyKey(header)).toThrow(expect.objectContaining({ code: 'IDEMPOTENCY_KEY_INVALID' }))
    },
  )

  it('of a caller is never one that a fingerprint makes', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const parsed = (() => {
          try {
            return parseIdempotencyKey(` fingerprint:${text}`)
          } catch {
            return undefined
          }
        })()

        expect(parsed).not.toBe(keyOfFingerprint(text))
      }),
    )
  })
})

describe('the key of a manifest without one', () => {
  it('is another for each generation of its jobs, and the same each time', () => {
    const keys = [keyOfFingerprint('f'), keyOfFingerprint('f', 2), keyOfFingerprint('f', 3), keyOfFingerprint('g')]

    expect(new Set(keys).size).toBe(4)
    // As it stands in records since the first version.
    expect(keyOfFingerprint('f')).toBe(' fingerprint:f')
    expect(keyOfFingerprint('f', 1)).toBe(keyOfFingerprint('f'))
    expect(keyOfFingerprint('f', 2)).toBe(keyOfFingerprint('f', 2))
  })
})

describe('a fingerprint', () => {
  const manifestOf = (text: string) => readSubmission({ caller: ANN, text }, 'lenient').manifest
  const of = (text: string, team = 'lab', jobType: 'Import' | 'Export' = 'Import') =>
    fingerprint(team, jobType, manifestOf(text))

  it('is of what the manifest asks for, for whom, and in which direction', () => {
    const text = importManifest()

    expect(of(`# again\n${text.replaceAll(':', ': ')}`)).toBe(of(text))
    expect(new Set([of(text), of(importManifest('prefix:b/')), of(text, 'film'), of(text, 'lab', 'Export')]).size).toBe(
      4,
    )
  })
})

describe("a record's id", () => {
  it('is the same for one team and key, and differs in either, wherever the border between them lies', () => {
    expect(recordId('lab', 'a')).toBe(recordId('lab', 'a'))
    expect(new Set([recordId('lab', 'a'), recordId('la', 'ba'), recordId('lab', 'b'), recordId('', 'laba')]).size).toBe(
      4,
    )
  })

  it('is one word that stands in a manifest as it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (team, key) => expect(recordId(team, key)).toMatch(/^wb[0-9a-f]{32}$/)),
    )
  })
})

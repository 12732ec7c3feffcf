import { describe, expect, it } from '@jest/globals'
import type { SubmissionRecord } from '../../../lib/jobs/submission-record.ts'
import type { JobSearch } from '../../../lib/jobs/submit/job-search.ts'
import { resolveBySearch } from '../../../lib/jobs/submit/resolve-submission.ts'
import { submitting } from '../../support/records.ts'
import { START, submissionWorld } from '../../support/submission-world.ts'

const MINUTE_MS = 60_000
const SKEW_MS = 15 * MINUTE_MS
const at = (ms: number) => new Date(START + ms).toISOString()
const { serviceAheadMs: _, ...RECORD } = submitting({ createdAt: at(0), acceptableUntil: at(20_000) })

/** A look that finds nothing, and how far back it was asked to go. */
const lookOf = (serviceTime: Date, aheadMs?: number) => {
  const asked: number[] = []
  const search: JobSearch = {
    find: async (_id, oldest) => void asked.push(oldest),
    serviceTime: async () => serviceTime,
    serviceAheadMs: async () => aheadMs,
  }
  return { search, asked }
}

const resolve = (record: SubmissionRecord, search: JobSearch) => resolveBySearch(submissionWorld().deps, record, search)

describe('how far back a lost job is looked for', () => {
  it.each([
    ['a quarter of an hour, where neither clock is known to differ', 0, 0, -SKEW_MS],
    ['from the clock of then, where ours was set forward since', -MINUTE_MS, 0, -MINUTE_MS - SKEW_MS],
    ['from the clock of now, where ours was set back since', MINUTE_MS, -MINUTE_MS, -MINUTE_MS - SKEW_MS],
    [
      'a day more, where the record has no difference of then',
      undefined,
      MINUTE_MS,
      MINUTE_MS - 24 * 60 * MINUTE_MS - SKEW_MS,
    ],
    ['a day more, where nothing is known', undefined, undefined, -24 * 60 * MINUTE_MS - SKEW_MS],
  ] as const)('is %s', async (_name, then, now, oldest) => {
    const { search, asked } = lookOf(new Date(START), now)

    await resolve({ ...RECORD, ...(then !== undefined && { serviceAheadMs: then }) }, search)

    expect(asked).toEqual([START + oldest])
  })
})

describe('a job that is not found', () => {
  // The margin of these tests is 5 seconds.
  it.each([
    ['is absent once the service refuses the request for certain', 25_001, { outcome: 'absent' }],
    ['is unclear at the last moment at which it may take it', 25_000, { outcome: 'unclear', retryAfterSeconds: 1 }],
    ['is unclear before, for as long as is left', 15_000, { outcome: 'unclear', retryAfterSeconds: 11 }],
  ] as const)('%s', async (_name, ms, resolution) => {
    expect(await resolve(RECORD, lookOf(new Date(START + ms), 0).search)).toEqual(resolution)
  })

  it('is absent where nothing was sent', async () => {
    const { acceptableUntil: _until, ...unsent } = RECORD

    expect(await resolve(unsent, lookOf(new Date(START), 0).search)).toEqual({ outcome: 'absent' })
  })
})

import type { ServiceCall } from '../service.ts'
import { ALLOWED_SKEW_MS } from '../service-clock.ts'
import { serviceError } from '../service-error.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import { createJobSearch, type FoundJob, type JobSearch } from './job-search.ts'
import type { SubmissionDeps } from './submission-deps.ts'

export type Resolution =
  | { readonly outcome: 'found'; readonly status: FoundJob }
  /** No job was created, and the request that was sent can no longer create one. */
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'unclear'; readonly retryAfterSeconds: number }

/** How far our clock may have been ahead, if this is unknown: jobs of other records are skipped, at the cost of one look each. */
const UNKNOWN_SKEW_MS = 24 * 60 * 60_000

/**
 * Settle what became of a CreateJob request whose answer was lost.
 *
 * 1. Look through the service's jobs, newest first, back to 15 minutes before the claim by the service's own clock.
 * 2. One of them, kept for no other record, carries the record's id in its manifest's `generator`: found.
 * 3. None does, and at the time of the list the service could no longer accept the request: absent.
 * 4. Else it is not certain yet. A list that cannot be had settles nothing.
 *
 * Refuses: the SERVICE_ codes.
 */
export const resolveSubmission = async (
  deps: Pick<SubmissionDeps, 'service' | 'jobs' | 'timing' | 'clock'>,
  record: SubmissionRecord,
  call: ServiceCall,
): Promise<Resolution> =>
  resolveBySearch(
    deps,
    record,
    createJobSearch(deps, () => call),
  )

/** The same, with a look through the jobs that several records share. */
export const resolveBySearch = async (
  deps: Pick<SubmissionDeps, 'timing' | 'clock'>,
  record: SubmissionRecord,
  search: JobSearch,
): Promise<Resolution> => {
  try {
    const status = await search.find(record.id, oldestOf(record, await search.serviceAheadMs()))
    if (status) return { outcome: 'found', status }
    return absentOrUnclear(await search.serviceTime(), record, deps.timing.resolveMarginMs)
  } catch (error) {
    throw serviceError(error, deps.clock())
  }
}

/**
 * From when on, by the service's own clock, a job of the record can be in its list. Our clock may have been another when the
 * record was made than it is now.
 */
const oldestOf = ({ createdAt, serviceAheadMs }: SubmissionRecord, aheadNowMs = 0): number => {
  const aheadMs = Math.min(aheadNowMs, serviceAheadMs ?? aheadNowMs - UNKNOWN_SKEW_MS)
  return Date.parse(createdAt) + aheadMs - ALLOWED_SKEW_MS
}

const absentOrUnclear = (serviceTime: Date, record: SubmissionRecord, marginMs: number): Resolution => {
  const certainAt = record.acceptableUntil === undefined ? 0 : Date.parse(record.acceptableUntil) + marginMs
  const remainingMs = certainAt - serviceTime.getTime()
  return remainingMs < 0 ? { outcome: 'absent' } : { outcome: 'unclear', retryAfterSeconds: remainingMs / 1000 + 1 }
}

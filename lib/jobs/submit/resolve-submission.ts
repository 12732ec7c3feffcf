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

/** How far our clock may have been ahead if this is unknown, in milliseconds. A large value only means that more jobs are read. */
const UNKNOWN_SKEW_MS = 24 * 60 * 60_000

/**
 * Find out how a CreateJob request ended whose answer was lost.
 *
 * 1. Search the service's jobs, newest first, back to 15 minutes before the claim by the service's own clock.
 * 2. One of them carries the record's id in its manifest's `generator`, and belongs to no other record: `found`.
 * 3. None does, and at the time of the list the service could no longer accept the request: `absent`.
 * 4. Otherwise: `unclear`. If the list cannot be read, nothing is certain either.
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

/** The same, with a search that several records share. */
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
 * The earliest time, by the service's own clock, at which the record's job can have been made. Our clock may have been
 * corrected since the record was made.
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

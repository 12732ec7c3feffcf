import type { SubmissionRecord } from '../jobs/submission-record.ts'
import type { ServiceCall } from '../ports.ts'
import { createJobSearch, type FoundJob, type JobSearch } from './job-search.ts'
import { serviceRefusal } from './service-refusal.ts'
import type { SubmissionDeps } from './submission-deps.ts'

export type Settlement =
  | { readonly outcome: 'found'; readonly status: FoundJob }
  /** No job was made, and the request that was sent cannot make one any more. */
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'unclear'; readonly retryAfterSeconds: number }

/** How far before the claim a job may stand in the service's list: the skew that signatures allow. */
const SKEW_MS = 15 * 60_000

/**
 * Settle what became of a CreateJob request whose answer was lost.
 *
 * 1. Look through the service's jobs, newest first, back to 15 minutes before the claim.
 * 2. One of them, kept for no other record, carries the record's id in its manifest's `generator`: found.
 * 3. None does, and when the list was made the service could not accept the request any more: absent.
 * 4. Else it is not certain yet. A list that cannot be had settles nothing.
 *
 * Refuses: the SERVICE_ codes.
 */
export const settleSubmission = async (
  deps: Pick<SubmissionDeps, 'service' | 'jobs' | 'timing' | 'clock'>,
  record: SubmissionRecord,
  call: ServiceCall,
): Promise<Settlement> =>
  settleBySearch(
    deps,
    record,
    createJobSearch(deps, () => call),
  )

/** The same, with a look through the jobs that several records share. */
export const settleBySearch = async (
  deps: Pick<SubmissionDeps, 'timing' | 'clock'>,
  record: SubmissionRecord,
  search: JobSearch,
): Promise<Settlement> => {
  try {
    const status = await search.find(record.id, Date.parse(record.createdAt) - SKEW_MS)
    if (status) return { outcome: 'found', status }
    return absentOrUnclear(await search.serviceTime(), record, deps.timing.settleMarginMs)
  } catch (error) {
    throw serviceRefusal(error, deps.clock())
  }
}

const absentOrUnclear = (serviceTime: Date, record: SubmissionRecord, marginMs: number): Settlement => {
  const certainAt = record.acceptableUntil === undefined ? 0 : Date.parse(record.acceptableUntil) + marginMs
  const remainingMs = certainAt - serviceTime.getTime()
  return remainingMs < 0 ? { outcome: 'absent' } : { outcome: 'unclear', retryAfterSeconds: remainingMs / 1000 + 1 }
}

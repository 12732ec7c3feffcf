import type { SubmissionRecord } from '../jobs/submission-record.ts'
import { hasMark } from '../manifest/generator.ts'
import type { ServiceCall, ServiceStatus } from '../ports.ts'
import { serviceRefusal } from './service-refusal.ts'
import type { SubmissionDeps } from './submission-deps.ts'

export type Settlement =
  | { readonly outcome: 'found'; readonly status: ServiceStatus & { readonly cancelled: boolean } }
  /** No job was made, and the request that was sent cannot make one any more. */
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'unclear'; readonly retryAfterSeconds: number }

/** How far before the claim a job may stand in the service's list: the skew that signatures allow. */
const SKEW_MS = 15 * 60_000
const PAGE = 100

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
): Promise<Settlement> => {
  try {
    return await lookThroughJobs(deps, record, call)
  } catch (error) {
    throw serviceRefusal(error, deps.clock())
  }
}

const lookThroughJobs = async (
  { service, jobs, timing }: Pick<SubmissionDeps, 'service' | 'jobs' | 'timing'>,
  record: SubmissionRecord,
  call: ServiceCall,
): Promise<Settlement> => {
  const oldest = Date.parse(record.createdAt) - SKEW_MS
  const first = await service.listJobs({ maxJobs: PAGE }, call)
  for (let page = first; ; ) {
    for (const { jobId, createdAt, cancelled } of page.jobs) {
      if (Date.parse(createdAt) < oldest) return absentOrUnclear(first.serviceTime, record, timing.settleMarginMs)
      // What another submission keeps as its job needs no call.
      const kept = await jobs.job(jobId)
      if (kept && kept.id !== record.id) continue
      const status = await service.getStatus(jobId, call)
      if (hasMark(status.currentManifest ?? '', record.id))
        return { outcome: 'found', status: { ...status, cancelled } }
    }
    const marker = page.jobs.at(-1)?.jobId
    if (!page.truncated || marker === undefined) break
    page = await service.listJobs({ maxJobs: PAGE, marker }, call)
  }
  return absentOrUnclear(first.serviceTime, record, timing.settleMarginMs)
}

const absentOrUnclear = (serviceTime: Date, record: SubmissionRecord, marginMs: number): Settlement => {
  const certainAt = record.acceptableUntil === undefined ? 0 : Date.parse(record.acceptableUntil) + marginMs
  const remainingMs = certainAt - serviceTime.getTime()
  return remainingMs < 0 ? { outcome: 'absent' } : { outcome: 'unclear', retryAfterSeconds: remainingMs / 1000 + 1 }
}

import type { ServiceAnswer } from '../jobs/job.ts'
import { ServiceFailure } from '../jobs/service-failure.ts'
import type { SubmissionRecord } from '../jobs/submission-record.ts'
import type { ServiceCall } from '../ports.ts'
import { serviceRefusal } from './service-refusal.ts'
import type { SubmissionDeps } from './submission-deps.ts'

/**
 * Send CreateJob for a claimed record. Where it fails, the record says afterwards what is known:
 *
 * - refused: the record keeps the reason and the key is free;
 * - nothing was sent: the claim stays, and the next request with its key may send at once;
 * - unclear: the claim stays until its lease has run out, and is settled then.
 *
 * Refuses: the SERVICE_ codes.
 */
export const sendSubmission = async (
  deps: SubmissionDeps,
  record: SubmissionRecord,
  manifest: string,
  call: ServiceCall,
): Promise<ServiceAnswer> => {
  try {
    return await deps.service.createJob({ jobType: record.jobType, manifest, validateOnly: false }, call)
  } catch (error) {
    if (error instanceof ServiceFailure) await noteFailure(deps, record, error)
    throw serviceRefusal(error, deps.clock(), record.lease.until)
  }
}

const noteFailure = async (deps: SubmissionDeps, record: SubmissionRecord, { kind, fault }: ServiceFailure) => {
  const { owner } = record.lease
  const at = deps.clock().toISOString()
  if (kind === 'refused') {
    const refusal = { code: fault?.code ?? 'Unknown', message: fault?.message ?? '' }
    await deps.jobs.change(record.id, owner, { refusal, acceptableUntil: null }, at)
  }
  if (kind === 'not-sent') {
    await deps.jobs.change(record.id, owner, { lease: { owner, until: at }, acceptableUntil: null }, at)
  }
}

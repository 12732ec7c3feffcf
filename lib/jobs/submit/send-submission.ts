import type { ServiceAnswer } from '../job.ts'
import { recordJobEventOrLog } from '../record-event.ts'
import type { ServiceCall } from '../service.ts'
import { serviceError } from '../service-error.ts'
import { ServiceFailure } from '../service-failure.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import { resolveSubmission } from './resolve-submission.ts'
import type { SubmissionDeps } from './submission-deps.ts'
import { tried } from './tried.ts'

/**
 * Send CreateJob for a claimed record. If it fails, the record shows what is known:
 *
 * - refused: the record has the reason, and the key is free;
 * - nothing was sent: the claim stays, and the next request with its key may send at once;
 * - unclear: the service is asked at once whether it has the job. If it does not show it, the claim stays until its lease has
 *   run out, and is resolved then.
 *
 * Refuses: the SERVICE_ codes.
 */
export const sendSubmission = async (
  deps: SubmissionDeps,
  record: SubmissionRecord,
  manifest: string,
  call: ServiceCall,
): Promise<ServiceAnswer & { readonly cancelled?: boolean; readonly isFound?: boolean }> => {
  try {
    return await deps.service.createJob({ jobType: record.jobType, manifest, validateOnly: false }, call)
  } catch (error) {
    if (error instanceof ServiceFailure) {
      const found = isUnclear(error) ? await lookAtOnce(deps, record, call) : undefined
      if (found) return found
      await recordFailure(deps, record, error)
    }
    throw serviceError(error, deps.clock(), record.lease.until)
  }
}

const isUnclear = ({ kind }: ServiceFailure) => kind === 'timeout' || kind === 'unreadable'

/** The job, if the service shows it in the rest of the request's time. `undefined` proves nothing. */
const lookAtOnce = async (deps: SubmissionDeps, record: SubmissionRecord, call: ServiceCall) => {
  const resolution = await resolveSubmission(deps, record, call).catch((error: unknown) => {
    deps.log.error('could not look for a job whose answer was lost; it is looked for later', {
      recordId: record.id,
      error,
    })
    return undefined
  })
  return resolution?.outcome === 'found' ? { ...resolution.status, isFound: true } : undefined
}

const recordFailure = async (deps: SubmissionDeps, record: SubmissionRecord, failure: ServiceFailure) => {
  const { kind, fault } = failure
  const { owner } = record.lease
  const at = deps.clock().toISOString()
  const outcome = isUnclear(failure) ? 'unclear' : kind === 'refused' ? 'refused' : 'not-sent'
  // Before the record: once its key is free, nothing shows a missing event.
  await recordJobEventOrLog(deps, record.id, record.asker, {
    action: 'submit',
    outcome,
    ...(fault && { code: fault.code }),
    ...tried(record),
  })
  if (kind === 'refused') {
    const refused = { code: fault?.code ?? 'Unknown', detail: fault?.message ?? '' }
    await deps.jobs.refuse(record, refused, at)
  }
  if (kind === 'not-sent') {
    await deps.jobs.change(record.id, owner, { lease: { owner, until: at }, acceptableUntil: null }, at)
  }
}

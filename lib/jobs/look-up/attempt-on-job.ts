import { type AuditAction, READINGS } from '../../audit/actions.ts'
import { recordEventOrLog } from '../../audit/record-event.ts'
import { teamStream } from '../../audit/streams.ts'
import { actorOf } from '../../teams/caller.ts'
import { howItEnded, type Particulars } from '../attempt.ts'
import type { StoredJob } from '../job.ts'
import type { JobStore } from '../job-store.ts'
import { type JobEventDeps, recordJobEvent, recordJobEventOrLog } from '../record-event.ts'
import { type GetJob, getJob } from './get-job.ts'

export type AttemptDeps = JobEventDeps & { readonly jobs: JobStore }

/** A job ID has 5 characters. This length shows what a caller asked for instead. */
const LONGEST_NAME = 64

/**
 * Performs an action on a job. The job's history records it, done or refused; if the caller may not see the job, the stream
 * of the caller's team does. An action that shows something is recorded first; if that fails, nothing is shown.
 *
 * Refuses: JOB_NOT_FOUND, and the codes of `act`.
 *
 * @param report the particulars of the event; `undefined`: the event is already stored with the job
 */
export const attemptOnJob = async <R>(
  deps: AttemptDeps,
  input: GetJob,
  action: AuditAction,
  act: (stored: StoredJob) => Promise<R>,
  report: (result: R, stored: StoredJob) => Omit<Particulars, 'jobId'> | undefined = () => ({}),
): Promise<R> => {
  const actor = actorOf(input)
  const stored = await getJob(deps, input).catch(async (error: unknown) => {
    const { team } = input.caller
    const jobId = input.jobId.slice(0, LONGEST_NAME).toUpperCase()
    const stream = teamStream(team, input.requestId ?? deps.newId())
    await recordEventOrLog(deps, stream, actor, { action, team, jobId, ...howItEnded(error) })
    throw error
  })
  const { id } = stored.job
  let result: R
  try {
    result = await act(stored)
  } catch (error) {
    await recordJobEventOrLog(deps, id, actor, { action, ...howItEnded(error) })
    throw error
  }
  const particulars = report(result, stored)
  if (!particulars) return result
  const done = { action, outcome: 'done', ...particulars } as const
  if (READINGS.has(action)) await recordJobEvent(deps, id, actor, done)
  else await recordJobEventOrLog(deps, id, actor, done)
  return result
}

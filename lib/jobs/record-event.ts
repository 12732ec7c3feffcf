import type { Actor } from '../audit/event.ts'
import type { History } from '../audit/ports.ts'
import { type EventDeps, recordEvent } from '../audit/record-event.ts'
import { attemptsStream } from '../audit/streams.ts'
import type { Timestamp } from '../system.ts'
import type { JobHappening } from './job.ts'
import type { JobStore } from './job-store.ts'
import type { SubmissionRecord } from './submission-record.ts'

export type JobEventDeps = EventDeps & { readonly jobs: Pick<JobStore, 'record'> }

/**
 * Records an action on a job or submission before it is done, and throws if that fails. Attempts before a submission has a
 * job have a stream of their own, so a job's stream begins with its submission.
 */
export const recordJobEvent = async (
  deps: JobEventDeps,
  recordId: string,
  actor: Actor,
  what: JobHappening,
): Promise<void> => {
  const { stream, ...subject } = await historyOf(deps, recordId)
  await recordEvent(deps, stream, actor, { ...what, ...subject })
}

/** The stream of a submission or its job, and its team. */
export const historyOf = async (
  { jobs }: Pick<JobEventDeps, 'jobs'>,
  recordId: string,
): Promise<{ readonly stream: string; readonly team?: string; readonly jobId?: string }> => {
  const record = await jobs.record(recordId)
  const stream = record?.state === 'created' ? recordId : attemptsStream(recordId)
  return { stream, ...(record && subjectOfEvent(record)) }
}

const subjectOfEvent = ({ team, jobId }: { readonly team: string; readonly jobId?: string }) => ({
  team,
  ...(jobId !== undefined && { jobId }),
})

/**
 * Records that a submission is released, before it is. The event is recorded once, even if a run breaks off between the two.
 */
export const recordRelease = async (
  { history }: { readonly history: Pick<History, 'appendOnce'> },
  { id, team, createdAt }: SubmissionRecord,
  actor: Actor,
  at: Timestamp,
): Promise<void> => {
  const mark = { id: `${id}-${createdAt}-release`, at, since: createdAt }
  await history.appendOnce(attemptsStream(id), { ...actor, team, action: 'release', outcome: 'done' }, mark)
}

/** Records something that has already happened. It cannot be undone, so a failure is only logged. */
export const recordJobEventOrLog = async (
  deps: JobEventDeps,
  recordId: string,
  actor: Actor,
  what: JobHappening,
): Promise<void> => {
  try {
    await recordJobEvent(deps, recordId, actor, what)
  } catch (error) {
    deps.log.error('event not stored', { recordId, ...actor, ...what, error })
  }
}

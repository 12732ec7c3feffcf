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
 * Records what is about to be shown of a job or done to it; fails where that cannot be recorded. What befalls a submission
 * before it has a job is a stream of its own, so that a job's stream begins with its submission.
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

/** Where what befalls a submission or its job stands, and whose it is. */
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
 * Records that a submission is given up, which comes before it is; once, also where a run between the two was broken off.
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

/** Records what has happened. It has happened whether or not that can be recorded, so a failure is logged. */
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

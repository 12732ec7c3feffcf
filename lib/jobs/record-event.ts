import type { Actor, Happening } from '../audit/event.ts'
import { type EventDeps, recordEvent } from '../audit/record-event.ts'
import { attemptsStream } from '../audit/streams.ts'
import type { JobStore } from './job-store.ts'

export type JobEventDeps = EventDeps & { readonly jobs: Pick<JobStore, 'record'> }

/** What happened to a submission or its job; the rest its record says. */
export type JobHappening = Omit<Happening, 'team' | 'jobId'>

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
  const record = await deps.jobs.record(recordId)
  const stream = record?.state === 'created' ? recordId : attemptsStream(recordId)
  await recordEvent(deps, stream, actor, { ...what, ...(record && subjectOfEvent(record)) })
}

const subjectOfEvent = ({ team, jobId }: { readonly team: string; readonly jobId?: string }) => ({
  team,
  ...(jobId !== undefined && { jobId }),
})

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

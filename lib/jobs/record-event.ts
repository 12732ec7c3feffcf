import type { Clock, Log, NewId } from '../system.ts'
import type { Asker } from '../teams/caller.ts'
import type { JobEvent } from './job-event.ts'
import type { JobStore } from './job-store.ts'

export interface EventDeps {
  readonly jobs: Pick<JobStore, 'append'>
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
}

type What = Pick<JobEvent, 'action' | 'outcome' | 'code' | 'detail'>

/** Adds to the history what is about to be shown; fails where that cannot be noted. */
export const recordEvent = ({ jobs, clock, newId }: EventDeps, recordId: string, asker: Asker, what: What) =>
  jobs.append(recordId, { id: newId(), at: clock().toISOString(), ...asker, ...what })

/** Adds to the history what has happened. It has happened whether or not that can be noted, so a failure is logged. */
export const recordEventOrLog = async (deps: EventDeps, recordId: string, asker: Asker, what: What): Promise<void> => {
  try {
    await recordEvent(deps, recordId, asker, what)
  } catch (error) {
    deps.log.error('event not kept', { recordId, ...asker, ...what, error })
  }
}

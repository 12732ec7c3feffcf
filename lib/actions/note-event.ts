import type { Asker } from '../jobs/caller.ts'
import type { JobEvent } from '../jobs/job-event.ts'
import type { JobStore } from '../ports/job-store.ts'
import type { Clock, Log, NewId } from '../ports.ts'

export interface EventDeps {
  readonly jobs: Pick<JobStore, 'append'>
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
}

type What = Pick<JobEvent, 'action' | 'outcome' | 'code' | 'detail'>

/** Adds to the history what is about to be shown; fails where that cannot be noted. */
export const noteFirst = ({ jobs, clock, newId }: EventDeps, recordId: string, asker: Asker, what: What) =>
  jobs.append(recordId, { id: newId(), at: clock().toISOString(), ...asker, ...what })

/** Adds to the history what has happened. It has happened whether or not that can be noted, so a failure is logged. */
export const noteDone = async (deps: EventDeps, recordId: string, asker: Asker, what: What): Promise<void> => {
  try {
    await noteFirst(deps, recordId, asker, what)
  } catch (error) {
    deps.log.error('event not kept', { recordId, ...asker, ...what, error })
  }
}

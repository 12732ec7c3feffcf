import { type Clock, type Log, type NewId, StoreFull } from '../system.ts'
import type { Actor, Happening } from './event.ts'
import type { EventSink } from './ports.ts'

export interface EventDeps {
  readonly history: EventSink
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
}

/** Records an action before it is done, and throws if that fails. */
export const recordEvent = async (
  { history, clock, newId }: EventDeps,
  stream: string,
  actor: Actor,
  happening: Happening,
): Promise<void> => {
  try {
    await history.append(stream, { ...actor, ...happening }, { id: newId(), at: clock().toISOString() })
  } catch (error) {
    throw error instanceof StoreFull ? new StoreFull({ cause: error, isEvent: true }) : error
  }
}

/** Records something that has already happened. It cannot be undone, so a failure is only logged. */
export const recordEventOrLog = async (
  deps: EventDeps,
  stream: string,
  actor: Actor,
  happening: Happening,
): Promise<void> => {
  try {
    await recordEvent(deps, stream, actor, happening)
  } catch (error) {
    deps.log.error('event not stored', { stream, ...actor, ...happening, error })
  }
}

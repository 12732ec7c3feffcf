import type { Actor, Happening } from './event.ts'
import { type EventDeps, recordEvent, recordEventOrLog } from './record-event.ts'

/** An attempt to change something. */
export interface Attempt<R> extends Pick<Happening, 'action' | 'team' | 'jobId' | 'detail'> {
  /** The stream of its events. */
  readonly stream: string
  /** The outcome, if this error was thrown. */
  readonly howItEnded: (error: unknown) => Pick<Happening, 'outcome' | 'code'>
  /** The particulars of the result, for its event. Default: only that it is done */
  readonly report?: ((result: R) => Pick<Happening, 'after' | 'code'>) | undefined
}

/** The facts of a change that are known before it: what it replaces and with what. */
export interface Beginning extends Pick<Happening, 'detail'> {
  readonly before?: object | undefined
  readonly after?: object | undefined
}

/** Records that a change begins, and throws if that fails. */
export type Begin = (what?: Beginning) => Promise<void>

/**
 * Makes a change that cannot store its event with itself. One event before the change shows its beginning, another one after it
 * shows its outcome. A process that dies between the two leaves the first event. A change that is refused before it begins has one
 * event.
 *
 * @param change checks the request, calls `begin`, and then makes the change
 */
export const recordChange = async <R>(
  deps: EventDeps,
  actor: Actor,
  { stream, howItEnded, report = () => ({}), ...tried }: Attempt<R>,
  change: (begin: Begin) => Promise<R>,
): Promise<R> => {
  let known: Omit<Happening, 'outcome'> = tried
  const begin: Begin = async ({ before, after, detail } = {}) => {
    known = { ...tried, ...(detail !== undefined && { detail }) }
    const sides = { ...(before && { before: { ...before } }), ...(after && { after: { ...after } }) }
    await recordEvent(deps, stream, actor, { ...known, outcome: 'begun', ...sides })
  }
  let result: R
  try {
    result = await change(begin)
  } catch (error) {
    await recordEventOrLog(deps, stream, actor, { ...known, ...howItEnded(error) })
    throw error
  }
  await recordEventOrLog(deps, stream, actor, { ...known, outcome: 'done', ...report(result) })
  return result
}

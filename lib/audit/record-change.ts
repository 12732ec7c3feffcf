import type { Actor, Happening } from './event.ts'
import { type EventDeps, recordEvent, recordEventOrLog } from './record-event.ts'

/** What is tried. */
export interface Attempt<R> extends Pick<Happening, 'action' | 'team' | 'jobId' | 'detail'> {
  /** Where it stands. */
  readonly stream: string
  /** How it ended, where this was thrown. */
  readonly howItEnded: (error: unknown) => Pick<Happening, 'outcome' | 'code'>
  /** What history has of the result. Default: that it is done */
  readonly report?: ((result: R) => Pick<Happening, 'after' | 'code'>) | undefined
}

/** What a change replaces and with what, as history has it, and what else is known before it. */
export interface Beginning extends Pick<Happening, 'detail'> {
  readonly before?: object | undefined
  readonly after?: object | undefined
}

/** Records that a change begins; fails where that cannot be recorded. */
export type Begin = (what?: Beginning) => Promise<void>

/**
 * Tries a change of what has no history of its own to be stored with. That it begins, and what it replaces, is recorded before
 * it is made, and how it ended afterwards: a process that ends between the two leaves the first line. What is refused before it
 * begins has one line.
 *
 * @param change checks what is asked for, calls `begin`, and then changes something
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

import { type AuditAction, READINGS } from '../audit/actions.ts'
import type { Happening } from '../audit/event.ts'
import { type Attempt, type Begin, recordChange } from '../audit/record-change.ts'
import { type EventDeps, recordEvent, recordEventOrLog } from '../audit/record-event.ts'
import { teamStream } from '../audit/streams.ts'
import { type Asking, actorOf } from '../teams/caller.ts'
import { TeamError } from '../teams/errors.ts'
import { JobError } from './errors.ts'
import { ServiceFailure } from './service-failure.ts'

/** What an attempt's event holds besides the actor, the action and the outcome. */
export type Particulars = Pick<Happening, 'jobId' | 'detail' | 'before' | 'after'>

/** The outcome of an attempt that threw this error. */
export const howItEnded = (error: unknown): Pick<Happening, 'outcome' | 'code'> => {
  if (error instanceof TeamError) return { outcome: 'refused', code: error.code }
  if (!(error instanceof JobError)) return { outcome: 'failed' }
  const { cause } = error.details
  if (!(cause instanceof ServiceFailure)) return { outcome: 'refused', code: error.code }
  const { kind, fault } = cause
  const outcome = kind === 'refused' || kind === 'not-sent' ? kind : 'unclear'
  return { outcome, code: fault?.code ?? error.code }
}

/**
 * Performs an action that shows or tries something and belongs to no single job. History records it, whether it was done or
 * refused. For an action that changes something, use `attemptChange`.
 *
 * @param stream the stream of the event. Default: the stream of the caller's team
 * @param reportRefused the particulars of an attempt that threw
 */
export const attempt = async <R>(
  deps: EventDeps,
  asking: Asking,
  action: AuditAction,
  act: () => Promise<R>,
  report: (result: R) => Particulars = () => ({}),
  stream = teamStream(asking.caller.team, asking.requestId ?? deps.newId()),
  reportRefused: () => Particulars = () => ({}),
): Promise<R> => {
  const actor = actorOf(asking)
  const { team } = asking.caller
  const result = await recordRefused(deps, asking, action, act, stream, reportRefused)
  const done = { action, team, outcome: 'done', ...report(result) } as const
  if (READINGS.has(action)) await recordEvent(deps, stream, actor, done)
  else await recordEventOrLog(deps, stream, actor, done)
  return result
}

/** The same for an action that changes something: see `recordChange`. */
export const attemptChange = <R>(
  deps: EventDeps,
  asking: Asking,
  action: AuditAction,
  change: (begin: Begin) => Promise<R>,
  {
    stream = teamStream(asking.caller.team, asking.requestId ?? deps.newId()),
    ...more
  }: Pick<Attempt<R>, 'report' | 'jobId' | 'detail'> & { readonly stream?: string | undefined } = {},
): Promise<R> =>
  recordChange(deps, actorOf(asking), { stream, action, team: asking.caller.team, howItEnded, ...more }, change)

/** Performs the part of an action that comes before its own event. Only where this part is refused does it record an event. */
export const recordRefused = async <R>(
  deps: EventDeps,
  asking: Asking,
  action: AuditAction,
  act: () => Promise<R>,
  stream = teamStream(asking.caller.team, asking.requestId ?? deps.newId()),
  report: () => Particulars = () => ({}),
): Promise<R> => {
  try {
    return await act()
  } catch (error) {
    const { team } = asking.caller
    await recordEventOrLog(deps, stream, actorOf(asking), { action, team, ...howItEnded(error), ...report() })
    throw error
  }
}

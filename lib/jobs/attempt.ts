import { type AuditAction, READINGS } from '../audit/actions.ts'
import type { Happening } from '../audit/event.ts'
import { type Attempt, type Begin, recordChange } from '../audit/record-change.ts'
import { type EventDeps, recordEvent, recordEventOrLog } from '../audit/record-event.ts'
import { teamStream } from '../audit/streams.ts'
import { type Asking, actorOf } from '../teams/caller.ts'
import { TeamError } from '../teams/errors.ts'
import { JobError } from './errors.ts'
import { ServiceFailure } from './service-failure.ts'

/** What history has of an attempt besides who, what and how it ended. */
export type Particulars = Pick<Happening, 'jobId' | 'detail' | 'before' | 'after'>

/** How an attempt ended that threw this. */
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
 * Does what shows something or tries it out, with no job of its own yet or with many. History has it, done or refused. What
 * changes something is `attemptChange`'s.
 *
 * @param stream where it stands. Default: with what else is done for the caller's team
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

/** The same for what changes something: see `recordChange`. */
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

/** Does what comes before an attempt that has its own line where it succeeds: history has it where it is refused. */
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

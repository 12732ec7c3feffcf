import type { Clock, Log } from '../../system.ts'
import type { Pace } from '../pace.ts'
import { type Turn, type TurnPart, type TurnProgress, type Turns, turnsBetween } from './turns.ts'

export interface TurnDeps {
  readonly turns: Turns
  readonly clock: Clock
  readonly log: Log
  readonly pace: Pace
}

const PAGE = 100
/** A run that was broken off leaves the turns alone for so long. */
const LEASE_MS = 2 * 60_000

/**
 * Looks at all jobs whose turn has come since the run before. Of two runs at once one does it; what a run does not come to is
 * for the next one. A run that is broken off has its turns done again, which asks the service twice and stores nothing twice.
 *
 * @param until when to stop
 * @returns whether turns are left that have come
 */
export const lookInTurn = async (deps: TurnDeps, until: Date, look: Look): Promise<boolean> => {
  const { turns, clock, log, pace } = deps
  const now = clock()
  const before = await turns.progress()
  if (before?.leasedUntil !== undefined && before.leasedUntil > now.toISOString()) return false
  const { leasedUntil: _, ...known } = before ?? { doneUntil: now.toISOString() }
  const leased: TurnProgress = { ...known, leasedUntil: new Date(now.getTime() + LEASE_MS).toISOString() }
  if (!(await turns.advance(before, leased))) return false
  const { to, ...from } = known.begun ?? { to: now.toISOString(), done: 0 }
  const left = await lookAt(deps, turnsBetween(new Date(known.doneUntil), new Date(to), pace), from, until, look)
  const next = left ? { doneUntil: known.doneUntil, begun: { to, ...left } } : { doneUntil: to }
  if (!(await turns.advance(leased, next))) log.info('another run has taken over the jobs in turn')
  return left !== undefined
}

/** Looks at one job of a part, or sees to it that the job is looked at soon; throws nothing. */
type Look = (jobId: string, part: TurnPart) => Promise<void>

/** Between which turns a run stands, and which jobs of the next one it is to pass over. */
type Place = Omit<NonNullable<TurnProgress['begun']>, 'to'>

/** @returns where it had to stop; `undefined`: all is done */
const lookAt = async (
  { turns, clock }: TurnDeps,
  all: readonly Turn[],
  from: Place,
  until: Date,
  look: Look,
): Promise<Place | undefined> => {
  let { done, after } = from
  for (const { part } of all.slice(done)) {
    do {
      if (clock() >= until) return { done, ...(after !== undefined && { after }) }
      const page = await turns.jobs(part, { limit: PAGE, ...(after !== undefined && { after }) })
      await Promise.all(page.entries.map(jobId => look(jobId, part)))
      after = page.after
    } while (after !== undefined)
    done += 1
  }
  return undefined
}

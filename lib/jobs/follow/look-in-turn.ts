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
/** How long the turns wait after a run that broke off. */
const LEASE_MS = 2 * 60_000

/**
 * Looks at all jobs whose turn has come since the last run. Of two runs at once, one does this. What a run does not reach is
 * for the next one. The turns of a run that breaks off are repeated: the service is asked twice, nothing is stored twice.
 *
 * @param until when to stop
 * @returns whether turns that have come are left
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

/** Looks at one job of a part, or makes it due soon. Throws nothing. */
type Look = (jobId: string, part: TurnPart) => Promise<void>

/** How far a run has come: the turns that are done, and the jobs of the next turn that are done. */
type Place = Omit<NonNullable<TurnProgress['begun']>, 'to'>

/** @returns how far it came; `undefined`: all turns are done */
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

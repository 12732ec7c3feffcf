import type { Timestamp } from '../../system.ts'
import { STAGES_AWAY } from '../device-stage.ts'
import { type Pace, TURN_PARTS } from '../pace.ts'
import { JOB_LIFE_MS } from '../timing.ts'

/** A stage in which the device is away. */
export type StageAway = (typeof STAGES_AWAY)[number]

/** Jobs that are looked at together: while the device is with its team, jobs made in one span of time; later, a part of a stage. */
export type TurnPart =
  | { readonly stage: 'not-shipped'; readonly createdFrom: Timestamp; readonly createdBefore: Timestamp }
  | { readonly stage: StageAway; readonly part: number }

/** A part, and the time of its turn. */
export interface Turn {
  readonly at: number
  readonly part: TurnPart
}

/** Which turns are done. */
export interface TurnProgress {
  /** All turns up to this moment are done. */
  readonly doneUntil: Timestamp
  /** The turns from then to a later moment, which a run has begun. */
  readonly begun?: {
    readonly to: Timestamp
    /** How many of them are done. */
    readonly done: number
    /** Where the last page of the next one ended. */
    readonly after?: string
  }
  /** Until when the run that works on them has them for itself. */
  readonly leasedUntil?: Timestamp
}

/** The jobs of a store that are looked at in turn, and which turns are done. */
export interface Turns {
  /** The IDs of the jobs of a part. IDs of other jobs may be among them, and the list may lag. */
  jobs(
    part: TurnPart,
    page: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly entries: readonly string[]; readonly after?: string }>
  progress(): Promise<TurnProgress | undefined>
  /** Stores the progress. `false`: it is no longer `from`, since another run has changed it. */
  advance(from: TurnProgress | undefined, to: TurnProgress): Promise<boolean>
}

/** Into how many windows of creation times the pace is cut. Each window has its own turn. */
const WINDOWS = 12

/**
 * The turns between two moments, in order. Each job has one turn within the pace of its stage. A job stores no time of its
 * turn, so a look that finds nothing new writes nothing.
 *
 * - The device is away: the parts of its stage follow each other, and each comes again after the pace.
 * - The device is with its team: with a pace of 12 hours, jobs that were made in the same hour are looked at together after
 *   12 hours, after 24, and so on, until they expire. So a look comes soon after each day with an expiry notice.
 *
 * After a long break, each turn comes once.
 */
export const turnsBetween = (since: Date, to: Date, pace: Pace): readonly Turn[] => {
  const end = to.getTime()
  const away = STAGES_AWAY.flatMap(stage =>
    partsOf(stage, pace[stage], Math.max(since.getTime(), end - pace[stage]), end),
  )
  const early = windowsOf(pace['not-shipped'], Math.max(since.getTime(), end - pace['not-shipped']), end)
  return [...away, ...early].sort((one, other) => one.at - other.at)
}

const partsOf = (stage: StageAway, paceMs: number, start: number, end: number): readonly Turn[] => {
  const stepMs = paceMs / TURN_PARTS
  const first = Math.floor(start / stepMs) + 1
  const last = Math.floor(end / stepMs)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => ({
    at: (first + index) * stepMs,
    part: { stage, part: (first + index) % TURN_PARTS },
  }))
}

/** The k-th look at jobs of one window comes k paces after its end, and a little later, so that not all come at once. */
const windowsOf = (paceMs: number, start: number, end: number): readonly Turn[] => {
  const windowMs = paceMs / WINDOWS
  const looks = Math.ceil(JOB_LIFE_MS / paceMs)
  return Array.from({ length: looks }, (_, index) => index + 1).flatMap(look => {
    const laterMs = ((look - 1) / looks) * windowMs
    const first = Math.floor((start - laterMs) / windowMs) + 1
    const last = Math.floor((end - laterMs) / windowMs)
    if (last < first) return []
    const made = (window: number) => new Date(window * windowMs - look * paceMs).toISOString()
    const part = { stage: 'not-shipped', createdFrom: made(first - 1), createdBefore: made(last) } as const
    return [{ at: last * windowMs + laterMs, part }]
  })
}

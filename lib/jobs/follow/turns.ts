import type { Timestamp } from '../../system.ts'
import { STAGES_AWAY } from '../device-stage.ts'
import { type Pace, TURN_PARTS } from '../pace.ts'
import { JOB_LIFE_MS } from '../timing.ts'

/** A device is away in one of these stages. */
export type StageAway = (typeof STAGES_AWAY)[number]

/** Jobs that are looked at together: those whose device is with its team, by when they were made; others by a part of their stage. */
export type TurnPart =
  | { readonly stage: 'not-shipped'; readonly createdFrom: Timestamp; readonly createdBefore: Timestamp }
  | { readonly stage: StageAway; readonly part: number }

/** A part, and when it is its turn. */
export interface Turn {
  readonly at: number
  readonly part: TurnPart
}

/** How far the looks have come. */
export interface TurnProgress {
  /** All turns up to this moment are done. */
  readonly doneUntil: Timestamp
  /** The turns from then to a later moment are begun. */
  readonly begun?: {
    readonly to: Timestamp
    /** So many of them are done. */
    readonly done: number
    /** Where in the next one the last page ended. */
    readonly after?: string
  }
  /** A run is at work on them, but for no longer than this. */
  readonly leasedUntil?: Timestamp
}

/** Jobs of a store that are looked at in turn, and how far that has come. */
export interface Turns {
  /** The IDs of the jobs of a part; others may be among them, and the list may lag. */
  jobs(
    part: TurnPart,
    page: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly entries: readonly string[]; readonly after?: string }>
  progress(): Promise<TurnProgress | undefined>
  /** `false`: another run has changed it since it was `from`. */
  advance(from: TurnProgress | undefined, to: TurnProgress): Promise<boolean>
}

/** In so many parts the time is cut in which each job has its turn that was made at another time. */
const WINDOWS = 12

/**
 * What is to be looked at between two moments, in order: each job once in the time that its stage's pace leaves between two
 * looks. So nothing is stored with a job of when its turn is, and a look that finds nothing new writes nothing.
 *
 * - A device that is away: its stage's parts follow each other, and each comes again after the pace.
 * - One with its team: with a pace of 12 hours, those that were made in the same hour are looked at together, 12 hours later, 24,
 *   and so on, until their jobs expire. So each is looked at soon after the days that its team gets a notice of.
 *
 * After a long break each comes once.
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

/** The k-th look at those that were made between two moments comes k paces after the later one, and a little: not all at once. */
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

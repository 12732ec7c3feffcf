import type { Kind } from '../../manifest/manifest.ts'
import type { Timestamp } from '../../system.ts'

/** Everything that a report counts. */
const FIGURES = ['jobs', 'refusals', 'validations', 'devicesReceived', 'devicesReturned', 'devicesWithErrors'] as const

export type Figure = (typeof FIGURES)[number]

export type Counts = Readonly<Record<Figure, number>>

/** The things that one row of figures is about. */
export interface UsageGroup {
  readonly team: string
  /** A month in UTC, such as `2026-11`. */
  readonly month: string
  /** Absent: the manifest could not be read. */
  readonly kind?: Kind
  /** The value of the report's tag. Absent: the job has no such tag, or the report names none. */
  readonly tag?: string
}

export type UsageRow = UsageGroup & Counts

export const monthOf = (at: Timestamp): string => at.slice(0, '2026-11'.length)

const NOTHING: Counts = {
  jobs: 0,
  refusals: 0,
  validations: 0,
  devicesReceived: 0,
  devicesReturned: 0,
  devicesWithErrors: 0,
}

/** Counts by group, in any order. */
export const createTally = () => {
  const rows = new Map<string, UsageRow>()
  return {
    add: (group: UsageGroup, figures: readonly Figure[]): void => {
      const key = JSON.stringify([group.team, group.month, group.kind ?? '', group.tag ?? ''])
      const row = { ...(rows.get(key) ?? { ...group, ...NOTHING }) }
      for (const figure of figures) row[figure] += 1
      rows.set(key, row)
    },
    /** The rows, ordered by team, month, kind and tag. */
    rows: (): readonly UsageRow[] =>
      [...rows].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row),
  }
}

export const totalOf = (rows: readonly UsageRow[]): Counts => {
  const total = { ...NOTHING } as Record<Figure, number>
  for (const row of rows) for (const figure of FIGURES) total[figure] += row[figure]
  return total
}

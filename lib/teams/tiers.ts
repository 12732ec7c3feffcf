import * as z from 'zod/mini'
import { jsonOf } from '../json.ts'
import { STANDARD_TIER } from './team.ts'

/** How often one team of a tier may ask. */
export interface TeamRate {
  /** Requests a second, in the long run. */
  readonly rate: number
  /** Requests at once. */
  readonly burst: number
}

/** What teams may ask, by the names of tiers. */
export type Tiers = Readonly<Record<string, TeamRate>>

/** Where no tier is set: how often teams may ask. */
export const NO_LIMIT: TeamRate = { rate: 10_000, burst: 10_000 }

const tiersJson = () =>
  z.record(z.string(), z.object({ rate: z.number().check(z.positive()), burst: z.number().check(z.minimum(1)) }))

/** `undefined`: the text is not `{"NAME": {"rate": 20, "burst": 40}}`. */
export const parseTiers = (text: string): Tiers | undefined => {
  const { data } = z.safeParse(tiersJson(), jsonOf(text))
  return data && { [STANDARD_TIER]: NO_LIMIT, ...data }
}

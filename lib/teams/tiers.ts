import { isObject, jsonOf } from '../json.ts'
import { STANDARD_TIER } from './team.ts'

/** The request limits of one team of a tier. */
export interface TeamRate {
  /** Requests a second, in the long run. */
  readonly rate: number
  /** Requests at once. */
  readonly burst: number
}

/** The request limits by the names of tiers. */
export type Tiers = Readonly<Record<string, TeamRate>>

/** The request limits of teams without a tier. */
export const NO_LIMIT: TeamRate = { rate: 10_000, burst: 10_000 }

/** `undefined`: the text is not `{"NAME": {"rate": 20, "burst": 40}}`. */
export const parseTiers = (text: string): Tiers | undefined => {
  const named = jsonOf(text)
  if (!isObject(named)) return undefined
  const tiers = Object.entries(named).flatMap(([name, value]) => {
    const { rate, burst } = isObject(value) ? value : {}
    return isNumber(rate) && rate > 0 && isNumber(burst) && burst >= 1 ? [[name, { rate, burst }] as const] : []
  })
  return tiers.length === Object.keys(named).length
    ? { [STANDARD_TIER]: NO_LIMIT, ...Object.fromEntries(tiers) }
    : undefined
}

/** JSON has numbers like 1e999, which are endless here. */
const isNumber = (value: unknown): value is number => Number.isFinite(value)

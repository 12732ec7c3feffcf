import type { Stage } from './stage.ts'

/** A tier of usage: what all of its teams may ask together, and one of them. */
export interface Tier {
  readonly rate: number
  readonly burst: number
  readonly perDay: number
  readonly team: { readonly rate: number; readonly burst: number }
}

/** Every tier of a stage. Teams that name none are of the standard one. */
export const tiersOf = ({
  throttling,
  teamThrottling,
  tiers,
}: Stage): Readonly<Record<string, Tier>> & { readonly standard: Tier } => {
  const { rate, burst, perDay } = teamThrottling
  return { ...tiers, standard: { ...throttling, perDay, team: { rate, burst } } }
}

/** Accounts whose roles and users may call, where callers sign with IAM. */
export const accountsOf = ({ account, accounts, teams, auditors, operators }: Stage): readonly string[] => {
  const arns = [...Object.values(teams).flatMap(({ roles }) => roles), ...auditors, ...operators]
  const named = arns.flatMap(arn => arn.split(':')[4] ?? [])
  return [...new Set([...(account === undefined ? [] : [account]), ...accounts, ...named])].sort()
}

import type { Stage } from './stage.ts'

/** A tier of usage: the limits of all its teams together, and of one team. */
export interface Tier {
  readonly rate: number
  readonly burst: number
  readonly perDay: number
  readonly team: { readonly rate: number; readonly burst: number }
}

/** Every tier of a stage. Teams without a tier belong to the standard one. */
export const tiersOf = ({
  throttling,
  teamThrottling,
  tiers,
}: Stage): Readonly<Record<string, Tier>> & { readonly standard: Tier } => {
  const { rate, burst, perDay } = teamThrottling
  return { ...tiers, standard: { ...throttling, perDay, team: { rate, burst } } }
}

/** The accounts whose roles and users may call, if callers sign with IAM. */
export const accountsOf = ({ account, accounts, teams, auditors, operators }: Stage): readonly string[] => {
  const arns = [...Object.values(teams).flatMap(({ roles }) => roles), ...auditors, ...operators]
  const named = arns.flatMap(arn => arn.split(':')[4] ?? [])
  return [...new Set([...(account === undefined ? [] : [account]), ...accounts, ...named])].sort()
}

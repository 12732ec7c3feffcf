import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { Stage } from './stage.ts'
import { accountsOf, tiersOf } from './tiers.ts'

/**
 * Configures a function's callers: the first teams, their limits, the issuer of tokens, and the origins of pages.
 */
export const configureCallers = (fn: WaybillFunction, stage: Stage, smokeMember: string | undefined): void => {
  const { teams, auditors, operators, authentication, corsOrigins } = stage
  fn.configure({ WAYBILL_TEAMS: JSON.stringify({ teams, auditors, operators }), WAYBILL_TIERS: teamRates(stage) })
  if (smokeMember !== undefined) fn.configure({ WAYBILL_SMOKE_MEMBER: smokeMember })
  if (corsOrigins.length > 0) fn.configure({ WAYBILL_CORS_ORIGINS: corsOrigins.join(',') })
  if (authentication.kind !== 'jwt') return
  const { issuer, audience, jwksUrl, teamClaim, groupsClaim, auditorGroup } = authentication
  fn.configure({
    WAYBILL_JWT_ISSUER: issuer,
    WAYBILL_JWT_AUDIENCE: audience,
    WAYBILL_JWKS_URL: jwksUrl,
    WAYBILL_JWT_TEAM_CLAIM: teamClaim,
    WAYBILL_JWT_GROUPS_CLAIM: groupsClaim,
    ...(auditorGroup !== undefined && { WAYBILL_JWT_AUDITOR_GROUP: auditorGroup }),
  })
}

/** Configures which tiers and accounts the teams of the stage can have. */
export const limitTeams = (fn: WaybillFunction, stage: Stage): void => {
  if (stage.authentication.kind === 'iam' && !stage.privateEndpoint) {
    fn.configure({ WAYBILL_ACCOUNTS: accountsOf(stage).join(',') })
  }
}

/** The request limits of one team in each tier, as a setting. */
const teamRates = (stage: Stage): string =>
  JSON.stringify(Object.fromEntries(Object.entries(tiersOf(stage)).map(([name, { team }]) => [name, team])))

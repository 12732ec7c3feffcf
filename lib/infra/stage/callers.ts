import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { Stage } from './stage.ts'

/** Tells a function who is who: which roles and keys are of which team, whose tokens count, and whose pages may ask. */
export const configureCallers = (
  fn: WaybillFunction,
  { teams, auditors, authentication, corsOrigins }: Stage,
): void => {
  fn.configure({ WAYBILL_TEAMS: JSON.stringify({ teams, auditors }) })
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

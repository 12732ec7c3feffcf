import { AuthorizationFailure } from './authorization-failure.ts'
import type { Caller, Role } from './caller.ts'
import type { TeamDirectory } from './directory.ts'
import { canonicalArn } from './identity-arn.ts'
import {
  AUDITORS,
  DEPOT_STAFF,
  type Identity,
  identityThing,
  isGroup,
  keyThing,
  OPERATORS,
  roleIn,
  type Team,
} from './team.ts'

type Finds = Pick<TeamDirectory, 'find'>

/**
 * The caller of an ARN, which API Gateway reports for a request that was signed with IAM credentials.
 * `undefined`: no team has it.
 */
export const callerOfArn = async (teams: Finds, userArn: string): Promise<Caller | undefined> => {
  const arn = canonicalArn(userArn)
  if (arn === undefined) return undefined
  const thing = identityThing({ arn })
  const team = (await teams.find([thing])).get(thing)
  return team && callerIn(team, thing, userArn)
}

const callerIn = (team: Team, thing: string, principal: string): Caller | undefined => {
  const member = team.members.find(candidate => identityThing(candidate) === thing)
  return member && { team: team.name, principal, role: roleIn(team, member) }
}

/** More groups than any provider puts into a token (Entra ID: 200). */
const MOST_CLAIMS = 250

/**
 * The caller of a token's claims.
 *
 * An operator, an auditor or the depot's staff has only that role, even if other claims name a team. If claims name one team in
 * several roles, the caller is a member. If they name two teams, the token is refused.
 *
 * @param read the names of the claims that were read, for the error
 * @throws AuthorizationFailure no-team
 */
export const callerOfClaims = async (
  teams: Finds,
  principal: string,
  claims: readonly (Identity & { readonly claim: string })[],
  read: readonly string[],
): Promise<Caller> => {
  if (claims.length > MOST_CLAIMS) {
    throw new AuthorizationFailure('no-team', `The token has more than ${MOST_CLAIMS} claims that could name a team.`)
  }
  const wanted = [...new Set(claims.map(identityThing))]
  const found = await teams.find(wanted)
  const callers = [...found].flatMap(([thing, team]) => callerIn(team, thing, principal) ?? [])
  const group = [OPERATORS, AUDITORS, DEPOT_STAFF].flatMap(name => callers.find(({ team }) => team === name) ?? [])[0]
  if (group) return group
  const names = [...new Set(callers.map(({ team }) => team))].filter(name => !isGroup(name)).sort()
  const [first, second] = names
  if (first === undefined) throw new AuthorizationFailure('no-team', noTeam(read))
  if (second !== undefined) {
    throw new AuthorizationFailure(
      'no-team',
      `The claims of the token are of the teams ${names.join(' and ')}; a caller can be of one only.`,
    )
  }
  const role: Role = callers.some(caller => caller.role === 'member') ? 'member' : 'viewer'
  return { team: first, principal, role }
}

const noTeam = (read: readonly string[]) =>
  `What the token has as ${read.map(name => `claim "${name}"`).join(', ')} is of no team; an operator can put it into one.`

/** The team of an access key. */
export const teamOfKey = async (teams: Finds, accessKeyId: string): Promise<string | undefined> => {
  const thing = keyThing(accessKeyId)
  return (await teams.find([thing])).get(thing)?.name
}

import { AUDITORS, type Identity, identityThing, isGroup, keyThing, OPERATORS, PLAIN_TEAM, type Team } from './team.ts'
import { parseIdentity, type Teams } from './teams.ts'

/** The claims of tokens that name teams and auditors, from the settings. */
export interface ClaimNames {
  readonly teamClaim: string
  readonly groupsClaim: string
  readonly auditorGroup: string | undefined
}

/**
 * The teams of the settings, in the form of the store. If tokens name teams, each team has the claim with its name as its member.
 */
export const firstTeams = ({ teams, auditors, operators }: Teams, claims?: ClaimNames): readonly Team[] => {
  const named = Object.entries(teams).map(([name, { roles, keys }]) => {
    const byClaim = claims ? [{ claim: claims.teamClaim, value: name }] : []
    return firstTeam(name, [...roles.map(arn => ({ arn })), ...byClaim], keys)
  })
  const byGroup = claims?.auditorGroup === undefined ? [] : [{ claim: claims.groupsClaim, value: claims.auditorGroup }]
  return [
    ...named,
    firstTeam(AUDITORS, [...auditors.flatMap(identities), ...byGroup]),
    firstTeam(OPERATORS, operators.flatMap(identities)),
  ].filter(({ name, members }) => !isGroup(name) || members.length > 0)
}

const identities = (text: string): Identity[] => {
  const identity = parseIdentity(text)
  return identity ? [identity] : []
}

/** Settings have no time of their own. */
const BEFORE_TIME = new Date(0).toISOString()

const firstTeam = (name: string, members: readonly Identity[], keys: readonly string[] = []): Team => ({
  ...PLAIN_TEAM,
  name,
  members: members.map(identity => ({ ...identity, role: 'member' })),
  keys,
  id: `${name} of the settings`,
  version: 1,
  createdAt: BEFORE_TIME,
  updatedAt: BEFORE_TIME,
  updatedBy: 'the settings',
})

/** The teams of the settings by their names, and by what only one can have. */
export const indexTeams = (teams: readonly Team[]) => ({
  byName: new Map(teams.map(team => [team.name, team])),
  byThing: new Map(
    teams.flatMap(team => [
      ...team.members.map(member => [identityThing(member), team] as const),
      ...team.keys.map(key => [keyThing(key), team] as const),
    ]),
  ),
})

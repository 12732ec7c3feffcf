import { isObject, isTextList, jsonOf } from '../json.ts'
import { isMemberArn } from './identity-arn.ts'
import { AUDITORS, type Identity, identityThing, isTeamName, keyThing, OPERATORS } from './team.ts'

/** A team in a stage's settings. */
export interface NamedTeam {
  /** ARNs of the IAM roles and users that act for the team. */
  readonly roles: readonly string[]
  /** IDs of the access keys that the team signs with, preferred one first. */
  readonly keys: readonly string[]
}

/** The teams of the settings, which are in force until they have been moved into the store. */
export interface Teams {
  readonly teams: Readonly<Record<string, NamedTeam>>
  /** ARNs or claims (`CLAIM=VALUE`) of auditors, who see every job and change none. */
  readonly auditors: readonly string[]
  /** The same of operators, who manage teams. */
  readonly operators: readonly string[]
}

export const NO_TEAMS: Teams = { teams: {}, auditors: [], operators: [] }

const SHAPE =
  '{"teams": {"NAME": {"roles": ["arn:aws:iam::ACCOUNT:role/NAME"], "keys": ["ACCESS KEY ID"]}}, "auditors": [], "operators": []}'

/** An access key's ID, as IAM makes them. */
export const isKeyId = (text: string): boolean => /^\w{16,128}$/.test(text)

/** A claim's name or value, on one line. */
const CLAIM = /^([\w:./-]{1,64})=([^\p{Cc}\u2028\u2029]{1,256})$/u

/** An ARN, or `CLAIM=VALUE`. `undefined`: the text is neither. */
export const parseIdentity = (text: string): Identity | undefined => {
  if (text.startsWith('arn:')) return isMemberArn(text) ? { arn: text } : undefined
  const [, claim, value] = CLAIM.exec(text) ?? []
  return claim === undefined || value === undefined ? undefined : { claim, value }
}

/** The teams in a text, or a sentence for each fault. */
export const parseTeams = (text: string): { readonly teams: Teams } | { readonly faults: readonly string[] } => {
  const { teams, misfits } = namedTeams(jsonOf(text))
  if (misfits.length > 0) {
    const at = misfits.find(path => path !== '')
    return { faults: [`it takes JSON of the form ${SHAPE}${at === undefined ? '' : `; look at ${at}`}.`] }
  }
  const keys = Object.entries(teams.teams).flatMap(([name, team]) => team.keys.map(key => [key, name] as const))
  const faults = [
    ...Object.keys(teams.teams)
      .filter(name => !isTeamName(name))
      .map(name => `${JSON.stringify(name)} is not a team's name: letters, digits, ".", "_" and "-", at most 63.`),
    ...identitiesOf(teams).flatMap(([identity, owner]) =>
      parseIdentity(identity) === undefined || (isTeamName(owner) && !identity.startsWith('arn:'))
        ? [
            `${JSON.stringify(identity)} of ${owner} is not the ARN of an IAM role or user (arn:aws:iam::ACCOUNT:role/NAME).`,
          ]
        : [],
    ),
    ...keys
      .filter(([key]) => !isKeyId(key))
      .map(([key, name]) => `${JSON.stringify(key)} of ${name} is not an access key ID.`),
    ...shared(identitiesOf(teams).map(([identity, owner]) => [canonical(identity), owner])),
    ...shared(keys.map(([key, name]) => [keyThing(key), name])),
  ]
  return faults.length > 0 ? { faults } : { teams }
}

/** The teams in a value of JSON, and the paths in it of what is not of the form; empty at its top. */
const namedTeams = (value: unknown): { readonly teams: Teams; readonly misfits: readonly string[] } => {
  const misfits: string[] = []
  const members = (path: string, from: unknown, known?: readonly string[]) => {
    if (isObject(from) && (!known || Object.keys(from).every(name => known.includes(name)))) return from
    misfits.push(path)
    return {}
  }
  const list = (path: string, from: unknown = []) => {
    if (isTextList(from)) return from
    misfits.push(path)
    return []
  }
  const { teams = {}, auditors, operators } = members('', value, ['teams', 'auditors', 'operators'])
  const named = Object.entries(members('teams', teams)).map(([name, team]) => {
    const { roles, keys } = members(`teams.${name}`, team, ['roles', 'keys'])
    return [name, { roles: list(`teams.${name}.roles`, roles), keys: list(`teams.${name}.keys`, keys) }] as const
  })
  return {
    teams: {
      teams: Object.fromEntries(named),
      auditors: list('auditors', auditors),
      operators: list('operators', operators),
    },
    misfits,
  }
}

const identitiesOf = ({ teams, auditors, operators }: Teams): (readonly [string, string])[] => [
  ...Object.entries(teams).flatMap(([name, { roles }]) => roles.map(arn => [arn, name] as const)),
  ...auditors.map(identity => [identity, AUDITORS] as const),
  ...operators.map(identity => [identity, OPERATORS] as const),
]

const canonical = (text: string): string => {
  const identity = parseIdentity(text)
  return identity ? identityThing(identity) : text
}

const shared = (owned: readonly (readonly [string, string])[]) => {
  const owners = Map.groupBy(owned, ([thing]) => thing)
  return [...owners].flatMap(([thing, all]) => {
    if (all.length < 2) return []
    return [
      `${thing.replace(/^(?:member|key) /, '')} stands with ${all.map(([, owner]) => owner).join(' and ')}; it can be of one only.`,
    ]
  })
}

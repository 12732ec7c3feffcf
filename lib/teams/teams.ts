import * as z from 'zod/mini'
import { jsonOf } from '../json.ts'
import type { Caller } from './caller.ts'

/** What an operator says of one team. */
export interface Team {
  /** ARNs of the IAM roles and users that act for the team. */
  readonly roles: readonly string[]
  /** IDs of the access keys that the team signs with, preferred one first. */
  readonly keys: readonly string[]
}

/** The teams: a setting, so that a write to a table makes nobody a member. */
export interface Teams {
  readonly teams: Readonly<Record<string, Team>>
  /** ARNs of the IAM roles and users that see every job and change none. */
  readonly auditors: readonly string[]
}

export const NO_TEAMS: Teams = { teams: {}, auditors: [] }

/** A team's name stands in keys of tables, names of objects and log lines. */
const TEAM_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/

export const isTeamName = (text: string) => TEAM_NAME.test(text)

const list = z._default(z.array(z.string()), [])
const TeamsJson = z.strictObject({
  teams: z.record(z.string(), z.strictObject({ roles: list, keys: list })),
  auditors: list,
})

const SHAPE =
  '{"teams": {"NAME": {"roles": ["arn:aws:iam::ACCOUNT:role/NAME"], "keys": ["ACCESS KEY ID"]}}, "auditors": []}'

/** The table of teams, or everything that is wrong with it, a sentence each. */
export const parseTeams = (text: string): { readonly teams: Teams } | { readonly faults: readonly string[] } => {
  const parsed = z.safeParse(TeamsJson, jsonOf(text))
  if (!parsed.success) {
    const at = parsed.error.issues.map(({ path }) => path.map(String).join('.')).find(path => path !== '')
    return { faults: [`it takes JSON of the form ${SHAPE}${at === undefined ? '' : `; look at ${at}`}.`] }
  }
  const teams: Teams = parsed.data
  const faults = [
    ...Object.keys(teams.teams)
      .filter(name => !isTeamName(name))
      .map(name => `${JSON.stringify(name)} is not a team's name: letters, digits, ".", "_" and "-", at most 63.`),
    ...principalsOf(teams).flatMap(([arn, owner]) =>
      canonicalArn(arn) === undefined
        ? [`${JSON.stringify(arn)} of ${owner} is not the ARN of an IAM role or user (arn:aws:iam::ACCOUNT:role/NAME).`]
        : [],
    ),
    ...Object.entries(teams.teams).flatMap(([name, { keys }]) =>
      keys
        .filter(key => !/^\w{16,128}$/.test(key))
        .map(key => `${JSON.stringify(key)} of ${name} is not an access key ID.`),
    ),
    ...shared(principalsOf(teams).map(([arn, owner]) => [canonicalArn(arn) ?? arn, owner])),
    ...shared(Object.entries(teams.teams).flatMap(([name, { keys }]) => keys.map(key => [key, name] as const))),
  ]
  return faults.length > 0 ? { faults } : { teams }
}

/**
 * The caller of an ARN, which API Gateway reports for a request that was signed with IAM credentials.
 * `undefined`: the table does not have it.
 */
export const callerOfArn = (teams: Teams, userArn: string): Caller | undefined => {
  const asking = canonicalArn(userArn)
  const [, owner] = (asking && principalsOf(teams).find(([arn]) => canonicalArn(arn) === asking)) || []
  if (owner === undefined) return undefined
  return { team: owner, principal: userArn, role: owner === AUDITORS ? 'auditor' : 'member' }
}

/** The team that an access key is of. */
export const teamOfKey = ({ teams }: Teams, accessKeyId: string): string | undefined =>
  Object.entries(teams).find(([, { keys }]) => keys.includes(accessKeyId))?.[0]

/** Auditors have no team; this stands for it, and cannot be a team's name. */
export const AUDITORS = '(auditors)'

const principalsOf = ({ teams, auditors }: Teams): (readonly [string, string])[] => [
  ...Object.entries(teams).flatMap(([name, { roles }]) => roles.map(arn => [arn, name] as const)),
  ...auditors.map(arn => [arn, AUDITORS] as const),
]

/**
 * A role's ARN without its path, since the ARN of a session that assumed the role does not contain the path; role names are
 * unique in an account regardless of their paths (IAM user guide, "IAM identifiers"). A user's ARN is not changed.
 */
const canonicalArn = (arn: string): string | undefined => {
  if (/^arn:[\w-]+:iam::\d{12}:role\/(?:[\x21-\x7e]*\/)?[\w+=,.@-]+$/.test(arn))
    return arn.replace(/:role\/.*\//, ':role/')
  const [, partition, account, name] =
    /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/[\w+=,.@-]+$/.exec(arn) ?? []
  if (name !== undefined) return `arn:${partition}:iam::${account}:role/${name}`
  return /^arn:[\w-]+:iam::\d{12}:user\/[\x21-\x7e]+$/.test(arn) ? arn : undefined
}

const shared = (owned: readonly (readonly [string, string])[]) => {
  const owners = Map.groupBy(owned, ([thing]) => thing)
  return [...owners].flatMap(([thing, all]) => {
    if (all.length < 2) return []
    return [`${thing} stands with ${all.map(([, owner]) => owner).join(' and ')}; it can be of one only.`]
  })
}

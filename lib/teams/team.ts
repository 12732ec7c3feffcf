import type { OptionTexts } from '../manifest/assist/option-texts.ts'
import type { Timestamp } from '../system.ts'
import type { Role } from './caller.ts'
import { canonicalArn } from './identity-arn.ts'

/** How a caller proves who it is: an IAM role or user, or a claim of its provider's token. */
export type Identity = { readonly arn: string } | { readonly claim: string; readonly value: string }

/** A member of a team and its role. In a group beside teams, the group decides the role. */
export type Member = Identity & { readonly role: 'member' | 'viewer' }

export const BUCKET_USES = ['import', 'export', 'log'] as const
export type BucketUse = (typeof BUCKET_USES)[number]

/** Buckets that a team may name, with their uses. */
export interface BucketRule {
  /** A bucket's name, or the start of names and a `*`. */
  readonly bucket: string
  readonly uses: readonly BucketUse[]
}

/** The defaults of a team, which its manifests may leave out. */
export interface TeamDefaults {
  /** The options, or the name of an address of the team's address book. */
  readonly returnAddress?: OptionTexts | string
  readonly customs?: OptionTexts
  readonly notificationEmail?: string
  readonly serviceLevel?: string
  readonly logBucket?: string
  readonly logPrefix?: string
}

/** The settings of a team: its members, keys, buckets and defaults. Never a secret. */
export interface Team {
  readonly name: string
  readonly members: readonly Member[]
  /** IDs of the access keys that the team signs with, preferred one first. */
  readonly keys: readonly string[]
  /** Absent: every bucket that is of no other team. */
  readonly buckets?: readonly BucketRule[]
  /** Whether a job's SIGNATURE is copied into the team's own log bucket, where its manifest names one. */
  readonly copyLogs: boolean
  /** How many jobs the team may make on one day (UTC). Absent: as many as it likes */
  readonly dailyJobs?: number
  /** Tags that every job of the team has. */
  readonly requiredTags: readonly string[]
  readonly defaults: TeamDefaults
  /** Its tier of usage, one of the stage's. */
  readonly tier: string
  /** When it was deleted: its name stays taken, so that no other team inherits its jobs. */
  readonly deletedAt?: Timestamp
  /** Random, made with the team. */
  readonly id: string
  /** Grows with each change. */
  readonly version: number
  readonly createdAt: Timestamp
  readonly updatedAt: Timestamp
  readonly updatedBy: string
}

/** A team as an operator wants it. */
export type TeamSettings = Omit<Team, 'name' | 'deletedAt' | 'id' | 'version' | 'createdAt' | 'updatedAt' | 'updatedBy'>

/** The tier of a team that names none. */
export const STANDARD_TIER = 'standard'

export const PLAIN_TEAM: TeamSettings = {
  members: [],
  keys: [],
  copyLogs: true,
  requiredTags: [],
  defaults: {},
  tier: STANDARD_TIER,
}

/** The groups beside teams. No team's name begins with a hyphen. */
export const AUDITORS = '-auditors'
export const OPERATORS = '-operators'
export const DEPOT_STAFF = '-depot'

const GROUP_ROLES: ReadonlyMap<string, Role> = new Map([
  [AUDITORS, 'auditor'],
  [OPERATORS, 'operator'],
  [DEPOT_STAFF, 'depot'],
])

export const isGroup = (name: string): boolean => GROUP_ROLES.has(name)

/** A team's name is part of keys of tables, names of objects and log lines. */
const TEAM_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/

export const isTeamName = (text: string) => TEAM_NAME.test(text)

/** The role of a member of a team or group. */
export const roleIn = ({ name }: Pick<Team, 'name'>, { role }: Pick<Member, 'role'>): Role =>
  GROUP_ROLES.get(name) ?? role

/** Things that only one team can have, each as one text: members, keys and buckets. */
export const thingsOf = ({ members, keys, buckets = [] }: TeamSettings): readonly string[] => [
  ...members.map(identityThing),
  ...keys.map(keyThing),
  ...buckets.map(({ bucket }) => bucketThing(bucket)),
]

export const identityThing = (identity: Identity): string =>
  'arn' in identity
    ? `member ${canonicalArn(identity.arn) ?? identity.arn}`
    : `member ${identity.claim}=${identity.value}`
export const keyThing = (accessKeyId: string): string => `key ${accessKeyId}`
const BUCKET = 'bucket '
export const bucketThing = (bucket: string): string => BUCKET + bucket

/** The bucket, or the start of names, in a thing. */
export const bucketOfThing = (thing: string): string | undefined =>
  thing.startsWith(BUCKET) ? thing.slice(BUCKET.length) : undefined

/** Whether a rule is about a bucket. */
export const covers = (rule: string, bucket: string): boolean =>
  rule.endsWith('*') ? bucket.startsWith(rule.slice(0, -1)) : rule === bucket

/** Whether two rules can be about one bucket. */
export const overlap = (one: string, other: string): boolean => {
  const [a, b] = [one, other].map(rule => rule.replace(/\*$/, ''))
  if (one.endsWith('*') && other.endsWith('*')) return (a ?? '').startsWith(b ?? '') || (b ?? '').startsWith(a ?? '')
  return covers(one, other) || covers(other, one)
}

/** Whether a team may name a bucket for a use, as far as its own list says. */
export const allowsBucket = ({ buckets }: Pick<Team, 'buckets'>, bucket: string, use: BucketUse): boolean =>
  buckets === undefined || buckets.some(rule => covers(rule.bucket, bucket) && rule.uses.includes(use))

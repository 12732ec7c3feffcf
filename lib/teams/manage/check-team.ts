import { checkOptions, type OptionTexts } from '../../manifest/assist/option-texts.ts'
import { isBucketName, isOldBucketName } from '../../manifest/fields/bucket-name.ts'
import { BELONGING_NAME } from '../belongings.ts'
import type { TeamFault } from '../errors.ts'
import { accountOf, isMemberArn } from '../identity-arn.ts'
import { identityThing, isGroup, type Member, type TeamDefaults, type TeamSettings } from '../team.ts'
import { isKeyId, parseIdentity } from '../teams.ts'

/** The limits of a stage for its teams. */
export interface TeamRules {
  /** The stage's tiers of usage. */
  readonly tiers: readonly string[]
  /** Claims of tokens that can be members. Absent: callers only sign with IAM. */
  readonly claims?: readonly string[] | undefined
  /** The accounts that the gateway allows. Absent: all */
  readonly accounts?: readonly string[] | undefined
}

const MOST_MEMBERS = 200
const MOST_KEYS = 20
const MOST_BUCKETS = 100
const MOST_TAGS = 20
const TAG_NAME = /^[A-Za-z0-9][A-Za-z0-9 ._:/=+@-]{0,127}$/
const SHORTEST_BEGINNING = 3

/** The faults of a team alone, without a comparison with other teams. */
export const teamFaults = (name: string, settings: TeamSettings, rules: TeamRules): readonly TeamFault[] => {
  const { members, keys, buckets = [], requiredTags, defaults, tier, dailyJobs } = settings
  return [
    ...(isGroup(name) ? groupFaults(settings) : []),
    ...tooMany('/members', members, MOST_MEMBERS),
    ...members.flatMap((member, index) => memberFaults(member, `/members/${index}`, rules)),
    ...repeated('/members', members.map(identityThing)),
    ...tooMany('/keys', keys, MOST_KEYS),
    ...keys.flatMap((key, index) =>
      isKeyId(key)
        ? []
        : [fault('KEY_INVALID', 'This is not an access key ID: letters and digits, 16 to 128.', `/keys/${index}`)],
    ),
    ...repeated('/keys', keys),
    ...tooMany('/buckets', buckets, MOST_BUCKETS),
    ...buckets.flatMap(({ bucket, uses }, index) => bucketFaults(bucket, uses, `/buckets/${index}`)),
    ...repeated(
      '/buckets',
      buckets.map(({ bucket }) => bucket),
    ),
    ...tooMany('/requiredTags', requiredTags, MOST_TAGS),
    ...requiredTags.flatMap((tag, index) =>
      TAG_NAME.test(tag) ? [] : [fault('TAG_INVALID', 'This cannot be the name of a tag.', `/requiredTags/${index}`)],
    ),
    ...repeated('/requiredTags', requiredTags),
    ...(rules.tiers.includes(tier)
      ? []
      : [fault('TIER_UNKNOWN', `This stage has the tiers ${rules.tiers.join(', ')}.`, '/tier')]),
    ...(dailyJobs !== undefined && dailyJobs < 1
      ? [fault('QUOTA_INVALID', 'A daily quota is at least 1; leave it out for none.', '/dailyJobs')]
      : []),
    ...defaultFaults(defaults),
  ]
}

const fault = (code: string, detail: string, pointer: string): TeamFault => ({ code, detail, pointer })

/** The faults of a group beside teams, which has only members. */
const groupFaults = ({ keys, buckets, dailyJobs, requiredTags, defaults, members }: TeamSettings): TeamFault[] => {
  const further = [
    ['/keys', keys.length > 0],
    ['/buckets', buckets !== undefined],
    ['/dailyJobs', dailyJobs !== undefined],
    ['/requiredTags', requiredTags.length > 0],
    ['/defaults', Object.keys(defaults).length > 0],
  ] as const
  return [
    ...further.flatMap(([pointer, isSet]) =>
      isSet ? [fault('GROUP_HAS_MEMBERS_ONLY', 'A group beside teams has members and nothing else.', pointer)] : [],
    ),
    ...members.flatMap(({ role }, index) =>
      role === 'viewer'
        ? [
            fault(
              'GROUP_HAS_NO_VIEWERS',
              'In a group beside teams everybody may do the same.',
              `/members/${index}/role`,
            ),
          ]
        : [],
    ),
  ]
}

const memberFaults = (member: Member, pointer: string, { claims, accounts }: TeamRules): TeamFault[] => {
  if (!('arn' in member)) {
    if (claims === undefined) {
      return [fault('MEMBER_INVALID', 'Callers sign with IAM here, so a member is an ARN.', pointer)]
    }
    if (!claims.includes(member.claim)) {
      return [fault('MEMBER_INVALID', `The claims that are read here are ${claims.join(', ')}.`, `${pointer}/claim`)]
    }
    return parseIdentity(`${member.claim}=${member.value}`)
      ? []
      : [fault('MEMBER_INVALID', "A claim's value is 1 to 256 characters on one line.", `${pointer}/value`)]
  }
  const { arn } = member
  const at = `${pointer}/arn`
  if (/[*?]/.test(arn)) {
    return [fault('MEMBER_INVALID', 'An ARN with a wildcard stands for many; name each role or user by its own.', at)]
  }
  if (/:assumed-role\//.test(arn)) {
    return [
      fault('MEMBER_INVALID', 'This is a session of a role; name the role itself: arn:aws:iam::ACCOUNT:role/NAME.', at),
    ]
  }
  if (!isMemberArn(arn)) {
    return [fault('MEMBER_INVALID', 'This is not the ARN of an IAM role or user: arn:aws:iam::ACCOUNT:role/NAME.', at)]
  }
  if (accounts !== undefined && !accounts.includes(accountOf(arn))) {
    return [
      fault(
        'MEMBER_INVALID',
        `The gateway lets in the accounts ${accounts.join(', ')}; the stage's "accounts" names them.`,
        at,
      ),
    ]
  }
  return []
}

const bucketFaults = (bucket: string, uses: readonly string[], pointer: string): TeamFault[] => {
  const at = `${pointer}/bucket`
  const none =
    uses.length === 0 ? [fault('BUCKET_INVALID', 'Name at least one use: import, export, log.', `${pointer}/uses`)] : []
  if (bucket.endsWith('*')) {
    const beginning = bucket.slice(0, -1)
    const isBeginning =
      beginning.length >= SHORTEST_BEGINNING && (isBucketName(`${beginning}a`) || isOldBucketName(`${beginning}a`))
    return isBeginning
      ? none
      : [
          fault(
            'BUCKET_INVALID',
            `Before the "*" stand the first ${SHORTEST_BEGINNING} or more characters of bucket names.`,
            at,
          ),
        ]
  }
  return isBucketName(bucket) || isOldBucketName(bucket)
    ? none
    : [fault('BUCKET_INVALID', 'This is not the name of a bucket.', at)]
}

/** The faults of a team's defaults, which are checked like a manifest's options. */
const defaultFaults = ({ returnAddress, ...others }: TeamDefaults): TeamFault[] => {
  const isName = typeof returnAddress === 'string'
  const options: OptionTexts = {
    ...definedOf(others),
    ...(returnAddress !== undefined && !isName && { returnAddress }),
  }
  return [
    ...(isName && !BELONGING_NAME.test(returnAddress)
      ? [
          fault(
            'DEFAULT_INVALID',
            "This cannot be the name of an address of the team's address book.",
            '/defaults/returnAddress',
          ),
        ]
      : []),
    ...checkOptions(options)
      .filter(found => !('severity' in found) || found.severity === 'error')
      .map(({ code, detail, pointer }) => fault(code, detail, `/defaults${pointer}`)),
  ]
}

/** The options of defaults that are set. */
const definedOf = (options: Readonly<Record<string, string | OptionTexts | undefined>>): OptionTexts =>
  Object.fromEntries(Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

const tooMany = (pointer: string, list: readonly unknown[], most: number): TeamFault[] =>
  list.length > most ? [fault('TOO_MANY', `At most ${most} are taken; here are ${list.length}.`, pointer)] : []

const repeated = (pointer: string, list: readonly string[]): TeamFault[] =>
  list.flatMap((entry, index) =>
    list.indexOf(entry) < index
      ? [fault('REPEATED', `This is the same as ${pointer}/${list.indexOf(entry)}.`, `${pointer}/${index}`)]
      : [],
  )

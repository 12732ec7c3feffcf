import type { components } from '../../../../lib/client/client.ts'
import type { Team } from './team-facts.tsx'

export type TeamBody = components['schemas']['PutTeamBody']

export const BUCKET_USES = ['import', 'export', 'log'] as const
export type BucketUse = (typeof BUCKET_USES)[number]

/** A member as the form has it: an IAM role or user by its ARN, or a claim of a token. */
export interface MemberDraft {
  readonly by: 'arn' | 'claim'
  readonly arn: string
  readonly claim: string
  readonly value: string
  readonly role: 'member' | 'viewer'
}

export interface BucketDraft {
  readonly bucket: string
  readonly uses: readonly BucketUse[]
}

/** Texts of one line each, beside what manifests may leave out in parts of their own. */
export const PLAIN_DEFAULTS = ['notificationEmail', 'serviceLevel', 'logBucket', 'logPrefix'] as const

/** A team as the form has it: what people type, not yet read. */
export interface TeamDraft {
  readonly members: readonly MemberDraft[]
  /** One ID a line. */
  readonly keys: string
  readonly anyBucket: boolean
  readonly buckets: readonly BucketDraft[]
  readonly copyLogs: boolean
  /** `''`: as many as the team likes */
  readonly dailyJobs: string
  /** One a line. */
  readonly requiredTags: string
  readonly tier: string
  readonly defaults: Readonly<Record<(typeof PLAIN_DEFAULTS)[number], string>>
  /** The name of an address of the team, or options, one `name: value` a line. */
  readonly returnAddress: string
  /** Options, one `name: value` a line. */
  readonly customs: string
}

export const isGroup = (name: string): boolean => name.startsWith('-')

const lines = (text: string): string[] => text.split('\n').flatMap(line => line.trim() || [])

const optionsText = (options: Readonly<Record<string, string>>): string =>
  Object.entries(options)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')

/** Options of lines; a line without a colon is an option without a value, which the API reports. */
const optionsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    lines(text).map(line => {
      const colon = line.indexOf(':')
      return colon < 0 ? [line, ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
    }),
  )

export const NEW_MEMBER: MemberDraft = { by: 'arn', arn: '', claim: '', value: '', role: 'member' }
export const NEW_BUCKET: BucketDraft = { bucket: '', uses: BUCKET_USES }

export const draftOf = (team: Team | undefined): TeamDraft => {
  const { returnAddress = '', customs = {}, ...plain } = team?.defaults ?? {}
  return {
    members: (team?.members ?? []).map(member => ({ ...NEW_MEMBER, by: 'arn' in member ? 'arn' : 'claim', ...member })),
    keys: (team?.keys ?? []).join('\n'),
    anyBucket: (team?.buckets ?? null) === null,
    buckets: team?.buckets ?? [],
    copyLogs: team?.copyLogs ?? true,
    dailyJobs: String(team?.dailyJobs ?? ''),
    requiredTags: (team?.requiredTags ?? []).join('\n'),
    tier: team?.tier ?? '',
    defaults: { notificationEmail: '', serviceLevel: '', logBucket: '', logPrefix: '', ...plain },
    returnAddress: typeof returnAddress === 'string' ? returnAddress : optionsText(returnAddress),
    customs: optionsText(customs),
  }
}

/** What the API takes. It reads it, and reports everything that is wrong with it at once. */
export const bodyOf = (draft: TeamDraft): TeamBody => {
  const { members, keys, anyBucket, buckets, copyLogs, dailyJobs, requiredTags, tier, defaults } = draft
  const plain = Object.entries(defaults).filter(([, value]) => value.trim() !== '')
  const address = draft.returnAddress.trim()
  const customs = optionsOf(draft.customs)
  return {
    members: members.map(({ by, arn, claim, value, role }) =>
      by === 'arn' ? { arn: arn.trim(), role } : { claim: claim.trim(), value: value.trim(), role },
    ),
    keys: lines(keys),
    buckets: anyBucket ? null : buckets.map(({ bucket, uses }) => ({ bucket: bucket.trim(), uses: [...uses] })),
    copyLogs,
    // A text that is no number is sent as it is: the API names it.
    dailyJobs: dailyJobs.trim() === '' ? null : numberOf(dailyJobs),
    requiredTags: lines(requiredTags),
    ...(tier.trim() !== '' && { tier: tier.trim() }),
    defaults: {
      ...Object.fromEntries(plain.map(([name, value]) => [name, value.trim()])),
      ...(address !== '' && { returnAddress: address.includes(':') ? optionsOf(address) : address }),
      ...(Object.keys(customs).length > 0 && { customs }),
    },
  }
}

const numberOf = (text: string): number => {
  const number = Number(text.trim())
  // JSON has no NaN; -1 is refused with the same words as any number that is none of jobs.
  return Number.isFinite(number) ? number : -1
}

export type DraftField = keyof TeamDraft

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** The fields in which two drafts differ. */
export const changedFields = (before: TeamDraft, after: TeamDraft): readonly DraftField[] =>
  // Its own keys.
  (Object.keys(before) as DraftField[]).filter(field => !isSame(before[field], after[field]))

/**
 * What one has typed, on top of what someone else has saved meanwhile: a field that one has changed stays so, every other
 * one is as it was saved.
 */
export const rebased = (draft: TeamDraft, seen: TeamDraft, saved: TeamDraft): TeamDraft => ({
  ...saved,
  ...Object.fromEntries(changedFields(seen, draft).map(field => [field, draft[field]])),
})

import type { components } from '../../../../lib/client/client.ts'
import type { OptionTexts } from '../../../../lib/manifest/assist/option-texts.ts'
import { parseTree } from '../../../../lib/manifest/text/parse-tree.ts'
import { printOptions } from '../../../../lib/manifest/text/print.ts'
import type { MapNode } from '../../../../lib/manifest/text/tree.ts'
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
  /** Options as a manifest has them; the name of an address of the team may stand for the return address. */
  readonly defaults: string
}

export const isGroup = (name: string): boolean => name.startsWith('-')

const lines = (text: string): string[] => text.split('\n').flatMap(line => line.trim() || [])

/** What is left empty is left out. */
const optionsOf = ({ entries }: MapNode): OptionTexts =>
  Object.fromEntries(
    [...entries].flatMap(([name, { value }]): (readonly [string, string | OptionTexts])[] => {
      if (value.is === 'list') return []
      if (value.is === 'scalar') return value.text === '' ? [] : [[name, value.text]]
      const below = optionsOf(value)
      return Object.keys(below).length === 0 ? [] : [[name, below]]
    }),
  )

const textOf = (defaults: TeamBody['defaults'] = {}): string =>
  printOptions(defaults)
    .map(line => `${line}\n`)
    .join('')

export const NEW_MEMBER: MemberDraft = { by: 'arn', arn: '', claim: '', value: '', role: 'member' }
export const NEW_BUCKET: BucketDraft = { bucket: '', uses: BUCKET_USES }

export const draftOf = (team: Team | undefined): TeamDraft => {
  return {
    members: (team?.members ?? []).map(member => ({ ...NEW_MEMBER, by: 'arn' in member ? 'arn' : 'claim', ...member })),
    keys: (team?.keys ?? []).join('\n'),
    anyBucket: (team?.buckets ?? null) === null,
    buckets: team?.buckets ?? [],
    copyLogs: team?.copyLogs ?? true,
    dailyJobs: String(team?.dailyJobs ?? ''),
    requiredTags: (team?.requiredTags ?? []).join('\n'),
    tier: team?.tier ?? '',
    defaults: textOf(team?.defaults),
  }
}

/** What the API takes. It reads it, and reports everything that is wrong with it at once. */
export const bodyOf = (draft: TeamDraft): TeamBody => {
  const { members, keys, anyBucket, buckets, copyLogs, dailyJobs, requiredTags, tier, defaults } = draft
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
    // The API reads them, and names what is no default.
    defaults: optionsOf(parseTree(defaults).root) as NonNullable<TeamBody['defaults']>,
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

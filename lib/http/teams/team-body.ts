import * as z from 'zod/mini'
import type { OptionTexts } from '../../manifest/assist/option-texts.ts'
import { BUCKET_USES, PLAIN_TEAM, type TeamSettings } from '../../teams/team.ts'
import { jsonBody } from '../kit/bodies.ts'
import type { HttpRequest } from '../kit/exchange.ts'

const text = z.string().check(z.maxLength(2048))
const role = z.optional(z.enum(['member', 'viewer']))
const options = z.record(text, text)

const DefaultsJson = z.strictObject({
  returnAddress: z.optional(z.union([text, options])),
  customs: z.optional(options),
  notificationEmail: z.optional(text),
  serviceLevel: z.optional(text),
  logBucket: z.optional(text),
  logPrefix: z.optional(text),
})

export const TeamJson = z.strictObject({
  members: z.optional(
    z.array(z.union([z.strictObject({ arn: text, role }), z.strictObject({ claim: text, value: text, role })])),
  ),
  keys: z.optional(z.array(text)),
  buckets: z.optional(
    z.nullable(z.array(z.strictObject({ bucket: text, uses: z.optional(z.array(z.enum(BUCKET_USES))) }))),
  ),
  copyLogs: z.optional(z.boolean()),
  dailyJobs: z.optional(z.nullable(z.int().check(z.maximum(1_000_000)))),
  requiredTags: z.optional(z.array(text)),
  defaults: z.optional(DefaultsJson),
  tier: z.optional(text),
})

const MAX_TEAM_BYTES = 128 * 1024

/**
 * The body of `PUT /v1/teams/{team}`. It is the whole team: members that are left out get their defaults.
 *
 * @throws RequestError BODY_EMPTY, BODY_TOO_LARGE, JSON_MALFORMED, FIELD_INVALID, MEDIA_TYPE_UNSUPPORTED
 */
export const teamBody = (request: HttpRequest): TeamSettings => {
  const {
    members = [],
    buckets,
    dailyJobs,
    defaults = {},
    ...others
  } = jsonBody(request, TeamJson, { limit: MAX_TEAM_BYTES })
  const { keys, copyLogs, requiredTags, tier } = others
  return {
    ...PLAIN_TEAM,
    members: members.map(member => ({ ...member, role: member.role ?? 'member' })),
    ...(keys && { keys }),
    ...(buckets && {
      buckets: buckets.map(({ bucket, uses = BUCKET_USES }) => ({ bucket, uses: [...new Set(uses)] })),
    }),
    ...(copyLogs !== undefined && { copyLogs }),
    ...(typeof dailyJobs === 'number' && { dailyJobs }),
    ...(requiredTags && { requiredTags }),
    defaults: withoutUndefined(defaults),
    ...(tier !== undefined && { tier }),
  }
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

const withoutUndefined = <T extends Readonly<Record<string, string | OptionTexts | undefined>>>(
  values: T,
): Defined<T> => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T> // by the filter

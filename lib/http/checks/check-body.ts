import * as z from 'zod/mini'
import type { PutCheck } from '../../checks/manage/put-check.ts'
import { JOB_TYPES } from '../../manifest/manifest.ts'
import { manifestText, mediaTypeOf, parseJson, requireSize } from '../kit/bodies.ts'
import type { HttpRequest } from '../kit/exchange.ts'
import { RequestError } from '../kit/request-error.ts'

const Notify = z.strictObject({
  email: z.optional(z.boolean()),
  digest: z.optional(z.boolean()),
  unknownAfterMinutes: z.optional(z.int().check(z.minimum(0), z.maximum(7 * 24 * 60))),
  webhook: z.optional(z.nullable(z.strictObject({ url: z.string(), secret: z.string() }))),
})

export const CheckJson = z.strictObject({
  manifest: z.optional(z.string()),
  jobType: z.optional(z.enum(JOB_TYPES)),
  jobId: z.optional(z.string()),
  schedule: z.optional(z.string()),
  timeZone: z.optional(z.string()),
  enabled: z.optional(z.boolean()),
  notify: z.optional(Notify),
})

export type CheckBody = Omit<PutCheck, 'caller' | 'name'>

const DEFAULT_SCHEDULE = 'rate(1 day)'
const DEFAULT_ZONE = 'UTC'
const DEFAULT_UNKNOWN_MINUTES = 60

/**
 * A check's body: JSON, or the manifest itself with schedule, timeZone and enabled in the query.
 *
 * @throws RequestError BODY_EMPTY, BODY_TOO_LARGE, BODY_NOT_TEXT, JSON_MALFORMED, FIELD_INVALID, MEDIA_TYPE_UNSUPPORTED, QUERY_INVALID
 */
export const checkBody = (request: HttpRequest): CheckBody => {
  const { body } = request
  requireSize(body, 'Send the manifest as the body, or JSON with manifest or jobId.')
  const isJson = mediaTypeOf(request) === 'application/json'
  const query = checkQuery(request)
  const {
    schedule = DEFAULT_SCHEDULE,
    timeZone = DEFAULT_ZONE,
    enabled = true,
    notify = {},
    ...subject
  } = isJson ? { ...parseJson(body, CheckJson), ...query } : { manifest: manifestText(body), ...query }
  const { email = true, digest = false, unknownAfterMinutes = DEFAULT_UNKNOWN_MINUTES, webhook } = notify
  return {
    ...subject,
    schedule: { expression: schedule, timeZone },
    enabled,
    notify: { email, digest, unknownAfterMinutes, webhook },
  }
}

const Query = {
  schedule: (value: string) => ({ schedule: value }),
  timeZone: (value: string) => ({ timeZone: value }),
  enabled: (value: string) => (value === 'true' || value === 'false' ? { enabled: value === 'true' } : undefined),
  jobType: (value: string) => {
    const jobType = JOB_TYPES.find(type => type === value)
    return jobType && { jobType }
  },
} satisfies Record<string, (value: string) => Partial<z.output<typeof CheckJson>> | undefined>

/** A misspelt parameter is an error: a check that was meant to run hourly must not run daily. */
const checkQuery = ({ query }: HttpRequest): Partial<z.output<typeof CheckJson>> => {
  const found: Partial<z.output<typeof CheckJson>>[] = []
  for (const [name, values] of query) {
    const [value = ''] = values
    const read: ((value: string) => Partial<z.output<typeof CheckJson>> | undefined) | undefined = Object.hasOwn(
      Query,
      name,
    )
      ? Query[name as keyof typeof Query]
      : undefined
    const known = Object.keys(Query).join(', ')
    if (!read) {
      throw new RequestError('QUERY_INVALID', `Unknown parameter ${JSON.stringify(name)}; known: ${known}.`)
    }
    if (values.length > 1) throw new RequestError('QUERY_INVALID', `The parameter "${name}" is given more than once.`)
    const taken = read(value)
    if (!taken) {
      const takes = name === 'enabled' ? 'true or false' : 'Import or Export'
      throw new RequestError('QUERY_INVALID', `${name} must be ${takes}.`)
    }
    found.push(taken)
  }
  return Object.assign({}, ...found)
}

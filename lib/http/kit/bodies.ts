import * as z from 'zod/mini'
import { type Tagging, taggingOf } from '../../jobs/tagging.ts'
import { memberTwice } from '../../json.ts'
import { JOB_TYPES, type JobType } from '../../manifest/manifest.ts'
import { once } from '../../manifest/once.ts'
import { decodeManifest } from '../../manifest/text/decode.ts'
import { cutName } from './bounded-errors.ts'
import type { HttpRequest } from './exchange.ts'
import { expectedInstead } from './expected-instead.ts'
import { illFormed } from './ill-formed.ts'
import { whyTooMuch } from './json-size.ts'
import { JSON_TYPE, mediaTypeAmong } from './media-type.ts'
import { diagnosticPart } from './problem.ts'
import { RequestError } from './request-error.ts'

/** Enough for the largest manifest, even with every character escaped in JSON. */
const MAX_BODY_BYTES = 256 * 1024

export const MANIFEST_TYPES = ['text/plain', 'text/yaml', 'application/yaml', 'application/x-yaml']

export interface SubmitBody {
  readonly text: string
  readonly jobType?: JobType
  /** The name of an address in the team's address book. */
  readonly returnAddress?: string
  readonly validateOnly: boolean
}

const TYPE_IN_ANY_CASE: ReadonlyMap<string, JobType> = new Map(JOB_TYPES.map(type => [type.toLowerCase(), type]))

export const submitJson = once(() =>
  z.strictObject({
    manifest: z.string(),
    jobType: z.optional(z.enum(JOB_TYPES)),
    validateOnly: z.optional(z.boolean()),
  }),
)

/** The members of a submission besides its manifest. `lib/jobs/tagging.ts` has the rules for tags and description. */
const besidesManifest = () => ({
  returnAddress: z.optional(z.string()),
  tags: z.optional(z.record(z.string(), z.string())),
  description: z.optional(z.string()),
})

export const submissionJson = once(() => z.extend(submitJson(), besidesManifest()))

/**
 * A body that must be JSON.
 *
 * @param types the media types that the route reads. Default: only JSON
 * @throws RequestError BODY_EMPTY, BODY_TOO_LARGE, JSON_MALFORMED, FIELD_INVALID, MEDIA_TYPE_UNSUPPORTED
 */
export const jsonBody = <S extends z.core.$ZodType>(
  request: HttpRequest,
  schema: S,
  { limit = MAX_BODY_BYTES, types = [JSON_TYPE] }: { readonly limit?: number; readonly types?: readonly string[] } = {},
): z.output<S> => {
  mediaTypeAmong(request, types, 'JSON')
  requireSize(request.body, 'Send a JSON object as the body.', limit)
  return parseJson(request.body, schema)
}

/** @throws RequestError BODY_EMPTY, BODY_TOO_LARGE */
export const requireSize = (body: Uint8Array, whenEmpty: string, limit = MAX_BODY_BYTES) => {
  if (body.length > limit) {
    throw new RequestError(
      'BODY_TOO_LARGE',
      `The body has ${body.length} bytes; at most ${limit} are taken. Send less at once.`,
    )
  }
  if (body.length === 0) throw new RequestError('BODY_EMPTY', whenEmpty)
}

const MAX_BATCH_BYTES = 4 * 1024 * 1024
const MAX_BATCH_ITEMS = 50

export const batchJson = once(() =>
  z.strictObject({
    items: z
      .array(
        z.strictObject({
          manifest: z.string(),
          jobType: z.optional(z.enum(JOB_TYPES)),
          idempotencyKey: z.optional(z.string()),
          ...besidesManifest(),
        }),
      )
      .check(z.minLength(1), z.maxLength(MAX_BATCH_ITEMS)),
    validateOnly: z.optional(z.boolean()),
  }),
)

/**
 * A JSON body of `POST /v1/batches`.
 *
 * @throws RequestError BODY_EMPTY, BODY_TOO_LARGE, JSON_MALFORMED, FIELD_INVALID, MEDIA_TYPE_UNSUPPORTED
 */
export const batchBody = (request: HttpRequest) => jsonBody(request, batchJson(), { limit: MAX_BATCH_BYTES })

const SIGNATURE_TYPES = ['text/plain', 'application/octet-stream']

/**
 * The bytes of a body that may be a SIGNATURE file: text, not longer than any SIGNATURE file.
 *
 * @throws RequestError BODY_EMPTY, BODY_TOO_LARGE, BODY_NOT_TEXT, MEDIA_TYPE_UNSUPPORTED
 */
export const signatureBody = (request: HttpRequest): Uint8Array => {
  if (request.headers['content-type'] !== undefined)
    mediaTypeAmong(request, SIGNATURE_TYPES, 'the SIGNATURE file itself')
  requireSize(request.body, 'Send the SIGNATURE file as the body: curl --data-binary @SIGNATURE', 4096)
  manifestText(request.body)
  return request.body
}

/**
 * A body with a manifest: the manifest itself with options in the query, or JSON.
 *
 * @throws RequestError BODY_EMPTY, BODY_TOO_LARGE, BODY_NOT_TEXT, JSON_MALFORMED, FIELD_INVALID, MEDIA_TYPE_UNSUPPORTED, QUERY_INVALID
 */
export const submitBody = (request: HttpRequest): SubmitBody => bodyOf(request, submitJson)

/**
 * A submission's body: the same with the name of its return address. JSON may also have tags and a description; if they are in
 * the query or in headers, `taggingOfRequest` reads them.
 *
 * @throws RequestError as `submitBody`
 */
export const submissionBody = (request: HttpRequest): SubmitBody & Tagging => {
  const { query } = request
  const [inQuery, ...others] = query.get('returnAddress') ?? []
  const body = bodyOf(request, submissionJson, ['tag', 'description', 'returnAddress'])
  const { returnAddress = inQuery } = body
  if (others.length > 0 || (inQuery !== undefined && inQuery !== returnAddress)) {
    throw new RequestError('QUERY_INVALID', 'The parameter "returnAddress" is given more than once.')
  }
  return { ...body, ...(returnAddress !== undefined && { returnAddress }) }
}

const bodyOf = (
  request: HttpRequest,
  schema: () => z.ZodMiniType<z.output<ReturnType<typeof submissionJson>>>,
  furtherParameters: readonly string[] = [],
): SubmitBody & Tagging => {
  const mediaType = mediaTypeOf(request)
  const { body } = request
  requireSize(body, 'Send the manifest as the body, for example with: curl --data-binary @manifest.txt')
  const query = submitQuery(request, SUBMIT_SWITCHES, furtherParameters)
  if (mediaType !== JSON_TYPE) return { validateOnly: false, ...query, text: manifestText(body) }

  const { manifest, jobType, validateOnly, returnAddress, ...tagging } = parseJson(body, schema())
  return {
    validateOnly: validateOnly ?? false,
    ...(jobType && { jobType }),
    ...(returnAddress !== undefined && { returnAddress }),
    ...query,
    ...taggingOf(tagging),
    text: manifest,
  }
}

/**
 * The body of an update: the same. The query may allow another kind of manifest than the job's.
 *
 * @throws RequestError as `submitBody`
 */
export const updateBody = (request: HttpRequest): SubmitBody & { readonly allowKindChange: boolean } => {
  const { allowKindChange = false } = submitQuery(request, UPDATE_SWITCHES)
  const query = new Map([...request.query].filter(([name]) => name !== 'allowKindChange'))
  return { ...submitBody({ ...request, query }), allowKindChange }
}

/** @throws RequestError MEDIA_TYPE_UNSUPPORTED */
export const mediaTypeOf = (request: HttpRequest): string =>
  mediaTypeAmong(request, [...MANIFEST_TYPES, JSON_TYPE], 'the manifest')

const SUBMIT_SWITCHES = ['validateOnly'] as const
const UPDATE_SWITCHES = [...SUBMIT_SWITCHES, 'allowKindChange'] as const

/** A misspelt option is an error: `?validateonly=true` must not make a job. */
const submitQuery = <S extends string>(
  { query }: HttpRequest,
  switches: readonly S[],
  furtherParameters: readonly string[] = [],
): { readonly [K in S]?: boolean } & { readonly jobType?: JobType } => {
  let type: { readonly jobType?: JobType } = {}
  const result: { [K in S]?: boolean } = {}
  for (const [name, values] of query) {
    if (furtherParameters.includes(name)) continue
    const [value = ''] = values
    const known = switches.find(candidate => candidate === name)
    if (values.length > 1) throw new RequestError('QUERY_INVALID', `The parameter "${name}" is given more than once.`)
    if (known !== undefined) {
      if (value !== 'true' && value !== 'false') {
        throw new RequestError('QUERY_INVALID', `${name} must be true or false.`)
      }
      result[known] = value === 'true'
    } else if (name === 'jobType') {
      const jobType = TYPE_IN_ANY_CASE.get(value.toLowerCase())
      if (!jobType) throw new RequestError('QUERY_INVALID', 'jobType must be Import or Export.')
      type = { jobType }
    } else {
      const names = ['jobType', ...switches, ...furtherParameters].join(', ')
      throw new RequestError('QUERY_INVALID', `Unknown parameter ${JSON.stringify(name)}; known: ${names}.`)
    }
  }
  return { ...type, ...result }
}

/** @throws RequestError BODY_NOT_TEXT */
export const manifestText = (body: Uint8Array): string => {
  const { text, diagnostics } = decodeManifest(body)
  const errors = diagnostics.filter(diagnostic => diagnostic.severity === 'error')
  if (errors.length === 0) return text
  throw new RequestError('BODY_NOT_TEXT', 'The body is not a text file in UTF-8; nothing was read of it.', {
    errors: errors.map(diagnosticPart),
  })
}

/** @throws RequestError JSON_MALFORMED, FIELD_INVALID */
export const parseJson = <S extends z.core.$ZodType>(body: Uint8Array, schema: S): z.output<S> => {
  const tooMuch = whyTooMuch(body)
  if (tooMuch !== undefined) throw new RequestError('FIELD_INVALID', tooMuch)
  let text: string
  let json: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    json = JSON.parse(text)
  } catch (error) {
    throw new RequestError('JSON_MALFORMED', `The body is not JSON${whereJsonBreaks(error)}.`)
  }
  const unusable = illFormed(json) ?? twiceIn(text)
  if (unusable) {
    throw new RequestError('FIELD_INVALID', unusable.detail, { errors: [{ code: 'FIELD_INVALID', ...unusable }] })
  }
  const parsed = z.safeParse(schema, json)
  if (parsed.success) return parsed.data
  throw new RequestError(
    'FIELD_INVALID',
    'The JSON body has missing, unknown or invalid fields. Fix the entries in "errors".',
    {
      errors: parsed.error.issues.flatMap(issue => {
        const at = issue.path.map(part => `/${String(part)}`).join('')
        if (issue.code !== 'unrecognized_keys')
          return [{ code: 'FIELD_INVALID', detail: expectedInstead(issue), pointer: at }]
        return issue.keys.map(key => ({
          code: 'FIELD_UNKNOWN',
          detail: `Unknown field ${JSON.stringify(cutName(key))}.`,
          pointer: `${at}/${cutName(key)}`,
        }))
      }),
    },
  )
}

const twiceIn = (text: string) => {
  const pointer = memberTwice(text)
  return pointer === undefined
    ? undefined
    : { pointer, detail: 'This field stands here twice, and only one of the two would count. Leave one out.' }
}

/** Only the place of the error: the engine's own message quotes the body, which may contain a password. */
const whereJsonBreaks = (error: unknown) => {
  if (!(error instanceof SyntaxError)) return ': it is not UTF-8'
  const [where] = /at position \d+( \(line \d+ column \d+\))?/.exec(error.message) ?? []
  return where ? `: it breaks off ${where}` : ''
}

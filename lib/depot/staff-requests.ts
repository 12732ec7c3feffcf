import * as z from 'zod/mini'
import { jsonOf, memberTwice } from '../json.ts'
import { HERE_STAGES, type HereStage } from './job-position.ts'
import type { HerePlace } from './ports.ts'
import { ABORT_REASONS, type StaffVerb } from './staff-actions.ts'

/** One line that can be printed; what carriers and staff write down. */
const line = z.string().check(
  z.trim(),
  z.refine(text => /^[^\p{Cc}\p{Zl}\p{Zp}]{1,100}$/u.test(text), 'must be 1 to 100 characters without line ends'),
)

/** The JSON body of each step. */
export const BODIES = {
  /** `signature`: the SIGNATURE file's text, or that of the barcode. Left out: the device had none. */
  receive: z.strictObject({ signature: z.optional(z.string()) }),
  load: z.strictObject({}),
  /** `log`: what is saved as the job's log. */
  finish: z.strictObject({
    errors: z.optional(z.int().check(z.minimum(0))),
    log: z.optional(z.string()),
  }),
  abort: z.strictObject({ reason: z.enum(ABORT_REASONS) }),
  return: z.strictObject({ carrier: line, trackingNumber: line }),
} as const satisfies Readonly<Record<StaffVerb, z.ZodMiniType>>

export type StaffOrder = { [V in StaffVerb]: { readonly verb: V } & z.infer<(typeof BODIES)[V]> }[StaffVerb]

export const isStaffVerb = (verb: string): verb is StaffVerb => Object.hasOwn(BODIES, verb)

/** Reads the body of a step, or gives its error. An empty body is `{}`. */
export const readOrder = (verb: StaffVerb, body: Uint8Array): StaffOrder | string => {
  const text = textOf(body)
  const json = text === undefined ? undefined : jsonOf(text === '' ? '{}' : text)
  if (text === undefined || json === undefined) return 'The body is not JSON in UTF-8.'
  const twice = memberTwice(text)
  if (twice !== undefined) return `${twice} stands in the body twice.`
  const { success, data, error } = z.safeParse(BODIES[verb], json)
  // The verb's own schema has read it.
  if (success) return { verb, ...data } as StaffOrder
  return error.issues.map(issueText).join(' ')
}

const MOST_AT_ONCE = 1000

/** Which devices that are here the staff wants to see. */
export interface QueuePage {
  /** Default: every stage */
  readonly stage?: HereStage
  readonly limit: number
  readonly after?: HerePlace
}

/** Reads which devices the staff asks for, or gives the error. */
export const readQueuePage = (query: URLSearchParams): QueuePage | string => {
  const unknown = [...query.keys()].filter(name => !['stage', 'limit', 'since', 'jobId'].includes(name))
  if (unknown.length > 0) return `Unknown parameters: ${someOf(unknown)}.`
  const asked = query.get('stage')
  const stage = HERE_STAGES.find(known => known === asked)
  if (asked !== null && stage === undefined) return `stage must be one of ${HERE_STAGES.join(', ')}.`
  const limit = Number(query.get('limit') ?? MOST_AT_ONCE)
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_AT_ONCE) {
    return `limit must be a whole number from 1 to ${MOST_AT_ONCE}.`
  }
  const [since, jobId] = [query.get('since'), query.get('jobId')]
  if ((since === null) !== (jobId === null)) return 'since and jobId go together.'
  return {
    limit,
    ...(stage !== undefined && { stage }),
    ...(since !== null && jobId !== null && { after: { since, jobId } }),
  }
}

/** Reads the version in `If-Match: "3"`, or gives its error. `undefined`: no such header. */
export const readIfMatch = (header: string | undefined): number | undefined | string => {
  if (header === undefined || header.trim() === '*') return undefined
  const [, version] = /^\s*"(\d{1,9})"\s*$/.exec(header) ?? []
  return version === undefined ? 'If-Match takes one version of a job in quotes, such as "3".' : Number(version)
}

const MOST_NAMES = 10
const LONGEST_NAME = 100

const someOf = (names: readonly string[]): string =>
  [
    ...names.slice(0, MOST_NAMES).map(name => name.slice(0, LONGEST_NAME)),
    ...(names.length > MOST_NAMES ? [`and ${names.length - MOST_NAMES} more`] : []),
  ].join(', ')

const issueText = (issue: z.core.$ZodIssue) => {
  const at = issue.path.join('.')
  switch (issue.code) {
    case 'unrecognized_keys':
      return `Unknown fields: ${someOf(issue.keys)}.`
    case 'invalid_value':
      return `${at} must be one of ${issue.values.join(', ')}.`
    case 'invalid_type':
      return `${at || 'The body'} must be ${issue.expected === 'int' ? 'a whole number' : `of type ${issue.expected}`}.`
    case 'too_small':
      return `${at} must be at least ${issue.minimum}.`
    default:
      return `${at} ${issue.message}.`
  }
}

const textOf = (body: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return undefined
  }
}

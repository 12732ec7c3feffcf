import * as z from 'zod/mini'
import { ABORT_REASONS, type StaffVerb } from './staff-actions.ts'

/** One line that can be printed; what carriers and staff write down. */
const line = z.string().check(
  z.trim(),
  z.refine(text => /^[^\p{Cc}]{1,100}$/u.test(text), 'must be 1 to 100 characters without line ends'),
)

/** What each verb takes, as JSON. */
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

/** A verb's body as values, or what is wrong with it. An empty one is `{}`. */
export const readOrder = (verb: StaffVerb, body: Uint8Array): StaffOrder | string => {
  const json = parseJson(body)
  if (json === undefined) return 'The body is not JSON in UTF-8.'
  const { success, data, error } = z.safeParse(BODIES[verb], json)
  // The verb's own schema has read it.
  if (success) return { verb, ...data } as StaffOrder
  return error.issues.map(issueText).join(' ')
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

const parseJson = (body: Uint8Array): unknown => {
  if (body.length === 0) return {}
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}

import type * as z from 'zod/mini'

/** Zod's message for a rule without its own message. */
const NO_REASON = 'Invalid input'

/** The parts of which a value can have too many or too few. A number has none. */
const PARTS: Readonly<Record<string, string>> = { string: 'characters', array: 'entries', set: 'entries' }

/** Zod's types in words. */
const TYPES: Readonly<Record<string, string>> = {
  array: 'an array',
  object: 'an object',
  record: 'an object',
  int: 'a whole number',
  null: 'null',
}

const bound = (how: 'least' | 'most', limit: number | bigint, origin: string) => {
  const parts = PARTS[origin]
  return parts === undefined ? `This must be at ${how} ${limit}.` : `This must have at ${how} ${limit} ${parts}.`
}

/** The values that a field accepts, for an error about its value. */
export const expectedInstead = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'invalid_type') return `This must be ${TYPES[issue.expected] ?? `a ${issue.expected}`}.`
  if (issue.code === 'invalid_value') return `This must be one of ${issue.values.map(String).join(', ')}.`
  if (issue.code === 'invalid_union' && 'options' in issue && issue.options) {
    return `This must be one of ${issue.options.map(String).join(', ')}.`
  }
  if (issue.code === 'too_small') return bound('least', issue.minimum, issue.origin)
  if (issue.code === 'too_big') return bound('most', issue.maximum, issue.origin)
  if (issue.code === 'invalid_format' && issue.format === 'regex')
    return 'This must be one line, without control characters; a number has letters, digits, blanks and hyphens.'
  if (issue.code === 'custom' && issue.message !== NO_REASON) return `This ${issue.message}.`
  return 'This value is not taken here.'
}

import type * as z from 'zod/mini'

/** What zod says where a rule has no words of its own. */
const NO_REASON = 'Invalid input'

/** What a value has too many or too few of. A number is itself too large or too small. */
const PARTS: Readonly<Record<string, string>> = { string: 'characters', array: 'entries', set: 'entries' }

/** What zod calls a type, in words. */
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

/** What a field of a body takes instead of the value that it has. */
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

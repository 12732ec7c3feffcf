import { RE2JS, RE2JSException } from 're2js'

const LONGEST_PATTERN = 512

/** Why the pattern of a placeholder is invalid. `undefined`: it is valid. */
export const patternFault = (pattern: string): string | undefined => {
  if (pattern.length > LONGEST_PATTERN) return `A pattern has at most ${LONGEST_PATTERN} characters.`
  try {
    RE2JS.compile(pattern)
    return undefined
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    return 'This is not a regular expression in the syntax of RE2, which knows no look-around and no back-references.'
  }
}

/**
 * Whether a value matches a pattern as a whole. Patterns come from users: RE2 needs time linear in the value's length, whatever
 * the pattern is.
 */
export const isMatch = (pattern: string, value: string): boolean => RE2JS.matches(pattern, value)

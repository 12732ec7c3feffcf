import type { ProblemPart } from './request-error.ts'

/** The longest list of errors. In a shortened list, the last entry shows how many there are. */
export const MOST_ERRORS = 100

const LONGEST_NAME = 100
const LONGEST_POINTER = 300

/** A text of the caller, shortened so that an answer may repeat it. */
export const cutName = (text: string, longest = LONGEST_NAME): string =>
  text.length > longest ? `${text.slice(0, longest - 1).toWellFormed()}…` : text

/** A list of at most `most` errors. In a shortened list, the last entry shows how many there are. */
export const boundErrors = (errors: readonly ProblemPart[], most = MOST_ERRORS): readonly ProblemPart[] => {
  const shown = errors.length > most ? errors.slice(0, Math.max(0, most - 1)) : errors
  const bounded = shown.map(({ pointer, ...error }) => ({
    ...error,
    ...(pointer !== undefined && { pointer: cutName(pointer, LONGEST_POINTER) }),
  }))
  if (shown.length === errors.length) return bounded
  const detail = `There are ${errors.length} errors; the first ${shown.length} are listed.`
  return [...bounded, { code: 'TOO_MANY_ERRORS', detail, pointer: '' }]
}

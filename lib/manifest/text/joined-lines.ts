import type { RawDiagnostic } from '../diagnostics/raw-diagnostic.ts'

/** What stands where line ends should be, in the order in which it is looked for. */
const SEPARATORS: readonly (readonly [pattern: RegExp, sign: string])[] = [
  [/\\r\\n$/, 'a backslash with "r", another with "n",'],
  [/\\n$/, 'a backslash with "n"'],
  [/\\r$/, 'a backslash with "r"'],
  [/`r`n$|`n$/, 'a backtick with "n"'],
  [/<br ?\/?>$/i, 'an HTML tag'],
  [/;$/, 'a semicolon'],
  [/,$/, 'a comma'],
  [/\|$/, 'a bar'],
  [/\s$/, 'a blank'],
]

/** So many options on one line are not there by chance. */
const FEWEST = 3

/**
 * The options of a manifest whose lines a shell or a program has put together: one line, with several names of options each
 * before a colon.
 *
 * @param names those of top-level options that are too long to be part of a value by chance
 */
export const joinedLines = (text: string, names: readonly string[]): RawDiagnostic | undefined => {
  const line = text.trimEnd()
  if (line.includes('\n') || !line.includes(':')) return undefined

  const found = [...line.matchAll(new RegExp(`(?:${names.join('|')})["']?[ \\t]*:`, 'g'))]
  const distinct = new Set(found.map(([name]) => name.replace(/["' \t:]/g, '')))
  const second = found.find(({ index }) => index > (found[0]?.index ?? 0))
  if (distinct.size < FEWEST || !second) return undefined

  const before = line.slice(Math.max(0, second.index - 40), second.index).trimEnd()
  const behindBlanks = /\s/.test(line.charAt(second.index - 1)) ? `${before} ` : before
  const literal = SEPARATORS.find(([pattern, sign]) => sign !== 'a blank' && pattern.test(before))
  const sign = (literal ?? SEPARATORS.find(([pattern]) => pattern.test(behindBlanks)))?.[1] ?? 'nothing'
  return { code: 'LINES_JOINED', start: second.index, end: second.index, pointer: '', params: { sign }, ...fixOf(line) }
}

/** A literal `\n` that was a line end has kept the blanks behind it, so that the lines can be had back. */
const fixOf = (line: string): Pick<RawDiagnostic, 'fix'> => {
  const marks = [...line.matchAll(/(?:\\r)?\\n/g)]
  if (marks.length === 0) return {}
  const edits = marks.map(({ 0: mark, index }) => ({ start: index, end: index + mark.length, text: '\n' }))
  return { fix: { title: 'Put a line end for each backslash with "n"', edits } }
}

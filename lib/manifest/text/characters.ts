import type { RawDiagnostic } from '../diagnostics/raw-diagnostic.ts'

/** Anything but printable ASCII, tabs and line ends. Without it nothing here has to be looked for. */
const UNUSUAL = /[^\t\n\r -~]|\r(?!\n)/
/** The same for a text without CR, which takes half the time. */
const UNUSUAL_WITHOUT_RETURN = /[^\t\n -~]/

/** Whether a text has characters that must be looked at one by one. */
export const hasUnusualCharacters = (text: string): boolean =>
  (text.includes('\r') ? UNUSUAL : UNUSUAL_WITHOUT_RETURN).test(text)

/** Characters that no manifest can hold: one diagnostic for each run of equal ones, or one for all where there are many. */
export const checkCharacters = (text: string): RawDiagnostic[] => {
  const diagnostics: RawDiagnostic[] = []
  if (text.startsWith('\ufeff')) {
    const fix = { title: 'Remove the byte order mark', edits: [{ start: 0, end: 1, text: '' }] }
    diagnostics.push({ code: 'BYTE_ORDER_MARK', start: 0, end: 1, pointer: '', fix })
  }
  for (const [character, runs] of forbiddenRuns(text)) {
    const [first, ...others] = runs
    if (!first) continue
    if (runs.length > MOST_RUNS) {
      diagnostics.push(forbidden(text, character, [first], ` and in ${others.length} other places`, runs))
    } else diagnostics.push(...runs.map(run => forbidden(text, character, [run], '', [run])))
  }
  return diagnostics
}

/** More of one character have one cause. */
const MOST_RUNS = 3
const MOST_EDITS = 100

type Run = { start: number; end: number }

const forbiddenRuns = (text: string): ReadonlyMap<string, Run[]> => {
  const runs = new Map<string, Run[]>()
  // Controls but for tab and line ends; the byte order mark and the non-characters; half of a surrogate pair. Here, since what
  // Unicode says of all characters takes long to prepare.
  for (const { 0: character, index } of text.matchAll(
    /(?![\t\n\r])\p{Cc}|\r(?!\n)|[\ufeff\ufffe\uffff]|\p{Surrogate}/gu,
  )) {
    if (character === '\ufeff' && index === 0) continue
    const end = index + character.length
    const known = runs.get(character)
    const last = known?.at(-1)
    if (last?.end === index) last.end = end
    else if (known) known.push({ start: index, end })
    else runs.set(character, [{ start: index, end }])
  }
  return runs
}

const forbidden = (
  text: string,
  character: string,
  [{ start }]: readonly [Run],
  elsewhere: string,
  runs: readonly Run[],
): RawDiagnostic => {
  const place = { start, end: start + character.length, pointer: '' }
  const params = { character: characterName(text, start), elsewhere }
  const diagnostic: RawDiagnostic = { ...place, code: 'CONTROL_CHARACTER', params }
  // A mark within the text is left over from files that were joined; what any other control stands for is not known.
  if (character !== '\ufeff' || runs.length > MOST_EDITS) return diagnostic
  return { ...diagnostic, fix: { title: 'Remove the byte order mark', edits: runs.map(run => ({ ...run, text: '' })) } }
}

/** A character that cannot be shown, by its number. */
export const characterName = (text: string, offset: number) =>
  `U+${(text.codePointAt(offset) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

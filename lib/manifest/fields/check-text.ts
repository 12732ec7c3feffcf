import type { RawDiagnostic } from '../diagnostics/raw-diagnostic.ts'
import { characterName } from '../text/characters.ts'
import { invisibleIn } from '../text/invisible.ts'
import type { Scalar } from '../text/tree.ts'
import { yamlEscapes } from '../text/yaml-escape.ts'

/** The whole text, and facts about it. */
export interface Surroundings {
  readonly text: string
  /** Whether the text has such characters. If not, values are not searched for them. */
  readonly hasUnusualCharacters: boolean
}

/** The value to check. */
export interface CheckedText {
  readonly scalar: Scalar
  readonly key: string
  readonly pointer: string
  /** A secret, whose value is never shown and never fixed. */
  readonly isSecret: () => boolean
  /** Java reads the backslashes of a pattern. */
  readonly isPattern?: boolean
  /** A semicolon separates addresses, so an extra one is accepted. */
  readonly mayEndWithSemicolon?: boolean
}

/** Whether a value needs a closer look. Most do not. */
export const isWorthChecking = ({ hasUnusualCharacters }: Surroundings, { text, quoted }: Scalar): boolean =>
  hasUnusualCharacters || (quoted ? text.includes('\\') : text.includes('#') || text.endsWith(';'))

/** Warnings about a valid value that is probably a mistake. */
export const checkText = (around: Surroundings, checked: CheckedText): RawDiagnostic[] => {
  const { scalar } = checked
  const { text, quoted } = scalar
  const found: RawDiagnostic[] = []
  if (!quoted && text.includes('#')) found.push(...hash(around.text, checked))
  if (!quoted && text.length > 1 && text.endsWith(';') && !checked.mayEndWithSemicolon) found.push(semicolon(checked))
  if (quoted && !checked.isPattern && text.includes('\\')) found.push(...escapes(around.text, checked))
  if (around.hasUnusualCharacters) found.push(...invisible(around.text, checked))
  return found
}

/** `key: a #b` and `key: #b`: readers of YAML would see a comment. */
const hash = (text: string, { scalar, key, pointer }: CheckedText): RawDiagnostic[] => {
  const from = text.slice(scalar.start - 1, scalar.end).search(/[ \t]#/)
  if (from === -1) return []
  return [{ code: 'HASH_IN_VALUE', start: scalar.start + from, end: scalar.end, pointer, params: { key } }]
}

/** A loop, since a pattern would take quadratic time for a long run. */
export const withoutSemicolons = (text: string): string => {
  let end = text.length
  while (end > 0 && /[;\s]/.test(text.charAt(end - 1))) end--
  return text.slice(0, end)
}

const semicolon = ({ scalar, key, pointer, isSecret }: CheckedText): RawDiagnostic => {
  const bare = withoutSemicolons(scalar.text)
  const start = scalar.start + bare.length
  const diagnostic: RawDiagnostic = {
    code: 'TRAILING_SEMICOLON',
    severity: 'warning',
    start,
    end: scalar.end,
    pointer,
    params: { key },
  }
  return bare === '' || isSecret() ? diagnostic : { ...diagnostic, fix: removal(start, scalar.end, 'semicolon') }
}

const removal = (start: number, end: number, what: string) => ({
  title: `Remove the ${what}`,
  edits: [{ start, end, text: '' }],
})

/** Whether a character is allowed in a manifest, and visible. */
const isVisible = (character: string) => /^[^\p{C}\p{Z}\ufffd]$|^ $/u.test(character)

const escapes = (text: string, { scalar, key, pointer, isSecret }: CheckedText): RawDiagnostic[] => {
  if (text[scalar.start] !== '"') return []
  const inside = scalar.start + 1
  const found = yamlEscapes(text.slice(inside, scalar.end - 1))
  const [first] = found
  if (!first) return []

  const range = { start: inside + first.start, end: inside + first.end }
  const shown = first.character === ' ' ? 'a blank' : first.character
  const instead = isVisible(first.character)
    ? `; the character is ${shown}`
    : `; YAML reads ${characterName(first.character, 0)} there`
  const isHidden = isSecret()
  const params = isHidden
    ? { key, escape: 'a backslash', instead: '' }
    : { key, escape: text.slice(range.start, range.end), instead }
  const diagnostic: RawDiagnostic = { code: 'YAML_ESCAPE', ...range, pointer, params }
  if (isHidden || !found.every(({ character }) => isVisible(character))) return [diagnostic]
  const edits = found.map(({ start, end, character }) => ({
    start: inside + start,
    end: inside + end,
    text: character.replace(/["\\]/, '\\$&'),
  }))
  return [{ ...diagnostic, fix: { title: 'Write the characters instead of their escapes', edits } }]
}

const invisible = (text: string, { scalar, key, pointer, isSecret }: CheckedText): RawDiagnostic[] => {
  const start = scalar.quoted ? scalar.start + 1 : scalar.start
  const end = scalar.quoted ? scalar.end - 1 : scalar.end
  const found = invisibleIn(text.slice(start, end)).map(stretch => ({
    start: start + stretch.start,
    end: start + stretch.end,
  }))
  const [first] = found
  if (!first) return []
  const others = found.length - 1
  const params = {
    key,
    character: characterName(text, first.start),
    elsewhere: others === 0 ? '' : `, and ${others} more`,
  }
  const diagnostic: RawDiagnostic = { code: 'INVISIBLE_CHARACTER', ...first, pointer, params }
  if (found.length > 100 || isSecret()) return [diagnostic]
  const edits = found.map(stretch => ({ ...stretch, text: '' }))
  return [{ ...diagnostic, fix: { title: 'Remove what is invisible', edits } }]
}

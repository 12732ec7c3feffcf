import { skipBlanks } from '../text/lines.ts'
import { isSecretName, PIN_WORD, SECRET_WORD } from './secret-names.ts'
import { secretInProse } from './secrets-in-prose.ts'

/** An unfilled placeholder on purpose: a redacted manifest is refused rather than sent with a wrong password. */
const REDACTED = '[redacted]'

/** Between a name and its value, wherever the pair stands: quotes, blanks, then a sign; plain, escaped or URL-encoded. */
const SEPARATOR = String.raw`(?:[\\"'\s\u2018-\u201f]|%(?:25)*2[027])*(?:[:=>\uff1a]|%(?:25)*3[ad])`
const PAIR_ANYWHERE = new RegExp(`(?:${SECRET_WORD})${SEPARATOR}[^\\S\\r\\n]*`, 'iu')
const PIN_ANYWHERE = new RegExp(`${PIN_WORD}${SEPARATOR.replaceAll('[ad]', '[adAD]')}[^\\S\\r\\n]*`, 'u')
/** Each of the patterns of a pair needs one of these, and most lines have none. */
const MAY_NAME_SECRET = /true|pass|pin|secret|key|token|code|pw|credential/iu
const LEADING_SIGNS = /^[ \t]*(?:[-?#{,][ \t]*)*/
const NO_SEPARATOR = new RegExp(`^[ \\t]*(?:-[ \\t]+)?["']?(?:${SECRET_WORD})\\b["']?[ \\t]+`, 'iu')
const LONGEST_NAME = 80
const ENCODED_END = /%(?:25)*0[ad]|&/i
const LOOKS_LIKE_OPTION = /^[ \t]*(?:-[ \t]+)?["']?[a-z][\w.-]*["']?[ \t]*:/i

/** Where a secret's value begins in a line, and the column of its name. */
interface Secret {
  readonly at: number
  readonly column: number
  /** URL-encoded: the value ends where an encoded line does. */
  readonly isEncoded: boolean
}

/** A secret whose value may go on in the lines below. */
interface Open {
  readonly column: number
  readonly isEmpty: boolean
}

/** A text without its secrets, and what was hidden of it: the rest of a line each, as it stood. */
export interface Redaction {
  readonly text: string
  readonly hidden: readonly string[]
}

/**
 * The same text, line by line, with `[redacted]` in place of every secret value: `trueCryptPassword`, `pinCode`, and
 * every value whose name means password, PIN or secret key, in any spelling, quoting, nesting and encoding, also in
 * comments and in text that is not a manifest. Rather too much than too little: what follows the name is hidden to the end of
 * its line, and so are lines that continue it.
 */
export const redact = (text: string): string => redaction(text).text

/** The same, with what was hidden. */
export const redaction = (text: string): Redaction => {
  const hidden: string[] = []
  let open: Open | undefined
  const lines = text.split('\n').map(whole => {
    const line = whole.endsWith('\r') ? whole.slice(0, -1) : whole
    const lineEnd = whole.slice(line.length)
    const secret = findSecret(line)
    if (secret) {
      const value = line.slice(secret.at).trim()
      open = { column: secret.column, isEmpty: value === '' || /^[|>#&!-]/.test(value) }
      return hideSecrets(line, secret, hidden) + lineEnd
    }
    const column = line.search(/\S/)
    if (!open || column === -1) return whole
    if (!continues(line, column, open)) {
      open = undefined
      return whole
    }
    hidden.push(line.slice(column))
    return line.slice(0, column) + REDACTED + lineEnd
  })
  return { text: lines.join('\n'), hidden }
}

/** Below a name without a value everything deeper is its value; below one with a value, only what is not an option. */
const continues = (line: string, column: number, { column: ofName, isEmpty }: Open): boolean => {
  if (isEmpty && column > ofName) return true
  return !LOOKS_LIKE_OPTION.test(line) && line[column] !== '#'
}

const findSecret = (line: string): Secret | undefined => {
  const separator = line.search(/[:=\uff1a]/)
  const column = LEADING_SIGNS.exec(line)?.[0].length ?? 0
  if (separator > column && separator - column <= LONGEST_NAME && isSecretName(line.slice(column, separator))) {
    return { at: skipBlanks(line, separator + 1, line.length), column, isEncoded: false }
  }
  if (!MAY_NAME_SECRET.test(line)) return undefined
  const pair =
    earlier(PAIR_ANYWHERE.exec(line), PIN_ANYWHERE.exec(line)) ?? NO_SEPARATOR.exec(line) ?? secretInProse(line)
  if (!pair) return undefined
  const [match] = pair
  return { at: pair.index + match.length, column: line.search(/\S/), isEncoded: /%(?:25)*3[ad]$/i.test(match) }
}

const earlier = (a: RegExpExecArray | null, b: RegExpExecArray | null) =>
  a && b ? (a.index <= b.index ? a : b) : (a ?? b)

/** Hides a value up to the end of its line; what follows an encoded line end is looked at anew. */
const hideSecrets = (line: string, first: Secret, hidden: string[]): string => {
  let shown = ''
  let rest = line
  let secret: Secret | undefined = first
  while (secret) {
    const value = rest.slice(secret.at)
    const end = secret.isEncoded ? value.search(ENCODED_END) : -1
    if (value.trim() !== '') hidden.push(end === -1 ? value : value.slice(0, end))
    shown += rest.slice(0, secret.at) + (value.trim() === '' ? value : REDACTED)
    rest = end === -1 ? '' : value.slice(end)
    secret = findSecret(rest)
  }
  return shown + rest
}

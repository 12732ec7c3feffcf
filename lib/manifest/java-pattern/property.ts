import { isBlock } from './block-names.ts'
import { PatternRefused } from './mistake.ts'
import type { PatternReader } from './pattern-reader.ts'
import { isScript } from './script-names.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** General categories, the classes of POSIX for ASCII, and the methods of java.lang.Character. */
const PROPERTIES = words(
  [
    'Cn Lu Ll Lt Lm Lo Mn Me Mc Nd Nl No Zs Zl Zp Cc Cf Co Cs Pd Ps Pe Pc Po Sm Sc Sk So Pi Pf L M N Z C P S LC LD L1 all',
    'ASCII Alnum Alpha Blank Cntrl Digit Graph Lower Print Punct Space Upper XDigit',
    'javaLowerCase javaUpperCase javaAlphabetic javaIdeographic javaTitleCase javaDigit javaDefined javaLetter',
    'javaLetterOrDigit javaJavaIdentifierStart javaJavaIdentifierPart javaUnicodeIdentifierStart',
    'javaUnicodeIdentifierPart javaIdentifierIgnorable javaSpaceChar javaWhitespace javaISOControl javaMirrored',
  ].join(' '),
)

/** Behind `Is`, in any spelling. */
const UNICODE_PROPERTIES = words(
  'ALPHABETIC ASSIGNED CONTROL HEXDIGIT HEX_DIGIT IDEOGRAPHIC JOINCONTROL JOIN_CONTROL LETTER LOWERCASE ' +
    'NONCHARACTERCODEPOINT NONCHARACTER_CODE_POINT TITLECASE PUNCTUATION UPPERCASE WHITESPACE WHITE_SPACE WORD',
)

/** Behind `Is`, and alone with the flag `U`, in any spelling. */
const POSIX = words('ALPHA LOWER UPPER SPACE PUNCT XDIGIT ALNUM CNTRL DIGIT BLANK GRAPH PRINT')

/** From the name before "=" to the names that may stand behind it. */
const ASSIGNED: ReadonlyMap<string, (value: string) => boolean> = new Map([
  ['sc', isScript],
  ['script', isScript],
  ['blk', isBlock],
  ['block', isBlock],
  ['gc', (value: string) => PROPERTIES.has(value)],
  ['general_category', (value: string) => PROPERTIES.has(value)],
])

/** Reads what follows `\p` or `\P`: one letter, or a name in braces. */
export const readProperty = (reader: PatternReader): void => {
  const isBraced = reader.peek() === OPENING_BRACE
  if (isBraced) reader.next()
  const start = reader.cursor
  if (isBraced) {
    while (reader.peek() !== CLOSING_BRACE) {
      if (reader.isAtEnd()) throw new PatternRefused('propertyNotClosed', reader.offsetOf(start))
      reader.cursor++
    }
    if (start === reader.cursor) throw new PatternRefused('propertyEmpty', reader.offsetOf(start))
  } else reader.cursor++
  const name = reader.charactersBetween(start, reader.cursor)
  if (!isProperty(name, reader.flags.unicodeClasses)) {
    throw new PatternRefused('propertyUnknown', reader.offsetOf(start), name)
  }
  if (isBraced) reader.cursor++
}

const OPENING_BRACE = 0x7b
const CLOSING_BRACE = 0x7d

const isProperty = (name: string, hasUnicodeClasses: boolean): boolean => {
  const equals = name.indexOf('=')
  if (equals !== -1) return ASSIGNED.get(name.slice(0, equals).toLowerCase())?.(name.slice(equals + 1)) ?? false
  if (name.startsWith('In')) return isBlock(name.slice(2))
  if (!name.startsWith('Is')) return (hasUnicodeClasses && POSIX.has(name.toUpperCase())) || PROPERTIES.has(name)

  const property = name.slice(2)
  const upper = property.toUpperCase()
  return UNICODE_PROPERTIES.has(upper) || POSIX.has(upper) || PROPERTIES.has(property) || isScript(property)
}

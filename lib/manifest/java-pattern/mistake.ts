/** What is not right with a pattern, in the order in which the grammar meets it. */
export type MistakeName = keyof typeof SENTENCES

/** The first thing that Java refuses in a pattern. */
export interface Mistake {
  readonly name: MistakeName
  /** Where it is: an offset into the pattern, in UTF-16 units. */
  readonly at: number
  /** What was found there. */
  readonly found: string
}

/** Every mistake in words that follow "The regular expression is not valid:"; `{found}` is what stands there. */
const SENTENCES = {
  backreferenceForm: '"\\k" needs the name of a group behind it, as in \\k<name>',
  backreferenceUnknown: 'no group before it has the name "{found}"',
  characterName: '"\\N" needs the name of a character behind it, as in \\N{SPACE}',
  classNotClosed: 'the "[" is not closed',
  controlEscape: '"\\c" needs a character behind it',
  escapeUnknown: '"\\{found}" means nothing in Java',
  flagUnknown: '"(?" does not go on with ":", "=", "!", ">", "<" or one of the flags i, d, m, s, u, x, U',
  groupNameNotClosed: 'the name of a group has letters and digits only and ends with ">"',
  groupNameStart: 'the name of a group begins with a letter from A to Z',
  groupNameTwice: 'two groups have the name "{found}"',
  groupNotClosed: 'the "(" is not closed',
  groupNotOpened: 'the ")" has no "(" before it',
  hexEscape: '"\\x" needs two hexadecimal digits behind it, or more of them in braces',
  hexNotClosed: 'the "\\x{" is not closed',
  hexTooBig: 'no character has a number above 10FFFF',
  intersectionEmpty: '"&&" has nothing on either side',
  lookbehindLength: 'Java must know how long the text is that a look-behind can find',
  nothingToRepeat: '"{found}" has nothing before it to repeat',
  octalEscape: '"\\0" needs one to three octal digits behind it',
  propertyEmpty: '"\\p{}" names no property',
  propertyNotClosed: 'the "\\p{" is not closed',
  propertyUnknown: 'Java knows no character property with the name "{found}"',
  rangeBackwards: 'the range "{found}" runs backwards',
  repetitionBackwards: 'a repetition needs its smaller number first',
  repetitionForm: '"{" begins a repetition such as {2} or {2,5}; the character itself is \\{',
  repetitionNotClosed: 'the repetition is not closed: after its numbers comes "}"',
  repetitionTooBig: 'the number of repetitions is above 2147483647',
  trailingBackslash: 'a single "\\" ends it',
  unicodeEscape: '"\\u" needs four hexadecimal digits behind it',
} as const satisfies Record<string, string>

/** A mistake as the end of a sentence. */
export const mistakeText = ({ name, found }: Mistake): string => SENTENCES[name].replace('{found}', () => found)

/** Thrown within this folder only: the parser stops at the first mistake. */
export class PatternRefused extends Error {
  readonly mistake: Mistake

  constructor(name: MistakeName, at: number, found = '') {
    super(name)
    this.mistake = { name, at, found }
  }
}

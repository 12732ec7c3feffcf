import { SECRET_WORD } from './secret-names.ts'

/** How a sentence goes on that speaks about a secret and does not say it: `the password is set by the operator`. */
const NO_VALUE = `(?:${[
  'not|never|no|missing|empty|set|needed|required|optional|protected|protection|safe|secret|secure|private|correct|wrong|ready',
  'here|below|above|again|once|twice|too|well|only',
  'as|is|was|are|of|for|from|on|in|at|and|or|to|by|with|if|when|unless|see',
  'the|an?|it|this|that|your|its',
  'must|should|shall|can|may|will|has|have|do|does',
  'kept|stored|printed|written|given|sent|left',
  'manager|policy|file|option|field|line|device|pad|entry',
  String.raw`\w+ly`,
  '[-\u2013\u2014]',
].join('|')})(?![\\w-])`

/** One word to the end of the line, or one that has a digit, a sign or a capital inside: what a sentence does not look like. */
const VALUE = String.raw`(?:\S+[ \t]*$|["'\u2018-\u201f]|\S*[\d@#$%^&*+=_~]|[A-Za-z]+[a-z][A-Z])`

/** What stands between the name and its value. */
const BETWEEN = [
  String.raw`[ \t]+(?:is|was|are|being|equals)[ \t]+(?!${NO_VALUE})`,
  String.raw`[ \t]*(?:->|\u2192)[ \t]*`,
  // The exact name of an option: everything that follows is meant as its value.
  String.raw`(?<=trueCryptPassword|pinCode)[ \t]+(?!${NO_VALUE})`,
  String.raw`[ \t]+(?!${NO_VALUE})(?=${VALUE})`,
].join('|')

const IN_PROSE = new RegExp(`(?:${SECRET_WORD}|(?<![a-z])pin(?![a-z]))["'\u2018-\u201f]?(?:${BETWEEN})`, 'iu')
const COMMENT = /^[ \t]*(?:#|\/\/)|[ \t]#/

/** A secret in a comment without a sign between its name and its value: `# the pinCode is 4711`. The match ends before the value. */
export const secretInProse = (line: string): RegExpExecArray | null => (COMMENT.test(line) ? IN_PROSE.exec(line) : null)

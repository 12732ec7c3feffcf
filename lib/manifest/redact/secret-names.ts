import { distance } from '../fields/spelling.ts'

/** What the name of a secret contains, as the source of a regular expression; blanks, dashes and such may split it. */
export const SECRET_WORD = [
  String.raw`true[\s_-]{0,3}crypt[\s_-]{0,3}\w{0,24}`,
  String.raw`pass[\s_-]{0,3}(?:word|wort|wd|phrase|code)`,
  String.raw`pin[\s_-]{0,3}(?:code|number)`,
  String.raw`secret[\s_-]{0,3}(?:access[\s_-]{0,3})?key`,
  String.raw`private[\s_-]{0,3}key`,
].join('|')

const CONTAINS_SECRET_WORD = new RegExp(SECRET_WORD, 'i')

/** The secret options' names, with the number of slips that still count as meant. */
const SECRET_OPTIONS = [
  ['truecryptpassword', 4],
  ['pincode', 1],
] as const

/** Whether something so called is kept secret, whatever its spelling. */
export const isSecretName = (name: string): boolean => {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  if (plain === 'pin' || plain === 'secret' || CONTAINS_SECRET_WORD.test(plain)) return true
  return SECRET_OPTIONS.some(
    ([option, slips]) => Math.abs(plain.length - option.length) <= slips && distance(plain, option) <= slips,
  )
}

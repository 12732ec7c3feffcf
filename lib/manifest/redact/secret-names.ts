import { distance } from '../fields/spelling.ts'

/** What the name of a secret contains, as the source of a regular expression; blanks, dashes and such may split it. */
export const SECRET_WORD = [
  String.raw`true[\s_-]{0,3}crypt[\s_-]{0,3}\w{0,24}`,
  String.raw`pass[\s_-]{0,3}(?:word|wort|wd|phrase|code)s?`,
  String.raw`pin[\s_-]{0,3}(?:code|number)`,
  String.raw`secret(?:[\s_-]{0,3}access)?(?:[\s_-]{0,3}key)?s?(?![a-z])`,
  String.raw`(?:private|encryption|decryption|recovery|unlock|master|api)[\s_-]{0,3}key`,
  String.raw`(?:session|security|access|auth|bearer)[\s_-]{0,3}token`,
  String.raw`(?:unlock|security|access|entry)[\s_-]{0,3}code`,
  'pwd|(?<![a-z])pw(?![a-z])',
  'credentials?',
].join('|')

/**
 * A PIN as a word, or as a part that its capitals or digits set apart (`devicePIN`, `aegisPin`, `DRIVE_PIN_2`). Case shows
 * it from `shipping`, so this stands without the flag `i`.
 */
export const PIN_WORD = String.raw`(?:(?<![A-Za-z])[Pp][Ii][Nn]|(?<=[a-z\d])P(?:in|IN))[Ss]?(?:[ _-]?\d{1,2})?(?![a-z])`

const CONTAINS_SECRET_WORD = new RegExp(SECRET_WORD, 'i')
const CONTAINS_PIN = new RegExp(PIN_WORD, 'g')

/** Where `pin` is a verb, it has an object: `pin the label to the box`. */
const OF_A_VERB = /^\s+(?:the|it|this|that|these|an?|your|its|down|up|on|to)\b/

/** The secret options' names, with the number of slips that still count as meant. */
const SECRET_OPTIONS = [
  ['truecryptpassword', 4],
  ['pincode', 1],
] as const

/** In one word that ends with it and is not an English word: `drivepin`. */
const ENDS_WITH_PIN = /^[a-z\d_-]*(?<!s|air|ing|inch|ynch|nder|ush|hat|op)pins?\d{0,2}$/i
const ENDS_WITH_PASS = /^(?:[\w-]*[a-z_-])?(?:P|(?<![a-z])p)ass$/

/** Whether a name, in any spelling, means a secret. */
export const isSecretName = (name: string): boolean => {
  const before = known.get(name)
  if (before !== undefined) return before
  const answer = meansSecret(name)
  if (!ORDINARY.test(name)) return answer
  // Texts choose names, so they must not fill the memory.
  if (known.size === MOST_KNOWN) known.clear()
  known.set(name, answer)
  return answer
}

/** Every line of every manifest asks, and almost always for the name of an option. */
const known = new Map<string, boolean>()
const MOST_KNOWN = 500
const ORDINARY = /^[A-Za-z]{1,40}\d?$/

const meansSecret = (name: string): boolean => {
  const text = name.normalize('NFKC').trim()
  const plain = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  if (CONTAINS_SECRET_WORD.test(text) || CONTAINS_SECRET_WORD.test(plain)) return true
  if (ENDS_WITH_PIN.test(text) || ENDS_WITH_PASS.test(text) || namesPin(text)) return true
  return SECRET_OPTIONS.some(
    ([option, slips]) => Math.abs(plain.length - option.length) <= slips && distance(plain, option) <= slips,
  )
}

const namesPin = (text: string) =>
  [...text.matchAll(CONTAINS_PIN)].some(
    ({ 0: word, index }) => word === 'PIN' || !OF_A_VERB.test(text.slice(index + word.length)),
  )

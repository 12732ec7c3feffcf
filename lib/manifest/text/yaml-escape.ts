/** One escape that YAML has and a manifest does not. Offsets into the text that was given. */
export interface YamlEscape {
  readonly start: number
  readonly end: number
  /** What YAML reads there; U+FFFD if its number is not a character's. */
  readonly character: string
}

const SINGLE: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '/': '/',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}

const ESCAPE =
  /\\(?:(["\\])|x([0-9A-Fa-f]{2})|((?:u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}))|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0abtnvfre /N_LP]))/g

/** The escapes of YAML 1.2 in the inside of double quotes, but for `\"` and `\\`, which a manifest has too. */
export const yamlEscapes = (inside: string): YamlEscape[] =>
  [...inside.matchAll(ESCAPE)].flatMap(
    ({ 0: written, 1: plain, 2: byte, 3: pair, 4: four, 5: eight, 6: letter, index }) => {
      if (plain !== undefined) return []
      const range = { start: index, end: index + written.length }
      if (letter !== undefined) return [{ ...range, character: SINGLE[letter] ?? '\ufffd' }]
      if (pair !== undefined) {
        const [high = '', low = ''] = pair.split('\\').map(unit => unit.slice(1))
        return [{ ...range, character: String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16)) }]
      }
      const code = Number.parseInt(byte ?? four ?? eight ?? '', 16)
      return [{ ...range, character: code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd' }]
    },
  )

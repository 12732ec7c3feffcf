/** The value of a JSON text. `undefined`: the text is not JSON (no JSON text has this value). */
export const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a value of JSON has members. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a value of JSON is a list of texts. */
export const isTextList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string')

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c

/** An object or list whose end has not been read yet. */
interface Open {
  /** The names that the object has had so far; `undefined`: this is a list. */
  readonly names: Set<string> | undefined
  /** The name or index (from 0) of the value that is read now. */
  at: string | number
}

/**
 * The first member that an object of a JSON text has twice, as a JSON Pointer. `JSON.parse` silently takes the last one, and
 * another reader may take the first (RFC 8259, section 4).
 *
 * @param text a JSON text; for any other text the result has no meaning
 */
export const memberTwice = (text: string): string | undefined => {
  const open: Open[] = []
  let quoted = ''
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    const here = open.at(-1)
    if (code === QUOTE) {
      const start = index++
      for (; index < text.length && text.charCodeAt(index) !== QUOTE; index++) {
        if (text.charCodeAt(index) === BACKSLASH) index++
      }
      quoted = text.slice(start, index + 1)
    } else if (code === COLON && here?.names) {
      here.at = String(jsonOf(quoted))
      if (here.names.has(here.at)) return pointerTo(open)
      here.names.add(here.at)
    } else if (code === COMMA && here && typeof here.at === 'number') here.at++
    else if (OPENS_OBJECT.has(code)) open.push({ names: new Set(), at: '' })
    else if (OPENS_LIST.has(code)) open.push({ names: undefined, at: 0 })
    else if (CLOSES.has(code)) open.pop()
  }
  return undefined
}

const codesOf = (text: string) => new Set([...text].map(character => character.charCodeAt(0)))
const OPENS_OBJECT = codesOf('{')
const OPENS_LIST = codesOf('[')
const CLOSES = codesOf('}]')

const pointerTo = (open: readonly Open[]) =>
  open.map(({ at }) => `/${String(at).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

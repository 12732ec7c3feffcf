/** Far more values than any valid body has. The limit of the depth is as generous. */
const MOST_VALUES = 10_000
const DEEPEST = 20

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPENS = new Set([0x5b, 0x7b])
const CLOSES = new Set([0x5d, 0x7d])

/**
 * Why a JSON text is too large to parse; `undefined`: it is not. Four megabytes of brackets or names block the parser, and so
 * all other requests, for a second. Counting them takes a hundredth of that.
 */
export const whyTooMuch = (bytes: Uint8Array): string | undefined => {
  let values = 1
  let depth = 0
  let isText = false
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0
    if (isText) {
      if (byte === BACKSLASH) index++
      else if (byte === QUOTE) isText = false
    } else if (byte === QUOTE) isText = true
    else if (byte === COMMA) values++
    else if (OPENS.has(byte)) {
      values++
      depth++
    } else if (CLOSES.has(byte)) depth--
    if (values > MOST_VALUES) return `The JSON body has more than ${MOST_VALUES} values.`
    if (depth > DEEPEST) return `The JSON body nests deeper than ${DEEPEST} levels.`
  }
  return undefined
}

import { rfc3986 } from './form.ts'

const PERCENT = 0x25
const AMPERSAND = 0x26
const EQUALS = 0x3d
const MOST_ASCII = 0x7f
const HEX = Buffer.from('0123456789ABCDEF')

const LONGEST = 3
/** An entry of the table has the length of its text in its highest byte. */
const LENGTH_SHIFT = 24
/**
 * The encoded text of each byte, in memory order, and its length: the byte itself (RFC 3986, section 2.3), or `%` and two digits.
 * Since the table has the length, the loop over a text has no branches.
 */
const ENCODED = Uint32Array.from({ length: 256 }, (_, byte) =>
  /[\w.~-]/.test(String.fromCharCode(byte))
    ? byte | (1 << LENGTH_SHIFT)
    : PERCENT | ((HEX[byte >> 4] ?? 0) << 8) | ((HEX[byte & 0xf] ?? 0) << 16) | (LONGEST << LENGTH_SHIFT),
)
/** Each entry is written whole; the next one overwrites its unused bytes. */
const ENTRY_BYTES = 4

/** From this length in UTF-16 units, a text is encoded faster from its bytes. */
const LONG = 128
/** A form with a value of more UTF-16 units is rare, and is encoded in a slower way. */
const MOST_UNITS = 16_384
const MOST_BYTES = MOST_UNITS * 3
/** A UTF-16 unit has at most three bytes, and each of them at most three characters in a form. */
const MOST_FOR_A_UNIT = 9

/**
 * The buffers for the UTF-8 text and for the form. All calls share them, since each has read them before it ends. They are never
 * replaced, since V8 then needs only two thirds of the time.
 */
const SOURCE = Buffer.alloc(MOST_BYTES)
const MOST_FORM_BYTES = MOST_UNITS * MOST_FOR_A_UNIT
const FORM = Buffer.alloc(MOST_FORM_BYTES + ENTRY_BYTES)
const FORM_VIEW = new DataView(FORM.buffer, FORM.byteOffset, FORM.byteLength)

/** Parameters in the order of the form: `values[i]` belongs to `names[i]`. */
export interface Pairs {
  readonly names: readonly string[]
  readonly values: readonly string[]
}

/**
 * A head, followed by parameters as a percent-encoded form.
 *
 * @returns bytes that are valid until the next call
 */
export const formBytes = (head: string, pairs: Pairs): Buffer => {
  const { names, values } = pairs
  if (head.length > MOST_UNITS) return longForm(head, pairs)
  const start = FORM.write(head, 'utf8')
  let at = start
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? ''
    const value = values[index] ?? ''
    if (!hasRoom(at, name, value)) return longForm(head, pairs)
    if (at > start) FORM[at++] = AMPERSAND
    at = encode(name, at)
    FORM[at++] = EQUALS
    at = encode(value, at)
  }
  return FORM.subarray(0, at)
}

const longForm = (head: string, { names, values }: Pairs): Buffer =>
  Buffer.from(head + names.map((name, index) => `${rfc3986(name)}=${rfc3986(values[index] ?? '')}`).join('&'))

const hasRoom = (at: number, name: string, value: string) => {
  const units = name.length + value.length + 2
  return units <= MOST_UNITS && at + units * MOST_FOR_A_UNIT <= MOST_FORM_BYTES
}

/**
 * The same form with one more parameter at its end, as the text to send.
 *
 * @param bytes the result of the last `formBytes`
 * @param from where the form begins in the bytes
 */
export const formText = (bytes: Buffer, from: number, name: string, value: string): string => {
  if (bytes.buffer !== FORM.buffer || !hasRoom(bytes.length, name, value)) {
    return `${bytes.toString('latin1', from)}&${rfc3986(name)}=${rfc3986(value)}`
  }
  let at = bytes.length
  FORM[at++] = AMPERSAND
  at = encode(name, at)
  FORM[at++] = EQUALS
  return FORM.toString('latin1', from, encode(value, at))
}

/** @returns where the next text begins */
const encode = (text: string, from: number): number => {
  if (text.length >= LONG) return encodeBytes(text, from)
  let at = from
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit > MOST_ASCII) return encodeBytes(text, from)
    at = put(unit, at)
  }
  return at
}

const encodeBytes = (text: string, from: number): number => {
  const length = SOURCE.write(text, 'utf8')
  let at = from
  for (let index = 0; index < length; index++) at = put(SOURCE[index] ?? 0, at)
  return at
}

const put = (byte: number, at: number): number => {
  const encoded = ENCODED[byte] ?? 0
  FORM_VIEW.setUint32(at, encoded, true)
  return at + (encoded >>> LENGTH_SHIFT)
}

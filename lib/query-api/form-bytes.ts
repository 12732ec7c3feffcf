import { rfc3986 } from './form.ts'

const PERCENT = 0x25
const AMPERSAND = 0x26
const EQUALS = 0x3d
const MOST_ASCII = 0x7f
const HEX = Buffer.from('0123456789ABCDEF')

/** By byte: what stands for it, in the order of memory. Itself (RFC 3986, section 2.3), or `%` and two digits. */
const ENCODED = Uint32Array.from({ length: 256 }, (_, byte) =>
  /[\w.~-]/.test(String.fromCharCode(byte))
    ? byte
    : PERCENT | ((HEX[byte >> 4] ?? 0) << 8) | ((HEX[byte & 0xf] ?? 0) << 16),
)
const LONGEST = 3
/** The table's entries are written whole; the next one overwrites what is not needed. */
const ENTRY_BYTES = 4

/** A text of so many UTF-16 units is sooner encoded from its bytes. */
const LONG = 128
/** A form of more UTF-16 units is rare, and is encoded the slow way. */
const MOST_UNITS = 16_384
const MOST_BYTES = MOST_UNITS * 3

/**
 * Where a text is written as UTF-8, and where the form is. They are used again, since no call ends before it has read them,
 * and never change, since V8 reads and writes memory that it knows in two thirds of the time.
 */
const SOURCE = Buffer.alloc(MOST_BYTES)
const FORM = Buffer.alloc(MOST_BYTES * LONGEST + ENTRY_BYTES)
const FORM_VIEW = new DataView(FORM.buffer, FORM.byteOffset, FORM.byteLength)

export type NamedValue = readonly [name: string, value: string]

/**
 * A head as it is, and parameters behind it as a form, percent-encoded by table.
 *
 * @returns bytes that are good until the next call
 */
export const formBytes = (head: string, parameters: readonly NamedValue[]): Buffer => {
  let units = head.length
  for (const [name, value] of parameters) units += name.length + value.length + 2
  if (units > MOST_UNITS) {
    return Buffer.from(head + parameters.map(([name, value]) => `${rfc3986(name)}=${rfc3986(value)}`).join('&'))
  }
  const start = FORM.write(head, 'utf8')
  let at = start
  for (const [name, value] of parameters) {
    if (at > start) FORM[at++] = AMPERSAND
    at = encode(name, at)
    FORM[at++] = EQUALS
    at = encode(value, at)
  }
  return FORM.subarray(0, at)
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
  return at + (encoded > 0xff ? LONGEST : 1)
}

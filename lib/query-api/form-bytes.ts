import { rfc3986 } from './form.ts'

const PERCENT = 0x25
const AMPERSAND = 0x26
const EQUALS = 0x3d
const MOST_ASCII = 0x7f
const HEX = Buffer.from('0123456789ABCDEF')

const LONGEST = 3
/** Where an entry of the table has the length of what stands for its byte: behind that. */
const LENGTH_SHIFT = 24
/**
 * By byte: what stands for it, in the order of memory, and how long that is. Itself (RFC 3986, section 2.3), or `%` and two
 * digits. With the length in the table there is nothing to decide for each byte of a text.
 */
const ENCODED = Uint32Array.from({ length: 256 }, (_, byte) =>
  /[\w.~-]/.test(String.fromCharCode(byte))
    ? byte | (1 << LENGTH_SHIFT)
    : PERCENT | ((HEX[byte >> 4] ?? 0) << 8) | ((HEX[byte & 0xf] ?? 0) << 16) | (LONGEST << LENGTH_SHIFT),
)
/** The table's entries are written whole; the next one overwrites what is not needed. */
const ENTRY_BYTES = 4

/** A text of so many UTF-16 units is sooner encoded from its bytes. */
const LONG = 128
/** A value of more UTF-16 units is rare, and its form is encoded the slow way. */
const MOST_UNITS = 16_384
const MOST_BYTES = MOST_UNITS * 3
/** A UTF-16 unit has three bytes at the most, each of which has three in a form. */
const MOST_FOR_A_UNIT = 9

/**
 * Where a text is written as UTF-8, and where the form is. They are used again, since no call ends before it has read them,
 * and never change, since V8 reads and writes memory that it knows in two thirds of the time.
 */
const SOURCE = Buffer.alloc(MOST_BYTES)
const MOST_FORM_BYTES = MOST_UNITS * MOST_FOR_A_UNIT
const FORM = Buffer.alloc(MOST_FORM_BYTES + ENTRY_BYTES)
const FORM_VIEW = new DataView(FORM.buffer, FORM.byteOffset, FORM.byteLength)

/** Parameters in the order of a form: the value of each name has its place. */
export interface Pairs {
  readonly names: readonly string[]
  readonly values: readonly string[]
}

/**
 * A head as it is, and parameters behind it as a form, percent-encoded by table.
 *
 * @returns bytes that are good until the next call
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
 * The same form with one parameter more behind it, as the text that is sent.
 *
 * @param bytes what `formBytes` gave last
 * @param from where the form begins in them
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

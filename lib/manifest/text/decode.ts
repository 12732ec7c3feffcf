import { type Diagnostic, toDiagnostics } from '../diagnostics/diagnostic.ts'
import type { RawDiagnostic } from '../diagnostics/raw-diagnostic.ts'

export interface Decoded {
  readonly text: string
  /** What had to be said about the bytes; an error if some of them are no text. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * The bytes of a manifest as text. UTF-8 is what the service reads; UTF-16, which Windows tools write, is converted with
 * a warning, so that what is sent on is UTF-8. A byte order mark is left out with a warning. Never throws.
 */
export const decodeManifest = (bytes: Uint8Array): Decoded => {
  const utf16 = utf16Of(bytes)
  if (utf16) {
    const text = new TextDecoder(utf16).decode(bytes)
    return decoded(text, [{ code: 'UTF_16', start: 0, end: 0, pointer: '', params: { encoding: utf16.toUpperCase() } }])
  }
  const faults: RawDiagnostic[] = []
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    faults.push({ code: 'BYTE_ORDER_MARK', start: 0, end: 0, pointer: '' })
  }
  const text = new TextDecoder().decode(bytes)
  const invalid = firstInvalid(bytes, faults.length > 0 ? 3 : 0, text)
  if (invalid) {
    const byte = (bytes[invalid.offset] ?? 0).toString(16).toUpperCase().padStart(2, '0')
    const { start, offset } = invalid
    faults.push({ code: 'INVALID_UTF_8', start, end: start + 1, pointer: '', params: { byte, offset } })
  }
  return decoded(text, faults)
}

const decoded = (text: string, faults: readonly RawDiagnostic[]): Decoded => ({
  text,
  diagnostics: toDiagnostics(text, faults, 'lenient'),
})

/** By its byte order mark, or by a NUL beside the first character: no UTF-8 manifest begins so. */
const utf16Of = ([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined => {
  if ((first === 0xff && second === 0xfe) || (first && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second)) return 'utf-16be'
  return undefined
}

/**
 * The first byte that is no UTF-8. The decoder has put U+FFFD in its place, so it is the first U+FFFD that the bytes do
 * not spell themselves.
 */
const firstInvalid = (
  bytes: Uint8Array,
  skipped: number,
  text: string,
): { offset: number; start: number } | undefined => {
  const utf8 = new TextEncoder()
  let offset = skipped
  let from = 0
  for (let start = text.indexOf('\ufffd'); start !== -1; start = text.indexOf('\ufffd', from)) {
    offset += utf8.encode(text.slice(from, start)).length
    if (bytes[offset] !== 0xef || bytes[offset + 1] !== 0xbf || bytes[offset + 2] !== 0xbd) return { offset, start }
    offset += 3
    from = start + 1
  }
  return undefined
}

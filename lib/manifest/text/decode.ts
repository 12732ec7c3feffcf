import { type Diagnostic, toDiagnostics } from '../diagnostics/diagnostic.ts'
import type { RawDiagnostic, RawFix } from '../diagnostics/raw-diagnostic.ts'

export interface Decoded {
  readonly text: string
  /** Diagnostics of the bytes; an error if some of them are not text. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * The bytes of a manifest as text. UTF-8 is what the service reads; UTF-16, which Windows tools write, is converted with
 * a warning, so that what is sent on is UTF-8. A byte order mark is left out with a warning. Never throws.
 */
export const decodeManifest = (bytes: Uint8Array): Decoded => {
  const format = FORMATS.find(([signature]) => signature.every((byte, at) => bytes[at] === byte))?.[1]
  if (format) return decoded('', [{ ...START, code: 'OTHER_FORMAT', params: { format } }])
  const utf16 = utf16Of(bytes)
  if (utf16) {
    const text = new TextDecoder(utf16).decode(bytes)
    return decoded(text, [{ ...START, code: 'UTF_16', params: { encoding: utf16.toUpperCase() }, fix: SAVE }])
  }
  const diagnostics: RawDiagnostic[] = []
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    diagnostics.push({ ...START, code: 'BYTE_ORDER_MARK', fix: SAVE })
  }
  const text = new TextDecoder().decode(bytes)
  const invalid = firstInvalid(bytes, diagnostics.length > 0 ? 3 : 0, text)
  if (invalid) {
    const byte = (bytes[invalid.offset] ?? 0).toString(16).toUpperCase().padStart(2, '0')
    const { start, offset } = invalid
    diagnostics.push({ code: 'INVALID_UTF_8', start, end: start + 1, pointer: '', params: { byte, offset } })
  }
  return decoded(text, diagnostics)
}

const START = { start: 0, end: 0, pointer: '' } as const

/** The text is right already; only its bytes are not. */
const SAVE: RawFix = { title: 'Save the file as UTF-8 without a byte order mark', edits: [] }

/** By their first bytes: files that no decoding makes a text of. */
const FORMATS: readonly (readonly [signature: readonly number[], format: string])[] = [
  [[0x25, 0x50, 0x44, 0x46, 0x2d], 'a PDF file'],
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP file, or one of Word or Excel'],
  [[0x50, 0x4b, 0x05, 0x06], 'an empty ZIP file'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'a file of an old Word or Excel'],
  [[0x1f, 0x8b], 'a gzip file'],
  [[0x42, 0x5a, 0x68], 'a bzip2 file'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'an xz file'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'a 7-Zip file'],
  [[0x89, 0x50, 0x4e, 0x47], 'an image'],
  [[0xff, 0xd8, 0xff], 'an image'],
  [[0x47, 0x49, 0x46, 0x38], 'an image'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], 'a database'],
  [[0x7f, 0x45, 0x4c, 0x46], 'a program'],
]

const decoded = (text: string, diagnostics: readonly RawDiagnostic[]): Decoded => ({
  text,
  diagnostics: toDiagnostics(text, diagnostics, 'lenient'),
})

/** By its byte order mark, or by a NUL beside the first character: no UTF-8 manifest begins so. */
const utf16Of = ([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined => {
  if ((first === 0xff && second === 0xfe) || (first && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second)) return 'utf-16be'
  return undefined
}

/**
 * The first byte that is not UTF-8. The decoder has put U+FFFD in its place, so it is the first U+FFFD that the bytes do
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

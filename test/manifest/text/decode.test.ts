import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { decodeManifest } from '../../../lib/manifest/text/decode.ts'

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()

const decoded = (input: Uint8Array) => {
  const { text, diagnostics } = decodeManifest(input)
  return [text, ...diagnostics.map(({ code, severity, line, column }) => `${line}:${column} ${severity} ${code}`)]
}

describe('the bytes of a manifest', () => {
  it.each([
    ['UTF-8', bytes('a:é🚚\ufffd\r\n'), ['a:é🚚\ufffd\r\n']],
    ['nothing', bytes(), ['']],
    ['UTF-8 with a byte order mark', bytes([0xef, 0xbb, 0xbf], 'a:1'), ['a:1', '1:1 warning BYTE_ORDER_MARK']],
    ['UTF-16, little end first', Buffer.from('\ufeffa:é\n', 'utf16le'), ['a:é\n', '1:1 warning UTF_16']],
    ['UTF-16, big end first', utf16be('\ufeffa:é\n'), ['a:é\n', '1:1 warning UTF_16']],
    ['UTF-16 without a mark', Buffer.from('a:é\n', 'utf16le'), ['a:é\n', '1:1 warning UTF_16']],
    ['UTF-16 without a mark, big end first', utf16be('a:é\n'), ['a:é\n', '1:1 warning UTF_16']],
    ['Latin-1', bytes('a:1\r\nb:caf', [0xe9], '\nc:2'), ['a:1\r\nb:caf\ufffd\nc:2', '2:6 error INVALID_UTF_8']],
    ['a character that is cut', bytes('a:\ufffd', [0xf0, 0x9f]), ['a:\ufffd\ufffd', '1:4 error INVALID_UTF_8']],
    [
      'a byte order mark, then no text',
      bytes([0xef, 0xbb, 0xbf, 0xff]),
      ['\ufffd', '1:1 warning BYTE_ORDER_MARK', '1:1 error INVALID_UTF_8'],
    ],
  ])('%s', (_, input, expected) => {
    expect(decoded(input)).toEqual(expected)
  })

  it('shows which byte is no text, and where', () => {
    expect(decodeManifest(bytes('a:é', [0xe9], 'x')).diagnostics[0]?.detail).toBe(
      'The byte E9 at offset 4 is not UTF-8 text.',
    )
  })

  it('gives back any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        fc.pre(!/^.?\0|^\ufeff/.test(text))
        expect(decoded(Buffer.from(text))).toEqual([text])
      }),
    )
  })

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), input => {
        const { text, diagnostics } = decodeManifest(input)

        for (const { start, end } of diagnostics) {
          expect(start).toBeLessThanOrEqual(end)
          expect(end).toBeLessThanOrEqual(text.length)
        }
      }),
    )
  })
})

import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { formatManifest } from '../../../lib/manifest/assist/format.ts'
import { readManifest } from '../../../lib/manifest/read.ts'
import { exportManifest, importManifest } from '../../support/manifests.ts'

/** The manifest as people indent it who count otherwise. */
const untidy = (text: string, by: number) =>
  text
    .split('\n')
    .map(line => line.replace(/^ +/, blanks => ' '.repeat((blanks.length / 4) * by)))
    .map((line, index) => (index % 3 === 0 ? `${line}  ` : line))
    .join('\n')

describe('formatting', () => {
  it.each([1, 2, 3, 5, 8])('turns an indentation of %d into four blanks', by => {
    expect(formatManifest(untidy(exportManifest(), by))).toBe(exportManifest())
    expect(formatManifest(`${untidy(importManifest(), by)}\n\n \n`)).toBe(importManifest())
  })

  it('keeps comments, empty lines and the order of options', () => {
    const text = '# one\n\nreturnAddress:\n  # two\n  name:A\n  city:B # three\n# four\ndeviceId:D\n'

    expect(formatManifest(text)).toBe(
      '# one\n\nreturnAddress:\n    # two\n    name:A\n    city:B # three\n# four\ndeviceId:D\n',
    )
  })

  it('puts one blank behind a dash, and the options of an item below its first', () => {
    const text = 'operations:\n  -   exportBucket:a\n      prefix:b\n  -   exportBucket:c\n'

    expect(formatManifest(text)).toBe('operations:\n    - exportBucket:a\n      prefix:b\n    - exportBucket:c\n')
  })

  it('keeps the kind of line ends', () => {
    expect(formatManifest('a:b  \r\nc:\r\n  d:e')).toBe('a:b\r\nc:\r\n    d:e\r\n')
  })

  it('leaves alone what is not clear, such as tabs and lines that belong to nothing', () => {
    for (const text of ['returnAddress:\n\tname:A\n', 'a:b\n   c:d\n  e:f\n', '{"a": 1}', '']) {
      expect(readManifest(formatManifest(text)).diagnostics.map(({ code }) => code)).toEqual(
        readManifest(text).diagnostics.map(({ code }) => code),
      )
    }
  })

  it('never changes what a text means, and changes nothing when it is done again', () => {
    const line = fc
      .tuple(
        fc.integer({ min: 0, max: 9 }),
        fc.constantFrom('a:b', 'c:', '- d:e', '-  f', '# g', '', 'h: "i"', '- - j:k'),
      )
      .map(([blanks, content]) => ' '.repeat(blanks) + content)
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), lines => {
        const text = lines.join('\n')
        const formatted = formatManifest(text)
        const codes = (of: string) => readManifest(of).diagnostics.map(({ code, pointer }) => [code, pointer])
        expect(codes(formatted)).toEqual(codes(text))
        expect(formatManifest(formatted)).toBe(formatted)
      }),
      { numRuns: 500 },
    )
  })
})

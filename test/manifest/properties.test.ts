import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { markGenerator } from '../../lib/manifest/fields/generator.ts'
import type { JobType } from '../../lib/manifest/manifest.ts'
import { type Reading, readManifest } from '../../lib/manifest/read.ts'
import { redact } from '../../lib/manifest/redact/redact.ts'
import { printManifest } from '../../lib/manifest/text/print.ts'
import { NOT_LINEAR_MS } from '../support/linear-time.ts'
import { FIXTURES } from './manifest-fixtures.ts'

/** What must hold of any reading of any text. */
const expectSound = (text: string, { valid, manifest, diagnostics }: Reading) => {
  expect(valid).toBe(manifest !== undefined)
  expect(valid).toBe(diagnostics.every(({ severity }) => severity === 'warning'))
  expect(diagnostics.length).toBeLessThanOrEqual(100)
  // CR alone ends lines where nothing else does.
  const lines = text.split(text.includes('\n') ? '\n' : /[\n\r]/)
  let last = 0
  for (const { start, end, line, column, endLine, endColumn, detail, hint, pointer } of diagnostics) {
    expect(start).toBeGreaterThanOrEqual(last)
    expect(end).toBeGreaterThanOrEqual(start)
    expect(end).toBeLessThanOrEqual(text.length)
    expect(lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0) + column - 1).toBe(start)
    expect(lines.slice(0, endLine - 1).join('\n').length + (endLine > 1 ? 1 : 0) + endColumn - 1).toBe(end)
    expect(`${detail} ${hint ?? ''}`).not.toMatch(/\{[a-z]\w*\}|undefined\b|\p{Cc}/u)
    expect(pointer).toMatch(/^(\/|$)/)
    last = start
  }
  if (manifest) expect(readManifest(printManifest(manifest)).manifest).toEqual(manifest)
}

const pieces = [
  ...['manifestVersion', 'bucket', 'deviceId', 'operations', 'exportBucket', 'returnAddress', 'name', 'customs'],
  ...[
    'ignore',
    'substitutions',
    'trueCryptPassword',
    'region',
    'destination',
    ':',
    ': ',
    ' :',
    '- ',
    '-',
    '\n',
    '\r\n',
  ],
  ...[
    '  ',
    '    ',
    '\t',
    '"',
    "'",
    '#',
    ' # ',
    '[x]',
    '2.0',
    'yes',
    'é',
    '\ufeff',
    '\0',
    '\u00a0',
    '“',
    '|',
    '{',
    '---',
  ],
]

describe('any text', () => {
  it.each<[string, fc.Arbitrary<string>]>([
    ['of any characters', fc.string({ unit: 'binary' })],
    ['of pieces of manifests', fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map(parts => parts.join(''))],
    [
      'that was a manifest before a part of it was lost or moved',
      fc
        .tuple(
          fc.constantFrom(...FIXTURES.map(({ text }) => text)),
          fc.nat(),
          fc.nat(20),
          fc.constantFrom('', ...pieces),
        )
        .map(([text, from, length, put]) => {
          const start = from % (text.length + 1)
          return text.slice(0, start) + put + text.slice(start + length)
        }),
    ],
  ])('%s has a sound reading', (_, texts) => {
    fc.assert(
      fc.property(texts, fc.constantFrom<JobType | undefined>('Import', 'Export', undefined), (text, jobType) => {
        expectSound(text, readManifest(text, jobType ? { jobType } : {}))
        redact(text)
        markGenerator(text, 'mark')
      }),
      { numRuns: 400 },
    )
  })
})

const SIZE = 65_536
const fill = (piece: string) => piece.repeat(Math.floor(SIZE / piece.length))
const numbered = (line: (number: number) => string, count: number) =>
  Array.from({ length: count }, (_, number) => line(number)).join('\n')

describe('64 KB of the worst kind', () => {
  it.each<[string, string]>([
    ['one line', 'x'.repeat(SIZE)],
    ['one value', `bucket:${'x'.repeat(SIZE - 7)}`],
    ['one name', `${'x'.repeat(SIZE - 1)}:`],
    ['9,000 options', numbered(number => `k${number}:`, 9000)],
    ['16,000 options of one name', fill('a:1\n')],
    ['360 levels', numbered(level => `${' '.repeat(level)}a:`, 355)],
    ['20,000 list items', `ignore:\n${'- a\n'.repeat(16_000)}`],
    ['patterns', `bucket:b\nignore:\n${'- (a+)+$\n'.repeat(7000)}`],
    ['one pattern', `bucket:b\nignore:\n - ${'(a*)*'.repeat(13_000)}`],
    ['only colons', ':'.repeat(SIZE)],
    ['a colon a line', fill(':\n')],
    [
      'lines without a colon below a deep map',
      `${numbered(level => `${' '.repeat(level)}a:`, 240)}\n${'x\n'.repeat(16_000)}`,
    ],
    ['ever wrong indentation', numbered(number => `${' '.repeat(number % 9)}b:1`, 8000)],
    ['only line breaks', fill('\n')],
    ['only blanks', ' '.repeat(SIZE)],
    ['only NULs', '\0'.repeat(SIZE)],
    ['all kinds of control characters', fill('\0\x01')],
    ['only quotes', `a:${'"'.repeat(SIZE - 2)}`],
    ['quotes that are never closed', fill('"\n')],
    ['only backslashes', `a: "${'\\'.repeat(SIZE - 4)}`],
    ['only number signs', fill('a: # # # # #\n')],
    ['blanks behind a secret', `true${' '.repeat(30_000)}crypt pass${' '.repeat(30_000)}word`],
    ['secrets', fill('pinCode:\n x\n')],
    ['encoded secrets', fill('pinCode%3Ax%0A')],
    ['addresses', `bucket:b\nnotificationEmail:${'a@b;'.repeat(16_000)}`],
    ['post-office boxes', `bucket:b\nreturnAddress:\n street1:${'p o '.repeat(16_000)}`],
    ['names that are almost right', numbered(number => `bucke${number}:1`, 5000)],
    ['a remark a line', fill('#\n')],
    ['dashes', fill('- - - -\n')],
    ['dashes that touch', fill('-a\n')],
    ['placeholders', `bucket:${'['.repeat(60_000)}`],
    ['surrogates', '\ud800'.repeat(20_000)],
    ['semicolons within a value', `a:1\nbucket:x${';'.repeat(60_000)}y;`],
    ['blanks within a country', `bucket:b\nreturnAddress:\n country:a${' '.repeat(60_000)}b`],
    ['blanks before a name on one line', `a${' '.repeat(60_000)}x bucket: deviceId: eraseDevice:`],
    ['points behind a box', `bucket:b\nreturnAddress:\n street1:pob${'. '.repeat(30_000)}`],
    ['almost boxes', `bucket:b\nreturnAddress:\n street1:${'p.'.repeat(30_000)}`],
    ['returns that end no line', `bucket:b\r\r\n${'\r'.repeat(60_000)}`],
    ['returns', '\r'.repeat(SIZE)],
    ['escapes of YAML', `bucket:b\ngenerator:"${'\\x41'.repeat(15_000)}"`],
    ['invisible characters', `bucket:b\ngenerator:${'\u200b\u00a0x'.repeat(9000)}`],
    ['words for nothing', `bucket:b\nstaticMetadata:\n${numbered(number => ` k${number}: ~`, 5000)}`],
    ['tabs', `bucket:b\nstaticMetadata:\n${numbered(number => `\tk${number}: v`, 5000)}`],
    ['semicolons', `bucket:b\nstaticMetadata:\n${numbered(number => ` k${number}: v;`, 4500)}`],
    ['groups', `bucket:b\nignore:\n - ${'(?<=a*?'.repeat(8000)}`],
    ['a name of a character', `bucket:b\nignore:\n - \\N{A${' '.repeat(60_000)}!}`],
    ['references', `bucket:b\nsubstitutions:\n  "a": "${'${a'.repeat(20_000)}"`],
  ])(
    '%s',
    (_, text) => {
      expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(SIZE)
      const reading = readManifest(text)

      expect(reading.valid).toBe(false)
      expect(reading.diagnostics.length).toBeGreaterThan(0)
      expect(redact(text).split('\n')).toHaveLength(text.split('\n').length)
      expect(markGenerator(text, 'mark').length).toBeGreaterThan(text.length)
    },
    NOT_LINEAR_MS,
  )
})

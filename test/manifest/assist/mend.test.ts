import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { applyEdits } from '../../../lib/manifest/assist/apply-edits.ts'
import { mendManifest } from '../../../lib/manifest/assist/mend.ts'
import type { Diagnostic, Fix } from '../../../lib/manifest/diagnostics/diagnostic.ts'
import { readManifest } from '../../../lib/manifest/read.ts'
import { printManifest } from '../../../lib/manifest/text/print.ts'
import { arbitraryManifest } from '../arbitrary-manifest.ts'
import { FIXTURES } from '../manifest-fixtures.ts'
import { importText } from '../manifest-texts.ts'

const codesOf = (text: string) => readManifest(text).diagnostics.map(({ code }) => code)

/** The manifest with `from` replaced, or with lines added at the top level. */
const changed = (from: string, to: string) => importText().replace(from, to)

/** What is mended, the text that has it, and the line that it becomes. */
const MENDS: readonly (readonly [code: string, text: string, line: string])[] = [
  ['OPTION_MISSPELT', changed('eraseDevice', 'EraseDevise'), 'eraseDevice:yes'],
  ['OPTION_MISSPELT', changed('  city:', '  "citty":'), '  city:Anytown'],
  ['OPTION_MISSPELT', changed('deviceId', 'device\u200bId'), 'deviceId:HD001'],
  ['OPTION_MISSING', changed('deviceId', 'DeviceID'), 'deviceId:HD001'],
  ['SMART_QUOTES', changed('deviceId:HD001', 'deviceId: “HD001”'), 'deviceId: HD001'],
  ['SMART_QUOTES', changed('deviceId', '“deviceId”'), 'deviceId:HD001'],
  ['VALUE_NOT_ALLOWED', importText('acl: Private'), 'acl: private'],
  ['VALUE_NOT_ALLOWED', importText('serviceLevel: "expeditedShiping"'), 'serviceLevel: "expeditedShipping"'],
  ['VALUE_NOT_ALLOWED', changed('eraseDevice:yes', 'eraseDevice:yes\u00a0'), 'eraseDevice:yes'],
  ['BUCKET_NAME_INVALID', changed('bucket:import-target', 'bucket:s3://import-target/'), 'bucket:import-target'],
  ['EMAIL_INVALID', changed('jo@example.com', 'jo@example.com, al@example.com'), 'jo@example.com;al@example.com'],
  ['TRAILING_SEMICOLON', changed('2.0', '2.0 ;'), 'manifestVersion:2.0'],
  ['TRAILING_SEMICOLON', changed('Anytown', 'Anytown;;'), '  city:Anytown'],
  ['NULL_VALUE', importText('generator: ~', 'logPrefix:logs/'), 'logPrefix:logs/'],
  ['INVISIBLE_CHARACTER', changed('HD001', '\u200bHD001\u00a0'), 'deviceId:HD001'],
  ['YAML_ESCAPE', changed('name:Jo Example', 'name: "J\\xF6 Example"'), '  name: "Jö Example"'],
  ['BLANK_BEFORE_COLON', changed('deviceId:', 'deviceId  :'), 'deviceId:HD001'],
  ['DASH_WITHOUT_BLANK', importText('ignore:', '  -backup/'), '  - backup/'],
  ['ODD_BLANK', changed('  city', '\u00a0\u00a0city'), '  city:Anytown'],
  ['TAB_INDENT', importText().replaceAll(/^ {2}/gm, '\t'), '    city:Anytown'],
  ['NOT_INDENTED', importText().replaceAll(/^ {2}/gm, ''), '    city:Anytown'],
  ['BYTE_ORDER_MARK', `\ufeff${importText()}`, 'manifestVersion:2.0'],
  ['CONTROL_CHARACTER', changed('HD001', 'HD\ufeff001'), 'deviceId:HD001'],
  ['LINE_ENDS_UNUSUAL', importText().replaceAll('\n', '\r'), 'deviceId:HD001'],
  ['LINE_ENDS_UNUSUAL', importText().replaceAll('\n', '\r\r\n'), 'deviceId:HD001\r'],
  ['LINES_JOINED', importText().replaceAll('\n', '\\n'), 'deviceId:HD001'],
  ['YAML_DIRECTIVE', `%YAML 1.2\n---\n${importText()}`, '---'],
  ['PATTERN_NEVER_MATCHES', importText('ignore:', '  - "^/backup/"'), '  - "^backup/"'],
  ['OPTION_TWICE', importText('logPrefix:logs/', 'logPrefix: logs/', 'prefix:a/'), 'prefix:a/'],
  ['OPTION_UNKNOWN', importText('company:Example Ltd'), '  company:Example Ltd'],
  ['OPTION_UNKNOWN', `${importText().trimEnd()}\n\ncompany:Example Ltd`, '  company:Example Ltd'],
  ['OPTION_UNKNOWN', `${importText().trimEnd()}\ncompany:Example Ltd`, '  company:Example Ltd'],
  ['OPTION_UNKNOWN', importText('customs:', '  encryptedData:no', 'prefix:a/', 'deviceValue:80'), '  deviceValue:80'],
  ['POSTAL_CODE_SHORT', changed('WA', 'MA').replace('98100', '2139'), '  postalCode:02139'],
]

describe('a fix', () => {
  it.each(MENDS)('mends %s: %j', (code, text, line) => {
    const fixed = readManifest(text).diagnostics.find(diagnostic => diagnostic.code === code && diagnostic.fixes)

    expect(fixed).toBeDefined()
    const mended = applyEdits(text, fixed?.fixes?.[0]?.edits ?? [])
    expect(codesOf(mended ?? '')).not.toContain(code)
    expect(mended?.split('\n')).toContainEqual(expect.stringContaining(line))
  })

  it.each([
    ['two names are as close', importText().replace('street1', 'street9')],
    ['the right name is there already', importText('deviceID:HD002')],
    [
      'two values are as close',
      importText('operations:', '  - exportBucket:x').replace('bucket:import-target', 'fileSystem:EXT5'),
    ],
    ['a path follows the bucket', changed('bucket:import-target', 'bucket:s3://import-target/in/')],
    ['the amount may be one of two', importText('customs:', '  deviceValue:250,00')],
    ['a part of the comma list is no address', changed('jo@example.com', 'jo@example.com, al')],
    ['two lines differ', importText('logPrefix:a/', 'logPrefix:b/')],
    ['a map is not there yet', importText('deviceValue:80')],
    ['it would agree to an erasure', changed('eraseDevice:yes', 'eraseDevice:no')],
    ['a password is its owner’s', importText('trueCryptPassword:“horse”', 'pinCode:1234;')],
    ['a new error would come of it', changed('eraseDevice:yes', 'eraseDevise:perhaps')],
    ['the line may be a comment or a value', importText('generator: Editor #2')],
    ['a glob may mean several patterns', importText('ignore:', '  - *.psd')],
  ])('is not offered where %s', (_, text) => {
    expect(readManifest(text).diagnostics.flatMap(({ fixes = [] }) => fixes)).toEqual([])
  })

  it('is one of a few, however many slips a manifest has, so that a list of diagnostics stays short', () => {
    const text = importText('staticMetadata:', ...Array.from({ length: 5000 }, (_, number) => `  n${number}: v;`))
    const { diagnostics } = readManifest(text.replaceAll('\n', '\r\r\n'))

    expect(JSON.stringify(diagnostics).length).toBeLessThan(200_000)
  })

  it('of tabs is given once', () => {
    const runs = Array.from({ length: 40 }, (_, number) => `\tn${number}: v\n  m${number}: v`)
    const { diagnostics } = readManifest(importText('staticMetadata:', ...runs))

    expect(diagnostics.filter(({ code, fixes }) => code === 'TAB_INDENT' && fixes).length).toBeLessThan(2)
  })

  it('gives its places in lines and columns too', () => {
    const [diagnostic] = readManifest(changed('HD001', 'HD001;')).diagnostics

    expect(diagnostic?.fixes).toEqual([
      {
        title: 'Remove the semicolon',
        edits: [{ start: 55, end: 56, line: 3, column: 15, endLine: 3, endColumn: 16, text: '' }],
      },
    ])
  })
})

/** Slips as people make them, put into any manifest. */
const SLIPS: readonly ((text: string) => string)[] = [
  text => text.replaceAll('\n', '\r\n'),
  text => text.replaceAll('\n', '\r\r\n'),
  text => text.replaceAll(/^ {4}/gm, '\t'),
  text => text.replace(/deviceId/, 'deviceID'),
  text => text.replace(/eraseDevice/, 'eraseDevise'),
  text => text.replace(/country/, 'countrry'),
  text => text.replaceAll(/([a-z])$/gm, '$1;'),
  text => text.replace(/(deviceId: .*)/, '$1\u00a0'),
  text => text.replace(/(city: )/, '$1\u200b'),
  text => text.replace(/(name: )(\w+)$/m, '$1“$2”'),
  text => text.replace(/(name: )(\w+)$/m, '$1"$2\\xEB"'),
  text => `%YAML 1.1\n---\n${text}...\n`,
  text => `\ufeff${text}`,
  text => `# a comment; with "\\xEB" and a tab\t\n${text}`,
  text => text.replace(/\n/, '\ngenerator2: ~\nlogPrefix: null\n'),
  text => text.replace(/\bprivate\b/, 'Private'),
  text => text.replace(/: /, ' :'),
  text => text.replace(/^ +(city|phoneNumber|deviceValue)(:.*)\n/m, '') + (/^ +city.*/m.exec(text)?.[0].trim() ?? ''),
  text => text.replace(/^(deviceId.*\n)/m, '$1$1'),
]

const slipped = fc
  .tuple(
    fc.oneof(
      arbitraryManifest.map(manifest => printManifest(manifest)),
      fc.constantFrom(...FIXTURES.map(({ text }) => text)),
    ),
    fc.array(fc.constantFrom(...SLIPS), { minLength: 1, maxLength: 4 }),
  )
  .map(([text, slips]) => slips.reduce((changing, slip) => slip(changing), text))

const errorsOf = (diagnostics: readonly Diagnostic[]) =>
  diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, pointer }) => `${code} ${pointer}`)
    .toSorted()

const linesAround = (text: string, { edits }: Fix) => {
  const from = Math.min(...edits.map(({ start }) => start))
  const to = Math.max(...edits.map(({ end }) => end))
  return [text.slice(0, text.lastIndexOf('\n', Math.max(0, from - 1)) + 1), text.slice(to)] as const
}

describe('every fix of any manifest with slips', () => {
  it('takes its diagnostic away, brings no new error, and touches no other line', () => {
    fc.assert(
      fc.property(slipped, text => {
        const { diagnostics } = readManifest(text)
        for (const { code, pointer, fixes: [fix] = [] } of diagnostics) {
          if (!fix) continue
          const mended = applyEdits(text, fix.edits) ?? ''
          const after = readManifest(mended).diagnostics
          const before = errorsOf(diagnostics)
          const count = (list: readonly Diagnostic[]) =>
            list.filter(other => other.code === code && other.pointer === pointer).length

          if (diagnostics.length < 100) expect(count(after)).toBeLessThan(count(diagnostics))
          for (const error of errorsOf(after)) {
            const at = before.indexOf(error)
            expect([error, at]).not.toEqual([error, -1])
            before.splice(at, 1)
          }
          const [head, tail] = linesAround(text, fix)
          expect(mended.startsWith(head)).toBe(true)
          expect(mended.endsWith(tail)).toBe(true)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('is applied once and for all: mending again changes nothing', () => {
    fc.assert(
      fc.property(slipped, text => {
        const once = mendManifest(text)
        const again = mendManifest(once.text)

        expect(again).toEqual({ text: once.text, fixes: [] })
        expect(errorsOf(readManifest(once.text).diagnostics).length).toBeLessThanOrEqual(
          errorsOf(readManifest(text).diagnostics).length,
        )
      }),
      { numRuns: 150 },
    )
  })

  it('leaves comments as they are', () => {
    fc.assert(
      fc.property(slipped, text => {
        const commentsOf = (of: string) =>
          of
            .split(/[\r\n]+/)
            .filter(line => /^\s*#/.test(line))
            .map(line => line.trim())

        expect(commentsOf(mendManifest(text).text)).toEqual(commentsOf(text))
      }),
      { numRuns: 100 },
    )
  })

  it('mends hundreds of slips in one go', () => {
    const text = importText('staticMetadata:', ...Array.from({ length: 400 }, (_, number) => `  n${number}: v;`))
    const { text: mended, fixes } = mendManifest(text)

    expect(fixes).toHaveLength(400)
    expect(codesOf(mended)).toEqual([])
  })
})

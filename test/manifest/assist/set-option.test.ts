import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { optionValue, setOption } from '../../../lib/manifest/assist/set-option.ts'
import { starterManifest } from '../../../lib/manifest/fields/starter.ts'
import { KINDS } from '../../../lib/manifest/manifest.ts'

const TEXT = `# a disk
manifestVersion:2.0
deviceId: "A: 1" # sticker
bucket:
returnAddress:
  name: Jane
  # where
  city: Anytown

# end
`

describe('an option that is set', () => {
  it.each([
    ['replaces a value and leaves the line', ['manifestVersion'], '1.3', 'manifestVersion:2.0', 'manifestVersion:1.3'],
    ['keeps a comment behind a value in quotes', ['deviceId'], 'B', '"A: 1" # sticker', 'B # sticker'],
    ['fills in what is empty', ['bucket'], 'mine', 'bucket:\n', 'bucket: mine\n'],
    ['reaches into a map', ['returnAddress', 'city'], 'Łódź', 'city: Anytown', 'city: Łódź'],
    ['is written in quotes where it needs them', ['bucket'], 'a: b', 'bucket:\n', 'bucket: "a: b"\n'],
    ['may be emptied', ['returnAddress', 'name'], '', 'name: Jane', 'name: '],
    ['is put where the tables have it', ['eraseDevice'], 'yes', 'bucket:\n', 'bucket:\neraseDevice: yes\n'],
    ['is put at the end of its map', ['returnAddress', 'country'], 'USA', 'Anytown\n', 'Anytown\n  country: USA\n'],
    ['brings its map with it', ['customs', 'deviceType'], 'disk', '# end\n', '# end\ncustoms:\n    deviceType: disk\n'],
  ])('%s', (_what, path, value, from, to) => {
    expect(setOption(TEXT, path, value)).toBe(TEXT.replace(from, to))
  })

  it('switches on what a template has commented out, where it stands', () => {
    const starter = starterManifest('s3-import')

    expect(setOption(starter, ['prefix'], 'a/')).toBe(starter.replace('#prefix: imported/', 'prefix: a/'))
    expect(setOption(starter, ['returnAddress', 'street2'], 'Door 2')).toBe(
      starter.replace(/^ {4}#street2: .*$/m, '    street2: Door 2'),
    )
  })

  it('leaves line ends as they are', () => {
    expect(setOption('a:1\r\nbucket:x\r\n', ['bucket'], 'y')).toBe('a:1\r\nbucket:y\r\n')
    expect(setOption('manifestVersion:2.0\r\n', ['bucket'], 'y')).toBe('manifestVersion:2.0\r\nbucket: y\r\n')
    expect(setOption('manifestVersion:2.0', ['bucket'], 'y')).toBe('manifestVersion:2.0\nbucket: y\n')
  })

  it.each([
    ['tabs', '\t', '\t'],
    ['blanks and tabs', '  \t', '  \t'],
    ['the hyphen of an entry', '  - ', '    '],
  ])('stands below what is indented by %s', (_what, before, indentation) => {
    const isEntry = before.includes('-')
    const [home, first, path] = isEntry
      ? ['operations', 'exportBucket', ['operations', '0', 'prefix']]
      : ['returnAddress', 'name', ['returnAddress', 'city']]
    const text = `${home}:\n${before}${first}: a\n`

    expect(setOption(text, path, 'b')).toBe(`${text}${indentation}${path.at(-1)}: b\n`)
  })

  it('changes nothing where nothing is to be set', () => {
    expect(setOption(TEXT, ['prefix'], '')).toBe(TEXT)
    expect(setOption(TEXT, ['returnAddress'], 'x')).toBe(TEXT)
  })

  it('is read again as it was set, in the templates of all kinds', () => {
    const path = fc.constantFrom(
      ['deviceId'],
      ['bucket'],
      ['notificationEmail'],
      ['returnAddress', 'city'],
      ['customs', 'deviceType'],
    )
    // One line without blanks at its ends: what a field of a form gives.
    const value = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .map(text => text.replace(/\p{C}|\p{Z}/gu, ''))
      .filter(text => text !== '')
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), path, value, (kind, where, text) => {
        expect(optionValue(setOption(starterManifest(kind), where, text), where)).toBe(text)
      }),
    )
  })
})

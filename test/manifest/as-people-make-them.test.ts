import { describe, expect, it } from '@jest/globals'
import { readManifestBytes } from '../../lib/manifest/assist/read-bytes.ts'
import { readManifest } from '../../lib/manifest/read.ts'

const LINES = [
  'manifestVersion: 2.0',
  'bucket: archive-2014',
  'deviceId: SN-77421',
  'eraseDevice: yes',
  'notificationEmail: ada@example.org',
  'returnAddress:',
  '    name: Ada Example',
  '    street1: 12 Mill Lane',
  '    city: Springfield',
  '    stateOrProvince: MA',
  '    postalCode: 01101',
  '    country: USA',
  '    phoneNumber: +1 413 555 0142',
]

/** The manifest with other lines in place of those that begin with the same name, and further ones behind. */
const withLines = (...changes: string[]): string => {
  const nameOf = (line: string) => line.slice(0, line.indexOf(':') + 1)
  const changed = LINES.map(line => changes.find(change => nameOf(change) === nameOf(line)) ?? line)
  const added = changes.filter(change => !LINES.some(line => nameOf(line) === nameOf(change)))
  return `${[...changed, ...added].join('\n')}\n`
}

const shown = (text: string | Uint8Array) => {
  const { diagnostics } = typeof text === 'string' ? readManifest(text) : readManifestBytes(text)
  return diagnostics.map(({ line, severity, code }) => `${line} ${severity} ${code}`)
}

describe('a manifest as it should be', () => {
  it('has nothing to report', () => {
    expect(shown(withLines())).toEqual([])
  })
})

describe("YAML's words for nothing", () => {
  it.each(['null', 'Null', 'NULL', '~'])('%s is no value: a required option is empty', word => {
    expect(shown(withLines(`    city: ${word}`))).toEqual(['9 error OPTION_EMPTY'])
    expect(shown(withLines(`deviceId:${word}  `))).toEqual(['3 error OPTION_EMPTY'])
    expect(shown(withLines(`returnAddress: ${word}`).split('\n').slice(0, 6).join('\n'))).toEqual([
      '6 error OPTION_EMPTY',
    ])
  })

  it.each(['null', 'Null', 'NULL', '~'])('%s elsewhere is a warning, and the option is absent', word => {
    const { manifest } = readManifest(withLines(`    company: ${word}`, `generator: ${word}`))

    expect(shown(withLines(`    street3: ${word}`))).toEqual(['14 warning NULL_VALUE'])
    expect(manifest?.generator).toBeUndefined()
    expect(manifest?.returnAddress.company).toBeUndefined()
  })

  it.each(['"null"', "'~'", '"Null"', 'NULL and void', 'nULL', '~/backup', 'null0'])('%s is a text', value => {
    expect(shown(withLines(`    city: ${value}`))).toEqual([])
  })

  it('stand for no list, no map and no customs either', () => {
    expect(shown(withLines('customs: ~'))).toEqual(['14 warning NULL_VALUE'])
    expect(shown(withLines('ignore: null'))).toEqual(['14 warning NULL_VALUE'])
    expect(shown(withLines('contentTypes:\n    psd: ~'))).toEqual(['15 warning NULL_VALUE'])
    expect(shown(withLines('ignore:\n  - ~'))).toEqual(['15 error PATTERN_INVALID'])
  })

  it('make what a rule needs missing', () => {
    expect(shown(withLines('    stateOrProvince: ~'))).toEqual(['10 error STATE_MISSING'])
  })
})

describe('escapes of YAML in double quotes', () => {
  it.each([
    ['"Zo\\xEB"', 'Zoë'],
    ['"Ren\\u00E9e"', 'Renée'],
    ['"\\U0001F600 Ada"', '😀 Ada'],
    ['"\\ud83d\\ude00 Ada"', '😀 Ada'],
    ['"M\\/S Ada"', 'M/S Ada'],
    ['"say \\x22Ada\\x22"', 'say "Ada"'],
    ['"a\\x5cb"', 'a\\b'],
  ])('%s: a warning that shows the character, and a fix', (value, meant) => {
    const text = withLines(`    name: ${value}`)
    const [diagnostic] = readManifest(text).diagnostics
    const mended = apply(text, diagnostic?.fixes?.[0]?.edits ?? [])

    expect(shown(text)).toEqual(['7 warning YAML_ESCAPE'])
    expect(readManifest(mended).manifest?.returnAddress.name).toBe(meant)
    expect(shown(mended)).toEqual([])
  })

  it.each(['"Ada\\tExample"', '"Ada\\nExample"', '"Ada\\_Example"', '"Ada\\0"', '"Ada\\x07"', '"Ada\\U00110000"'])(
    '%s has no character to write, so there is no fix',
    value => {
      const [diagnostic] = readManifest(withLines(`    name: ${value}`)).diagnostics

      expect(diagnostic?.code).toBe('YAML_ESCAPE')
      expect(diagnostic?.fixes).toBeUndefined()
    },
  )

  it.each(['Zo\\xEB', "'Zo\\xEB'", '"C:\\\\temp"', '"say \\"Ada\\""', '"\\.psd$"'])('%s has none', value => {
    expect(shown(withLines(`    name: ${value}`))).toEqual([])
  })

  it('are found in names that the author chooses, and in replacements', () => {
    expect(shown(withLines('staticMetadata:\n    "na\\xEFf": x'))).toEqual(['15 warning YAML_ESCAPE'])
    expect(shown(withLines('substitutions:\n    "ä": "\\xE4"'))).toEqual(['15 warning YAML_ESCAPE'])
    expect(shown(withLines('substitutions:\n    "\\xE4": "ae"'))).toEqual([])
  })

  it('are left to Java in patterns', () => {
    expect(shown(withLines('ignore:\n  - "\\xEB\\t\\u00e9"'))).toEqual([])
  })

  it('of a secret are reported without a part of it', () => {
    const [diagnostic] = readManifest(withLines('trueCryptPassword: "pa\\x41ss"')).diagnostics

    expect(diagnostic?.code).toBe('YAML_ESCAPE')
    expect(JSON.stringify({ ...diagnostic, start: 0 })).not.toMatch(/x41|pa\\|"A"/)
    expect(diagnostic?.fixes).toBeUndefined()
  })
})

describe('invisible characters', () => {
  const INVISIBLE = ['\u00a0', '\u200b', '\u00ad', '\u2060', '\u200e', '\u200f', '\u202e', '\u2066', '\u3000', '\u2028']
  const name = (character: string) => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`

  it.each(INVISIBLE.map(character => [name(character), character]))(
    '%s at the start or the end of a value is named with its column',
    (code, character) => {
      const before = readManifest(withLines(`deviceId:${character} SN-1`)).diagnostics[0]
      const behind = readManifest(withLines(`deviceId: SN-1${character}`)).diagnostics[0]

      expect(before).toMatchObject({ code: 'INVISIBLE_CHARACTER', severity: 'warning', line: 3, column: 10 })
      expect(behind).toMatchObject({ code: 'INVISIBLE_CHARACTER', line: 3, column: 15 })
      expect(before?.detail).toContain(`${code} in column 10`)
      expect(behind?.detail).toContain(`${code} in column 15`)
    },
  )

  it.each(INVISIBLE.map(character => [name(character), character]))(
    '%s in a fixed value is an error that names it, and can be mended',
    (code, character) => {
      const text = withLines(`eraseDevice: yes${character}`)
      const [diagnostic] = readManifest(text).diagnostics

      expect(shown(text)).toEqual(['4 error VALUE_NOT_ALLOWED'])
      expect(diagnostic?.hint).toContain(code)
      expect(shown(apply(text, diagnostic?.fixes?.[0]?.edits ?? []))).toEqual([])
    },
  )

  it.each([
    ['a version', 'manifestVersion: 2\u200b.0'],
    ['a bucket', 'bucket: archive\u00ad-2014'],
    ['an address', 'notificationEmail: ada\u00a0@example.org'],
    ['a choice', 'acl: \u2060private'],
    ['a quoted choice', 'acl: "private\u00a0"'],
  ])('in %s are mended by taking them away', (_, line) => {
    const text = withLines(line)
    const [diagnostic] = readManifest(text).diagnostics

    expect(diagnostic?.severity).toBe('error')
    expect(shown(apply(text, diagnostic?.fixes?.[0]?.edits ?? []))).toEqual([])
  })

  it.each([
    ['behind a dash', withLines('ignore:', '  -\u00a0backup/'), '15 error ODD_BLANK'],
    ['alone in a line', withLines('generator: x\n\u00a0\u200b'), '15 error ODD_BLANK'],
    ['where a file was put behind another', withLines('\ufeffgenerator: x'), '14 error CONTROL_CHARACTER'],
  ])('%s are one diagnostic, and can be mended', (_, text, expected) => {
    const [diagnostic] = readManifest(text).diagnostics

    expect(shown(text)).toEqual([expected])
    expect(shown(apply(text, diagnostic?.fixes?.[0]?.edits ?? []))).toEqual([])
  })

  it('in the name of an option are named, and can be mended', () => {
    const text = withLines('deviceId: SN-1').replace('deviceId', 'device\u200bId')
    const diagnostic = readManifest(text).diagnostics.find(({ code }) => code === 'OPTION_MISSPELT')

    expect(diagnostic?.hint).toContain('U+200B')
    expect(shown(apply(text, diagnostic?.fixes?.[0]?.edits ?? []))).toEqual([])
  })

  it.each([
    ['a no-break space in a text', 'Ada\u00a0Example'],
    ['a blank of East Asia', '山田\u3000太郎'],
    ['a narrow blank', 'Ada\u202fExample'],
    ['a joiner in Persian', 'می\u200cخواهم'],
    ['a joiner in Hindi', 'क्\u200dष'],
    ['a joiner in a family', '👩\u200d👧'],
    ['a heart', 'Ada ❤\ufe0f'],
    ['the flag of Scotland', 'Ada 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
    ['a word break in Thai', 'กรุง\u200bเทพ'],
    ['a mark of direction in Hebrew', 'רחוב \u200f12, תל אביב'],
  ])('are a part of the text: %s', (_, value) => {
    expect(shown(withLines(`    name: ${value}`))).toEqual([])
  })

  it.each([
    ['a zero-width space in Latin', 'Ada\u200bExample'],
    ['a soft hyphen', 'Exam\u00adple'],
    ['a joiner before a blank', 'Ada\u200d Example'],
    ['a mark of direction in Latin', 'Ada \u202eelpmaxE'],
    ['tags that are no flag', 'Ada\u{e0041}\u{e0042} Example'],
    ['a filler of Hangul in Latin', 'Ada\u3164Example'],
  ])('are reported inside a text where no script needs them: %s', (_, value) => {
    expect(shown(withLines(`    name: ${value}`))).toEqual(['7 warning INVISIBLE_CHARACTER'])
  })

  it('of one value are one diagnostic, of which one fix takes all away', () => {
    const text = withLines('    name: \u00a0\u200bAda Exam\u00adple\u2060')
    const { diagnostics } = readManifest(text)

    expect(diagnostics).toHaveLength(1)
    expect(readManifest(apply(text, diagnostics[0]?.fixes?.[0]?.edits ?? [])).manifest?.returnAddress.name).toBe(
      'Ada Example',
    )
  })

  it('that a secret holds are named and never taken away', () => {
    const [diagnostic] = readManifest(withLines('trueCryptPassword: horse\u00a0')).diagnostics

    expect(diagnostic?.code).toBe('INVISIBLE_CHARACTER')
    expect(diagnostic?.fixes).toBeUndefined()
  })
})

const text = withLines()

describe('one cause', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['RTF', `{\\rtf1\\ansi\\deff0\n${text.replaceAll('\n', '\\\n')}}`, 'RTF'],
    ['a PDF', Buffer.from(`%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n`, 'latin1'), 'PDF'],
    ['a ZIP or Word file', Buffer.from('PK\x03\x04\x14\0\x08\0\xff\xfe\x80', 'latin1'), 'ZIP'],
    ['an old Word file', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'old Word'],
    ['a gzip file', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]), 'gzip'],
    ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'image'],
    ['HTML', `<!DOCTYPE html>\n<html><body><pre>${text}</pre></body></html>`, 'HTML'],
    ['HTML without a type', `<html>\n<head><title>Sign in: please</title></head>\n${text}`, 'HTML'],
    ['XML', `<?xml version="1.0"?>\n<manifest>\n<bucket>a</bucket>\n</manifest>`, 'XML'],
    ['JSON', `{\n  "manifestVersion": "2.0",\n  "bucket": "archive-2014"\n}`, 'JSON'],
    ['YAML in braces', '{manifestVersion: 2.0, bucket: archive-2014, deviceId: SN-1}', 'braces'],
    ['a form of several parts', `--X-1\r\nContent-Disposition: form-data; name="file"\r\n\r\n${text}`, 'form'],
    ['a manifest that is URL-encoded', encodeURIComponent(text), 'URL-encoded'],
  ])('is one diagnostic: %s', (_, given, named) => {
    const { valid, diagnostics } = typeof given === 'string' ? readManifest(given) : readManifestBytes(given)

    expect(valid).toBe(false)
    expect(diagnostics.map(({ code }) => code)).toEqual(['OTHER_FORMAT'])
    expect(diagnostics[0]?.detail).toContain(named)
  })

  it.each([
    'https://example.com/manifests/import.txt',
    'http://10.0.0.1/m',
    's3://archive-2014/manifest.txt\n',
    'arn:aws:s3:::archive-2014/manifest.txt',
    '"https://example.com/m.txt"',
    'ftp://example.com/m',
    'file:///home/ada/manifest.txt',
    './manifest.yml',
    'C:\\Users\\ada\\manifest.txt',
  ])('is one diagnostic: %s in place of the manifest', given => {
    expect(shown(given)).toEqual(['1 error MANIFEST_IS_PATH'])
  })

  it.each([
    ['blanks', text.replaceAll('\n', ' '), 'a blank'],
    ['blanks, with a comment first', `# mine ${text.replaceAll('\n', ' ')}`, 'a blank'],
    ['a literal \\n', text.trim().replaceAll('\n', '\\n'), 'a backslash with "n"'],
    ['a literal \\r\\n', text.trim().replaceAll('\n', '\\r\\n'), 'a backslash with "r", another with "n",'],
    ['a backtick with n', text.trim().replaceAll('\n', '`n'), 'a backtick'],
    ['tags', text.trim().replaceAll('\n', '<br/>'), 'HTML'],
    ['semicolons', LINES.slice(0, 5).join('; '), 'a semicolon'],
    ['commas', LINES.slice(0, 5).join(','), 'a comma'],
    ['nothing', text.replaceAll('\n', ''), 'nothing'],
  ])('is one diagnostic: lines joined by %s', (_, given, sign) => {
    const { diagnostics } = readManifest(given)

    expect(diagnostics.map(({ code }) => code)).toEqual(['LINES_JOINED'])
    expect(diagnostics[0]?.detail).toContain(sign)
    expect(diagnostics[0]?.hint).toContain('Get-Content -Raw')
  })

  it('is one diagnostic: CR alone, and CR CR LF', () => {
    expect(shown(text.replaceAll('\n', '\r'))).toEqual(['1 error LINE_ENDS_UNUSUAL'])
    expect(shown(text.replaceAll('\n', '\r\r\n'))).toEqual(['1 error LINE_ENDS_UNUSUAL'])
    expect(shown(text.replaceAll('\n', '\r\r\r\n'))).toEqual(['1 error LINE_ENDS_UNUSUAL'])
    expect(shown(text.replaceAll('\n', '\r\n'))).toEqual([])
  })

  it('leaves the other faults of the lines to be seen', () => {
    expect(shown(withLines('deviceId: ~', 'acl: everyone').replaceAll('\n', '\r'))).toEqual([
      '1 error LINE_ENDS_UNUSUAL',
      '3 error OPTION_EMPTY',
      '14 error VALUE_NOT_ALLOWED',
    ])
  })

  it('is one diagnostic: a control character all over the text', () => {
    expect(shown(text.replaceAll('\n', '\n# \u0001\n'))).toEqual(['2 error CONTROL_CHARACTER'])
  })

  it('is not seen where there is none: one line of a manifest, a colon in a value', () => {
    expect(shown('bucket: archive-2014')).not.toContain('1 error LINES_JOINED')
    expect(shown('generator: bucket: deviceId: x')).not.toContain('1 error MANIFEST_IS_PATH')
    expect(shown(withLines('generator: made of bucket: and deviceId: and eraseDevice:'))).toEqual([])
  })
})

describe('what YAML writers put around a document', () => {
  it.each([
    ['...', `${text}...\n`],
    ['--- and ...', `---\n${text}...`],
    ['--- with a comment', `--- # made by a script\n${text}... # the end\n`],
    ['... twice', `${text}...\n...\n`],
    ['comments around', `# first\n---\n${text}...\n# last\n`],
  ])('is skipped: %s', (_, given) => {
    expect(shown(given)).toEqual([])
  })

  it('is skipped but for directives, which are named and can be removed', () => {
    const given = `%YAML 1.2\n%TAG ! tag:example.org,2014:\n---\n${text}`
    const { diagnostics } = readManifest(given)

    expect(shown(given)).toEqual(['1 error YAML_DIRECTIVE', '2 error YAML_DIRECTIVE'])
    expect(diagnostics[0]?.detail).toContain('%YAML')
    expect(apply(given, diagnostics[0]?.fixes?.[0]?.edits ?? [])).toBe(given.slice('%YAML 1.2\n'.length))
  })

  it('is no end where lines follow', () => {
    expect(shown(`...\n${text}`)).toEqual(['1 error NOT_A_PAIR'])
  })
})

describe('a post-office box', () => {
  it.each([
    ['    name: Ada Example, PO Box 12', '7 error PO_BOX'],
    ['    street1: Apartado de Correos 12', '8 error PO_BOX'],
    ['    city: Springfield, POB 12', '9 error PO_BOX'],
    ['    company: Example Ltd, Postfach 7', '14 error PO_BOX'],
    ['    street2: Case postale 12', '14 error PO_BOX'],
    ['    street3: "Boîte Postale 12"', '14 error PO_BOX'],
  ])('is found in every line of the address: %s', (line, expected) => {
    expect(shown(withLines(line))).toEqual([expected])
  })

  it.each([
    ['Germany', 'PF 12'],
    ['FRANCE;', 'BP 12'],
    ['Türkiye', 'PK 12'],
  ])('may have a short name in its country: %s, %s', (country, line) => {
    expect(shown(withLines(`    country: ${country}`, `    street1: ${line}`))).toContain('8 error PO_BOX')
  })
})

describe('a trailing semicolon', () => {
  it.each([
    ['deviceId: SN-1;', 3],
    ['    name: Ada Example;', 7],
    ['    street1: 12 Mill Lane ;', 8],
    ['    city: Springfield;;', 9],
    ['    postalCode: 01101;', 11],
    ['    country: USA;', 12],
    ['    phoneNumber: +1 413 555 0142;', 13],
    ['generator: by hand;', 14],
    ['staticMetadata:\n    from: tape;', 15],
  ])('of "%s" is a warning, and can be removed', (line, number) => {
    const given = withLines(line)
    const [diagnostic] = readManifest(given).diagnostics

    expect(shown(given)).toEqual([`${number} warning TRAILING_SEMICOLON`])
    expect(shown(apply(given, diagnostic?.fixes?.[0]?.edits ?? []))).toEqual([])
  })

  it.each(['manifestVersion: 2.0;', 'bucket: archive-2014;', 'eraseDevice: yes ;'])('of "%s" is an error', line => {
    expect(shown(withLines(line))).toMatchObject([expect.stringMatching(/^\d error TRAILING_SEMICOLON$/)])
  })

  it.each(['deviceId: "SN-1;"', 'notificationEmail: ada@example.org;', 'generator: a;b'])('is none in %s', line => {
    expect(shown(withLines(line))).toEqual([])
  })

  it('of a secret is reported without it, and left', () => {
    const [diagnostic] = readManifest(withLines('pinCode: 4711;')).diagnostics

    expect(diagnostic).toMatchObject({ code: 'TRAILING_SEMICOLON', severity: 'warning' })
    expect(`${diagnostic?.detail} ${diagnostic?.hint}`).not.toContain('4711')
    expect(diagnostic?.fixes).toBeUndefined()
  })

  it.each(['USA;', 'USA ;', 'United States;;', 'usa,', '\u00a0USA'])('leaves the rules of the country: %s', country => {
    const given = withLines(`    country: ${country}`, '    postalCode: 1101').replace(/.*stateOrProvince.*\n/, '')

    expect(shown(given)).toEqual(expect.arrayContaining(['6 error STATE_MISSING', '10 warning POSTAL_CODE_SHORT']))
  })
})

describe('patterns', () => {
  it.each([
    'cache/**',
    '*.iso',
    'x+++',
    '{old,new}/',
    '^{7F00AA11}/',
    'n{9,3}',
    '[m-c]',
    '\\xG1',
    '\\p{Greek_Letters}',
    '\\k<part>',
    '(disk',
    'disk)',
    '[0-9',
    'a\\',
    '(?<=x.*?)y',
  ])('that Java refuses are errors, in ignore and in substitutions: %s', pattern => {
    const quoted = `"${pattern.replace(/["\\]/g, '\\$&')}"`
    const [diagnostic] = readManifest(withLines(`ignore:\n  - ${pattern}`)).diagnostics

    expect(shown(withLines(`ignore:\n  - ${pattern}`))).toEqual(['15 error PATTERN_INVALID'])
    expect(shown(withLines(`substitutions:\n  ${quoted}: x`))).toEqual(['15 error PATTERN_INVALID'])
    expect(diagnostic?.detail).toMatch(/ from character \d+ on: /)
  })

  it.each([
    '^cache/',
    '\\.iso$',
    '(?i)thumbs\\.db',
    '\\p{IsGreek}+',
    '[^/]++$',
    '(?<!keep)\\.tmp$',
    'a{2}{3}',
    '^\\{7F00\\}/',
  ])('that Java takes are none: %s', pattern => {
    expect(shown(withLines(`ignore:\n  - ${pattern}`))).toEqual([])
  })
})

describe('numbers', () => {
  const customs = (name: string, value: string) =>
    withLines(
      'customs:',
      '    dataDescription: Tax records',
      '    encryptedData: no',
      '    exportCertifierName: Ada Example',
      '    requiresExportLicense: no',
      '    deviceCountryOfOrigin: Japan',
      '    deviceType: usbFlashDrive',
      ...(name === 'deviceValue' ? [] : ['    deviceValue: 80']),
      `    ${name}: ${value}`,
    )

  it.each(['80', '80.5', '80.00', '1,250', '1,250.00', '1,234,567.89', '$80', '$ 80.00', '0.99'])(
    'a value of %s is one amount',
    value => {
      expect(shown(customs('deviceValue', value))).toEqual([])
    },
  )

  it.each([
    '80,00',
    '80,5',
    '1.250',
    '1.250,00',
    '1,25',
    '12,50,000',
    ',80',
    '80,',
    '1,2500',
    '80.000',
    '80 000',
    'EUR 80',
    '8E1',
  ])('a value of %s is none', value => {
    const [diagnostic] = readManifest(customs('deviceValue', value)).diagnostics

    expect(diagnostic).toMatchObject({ code: 'CUSTOMS_VALUE_NOT_ALLOWED', severity: 'error' })
    expect(diagnostic?.fixes).toBeUndefined()
  })

  it.each(['8471.70.4065', '8471704065', '8471.70', '847170', '84717040', '8471.70.40', '8523.51.00.00'])(
    'a tariff code of %s is one',
    value => {
      expect(shown(customs('deviceHTS', value))).toEqual([])
    },
  )

  it.each(['8471', '84717', '8471.7', '84-71-70', 'HTS 847170', '847170406'])('a tariff code of %s is none', value => {
    expect(shown(customs('deviceHTS', value))).toMatchObject([expect.stringContaining('CUSTOMS_VALUE_NOT_ALLOWED')])
  })

  it.each([
    ['MA', '1101', '01101'],
    ['Massachusetts', '2139', '02139'],
    ['ma', '2139-4307', '02139-4307'],
    ['NJ', '7030', '07030'],
    ['New Jersey', '8540', '08540'],
    ['VT', '5401', '05401'],
    ['CT', '6510', '06510'],
    ['PR', '901', '00901'],
    ['NY', '501', '00501'],
    ['AE', '9012', '09012'],
  ])('a ZIP code in %s has lost its zeros: %s', (state, postalCode, whole) => {
    const given = withLines(`    stateOrProvince: ${state}`, `    postalCode: ${postalCode}`)
    const [diagnostic] = readManifest(given).diagnostics

    expect(shown(given)).toEqual(['11 warning POSTAL_CODE_SHORT'])
    expect(readManifest(apply(given, diagnostic?.fixes?.[0]?.edits ?? [])).manifest?.returnAddress.postalCode).toBe(
      whole,
    )
  })

  it.each([
    ['WA', '9810'],
    ['MA', '9999'],
  ])('a ZIP code of four digits in %s is reported but not mended: %s', (state, postalCode) => {
    const [diagnostic] = readManifest(
      withLines(`    stateOrProvince: ${state}`, `    postalCode: ${postalCode}`),
    ).diagnostics

    expect(diagnostic?.code).toBe('POSTAL_CODE_SHORT')
    expect(diagnostic?.fixes).toBeUndefined()
  })

  it('of four digits is a postal code elsewhere', () => {
    const given = withLines('    country: Austria', '    postalCode: 1010', '    phoneNumber: +43 1 5550142')

    expect(shown(given)).not.toContain('11 warning POSTAL_CODE_SHORT')
  })

  it.each([
    ['    postalCode: 98101.0', 11],
    ['    postalCode: 9.8101E+04', 11],
    ['    phoneNumber: 14135550142.0', 13],
    ['    phoneNumber: 1.41356E+10', 13],
    ['deviceId: 5.32404E+11', 3],
  ])('that a spreadsheet has changed are reported: %s', (line, number) => {
    expect(shown(withLines(line))).toContain(`${number} warning NUMBER_CHANGED`)
  })

  it.each(['deviceId: 532404500021', 'deviceId: 1E10', 'deviceId: 2.0', '    postalCode: 01101-2233'])(
    'as they should be are not: %s',
    line => {
      expect(shown(withLines(line))).toEqual([])
    },
  )
})

const apply = (given: string, edits: readonly { start: number; end: number; text: string }[]): string =>
  edits.toReversed().reduce((mended, edit) => mended.slice(0, edit.start) + edit.text + mended.slice(edit.end), given)

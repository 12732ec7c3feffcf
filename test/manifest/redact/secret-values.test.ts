import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { redactManifest, secretMask } from '../../../lib/manifest/redact/secret-values.ts'
import { importText } from '../manifest-texts.ts'

const SECRET = 'S3cret & "Horse"/<Ü>\'s'
const mask = secretMask(importText(`trueCryptPassword:${SECRET}`))

const url = encodeURIComponent(SECRET)
const xml = SECRET.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const bytes = (before: string) => Buffer.from(`${before}${SECRET} is wrong`)

/** The forms in which a service may repeat a value. */
const ECHOES: Readonly<Record<string, string>> = {
  'as it is': SECRET,
  'in upper case': SECRET.toUpperCase(),
  'in lower case': SECRET.toLowerCase(),
  'in quotes': `'${SECRET}'`,
  'escaped for XML': xml,
  'escaped for XML, quotes too': xml.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
  'escaped for XML twice': xml.replaceAll('&', '&amp;'),
  'as character references': [...SECRET].map(one => `&#${one.codePointAt(0)};`).join(''),
  'as JSON': JSON.stringify(SECRET),
  'as JSON in ASCII': JSON.stringify(SECRET).replace(/[^ -~]/g, one => `\\u00${one.charCodeAt(0).toString(16)}`),
  'as JSON in JSON': JSON.stringify(JSON.stringify(SECRET)),
  'URL-encoded': url,
  'URL-encoded in lower case': url.replace(/%../g, hex => hex.toLowerCase()),
  'URL-encoded as a form': url.replaceAll('%20', '+'),
  'URL-encoded twice': encodeURIComponent(url),
  'URL-encoded, every character': [...Buffer.from(SECRET)].map(byte => `%${byte.toString(16)}`).join(''),
  'with other blanks': SECRET.replaceAll(' ', '\t \n'),
  'for a shell': SECRET.replaceAll("'", "\\'").replaceAll('"', '\\"'),
  'for SQL': SECRET.replaceAll("'", "''"),
  'in Base64': bytes('').toString('base64'),
  'in Base64, one later': bytes('x').toString('base64'),
  'in Base64, two later': bytes('xx').toString('base64'),
  'in Base64 for URLs': bytes('x').toString('base64url'),
  'in hexadecimal digits': bytes('x').toString('hex'),
  'cut off': `${SECRET.slice(0, 9)}...`,
}

describe('the mask of a manifest', () => {
  it.each(Object.entries(ECHOES))('hides a value %s', (_, echo) => {
    const shown = mask.words(`The value ${echo}`)

    expect(shown).toMatch(/^The value \S{0,4}\[redacted\]/)
    expect(shown).not.toContain(echo.slice(4, -4))
  })

  it('leaves every other word', () => {
    expect(mask.words('Bucket mybucket does not exist (/logBucket)')).toBe(
      'Bucket mybucket does not exist (/logBucket)',
    )
  })

  it('hides what is secret by its name, whatever the manifest holds', () => {
    expect(secretMask(importText()).words('pinCode: 4711')).toBe('pinCode: [redacted]')
  })

  it.each([
    ['4711', 'Code 4711 is too short', 'Code [redacted] is too short'],
    ['4711', 'Job 147110 in 2026', 'Job 147110 in 2026'],
    ['4711', 'manifest=a%3A4711%0Ab', 'manifest=a%3A[redacted]%0Ab'],
    ['4711', String.raw`"a:\n4711\n"`, String.raw`"a:\n[redacted]\n"`],
    ['42', 'In 42 days', 'In 42 days'],
    ['password', 'Option trueCryptPassword is too short', 'Option trueCryptPassword is too short'],
    ['password', 'The text password is too common', 'The text [redacted] is too common'],
    ['hunter2x', 'xhunter2xx', 'x[redacted]x'],
  ])('hides the short or common value %s where it stands as a word', (value, said, shown) => {
    expect(secretMask(importText(`pinCode:${value}`)).words(said)).toBe(shown)
  })

  it('leaves an address and a URL as they are, unless the value is too long for chance', () => {
    const short = secretMask(importText('pinCode:22153'))

    expect(short.data('Anytown, VA 22153')).toBe('Anytown, VA 22153')
    expect(mask.data(`https://bucket/${url}.pdf`)).toBe('https://bucket/[redacted].pdf')
  })

  it.each([
    ['trueCryptPassword: "quoted value"', 'quoted value'],
    ["pinCode: 'quoted value'", 'quoted value'],
    ['pinCode: quoted value # as on the sticker', 'quoted value'],
    ['pinCode:\n  quoted value', 'quoted value'],
    ['pinCode:\n  - quoted value', 'quoted value'],
    ['# Drive PIN: quoted value', 'quoted value'],
    ['# the pinCode is "quoted value"', 'quoted value'],
    ['unknownSecret: quoted value', 'quoted value'],
  ])('knows the value of %j', (line, value) => {
    expect(secretMask(`bucket:b\n${line}\n`).words(`see: ${value}!`)).toBe('see: [redacted]!')
  })

  it('knows the values of several manifests', () => {
    const both = secretMask(importText('pinCode:first-value'), undefined, importText('pinCode:second-value'))

    expect(both.words('first-value, second-value')).toBe('[redacted], [redacted]')
  })

  it('hides any value in any sentence', () => {
    const value = fc
      .string({ unit: 'binary', minLength: 6, maxLength: 300 })
      .filter(text => text.isWellFormed() && !/[\r\n]/.test(text) && text.trim().length >= 6)
      .map(text => text.trim())
    fc.assert(
      fc.property(value, fc.constantFrom(...[encodeURIComponent, JSON.stringify, String]), (text, encode) => {
        const shown = secretMask(`pinCode: "${text.replaceAll('"', "'")}"`).words(
          `a ${encode(text.replaceAll('"', "'"))} b`,
        )

        expect(shown).not.toContain(text)
      }),
    )
  })

  it('takes no stall for any manifest', () => {
    const many = Array.from({ length: 4000 }, (_, index) => `pin${index}: value-${index}`).join('\n')
    const long = `pinCode: ${'a b&'.repeat(16_000)}`

    expect(secretMask(long, many).words('a b&'.repeat(500))).toBe('[redacted]')
  })
})

describe('a manifest that is stored', () => {
  it('has no secret, also where a comment repeats one without its name', () => {
    const text = importText('trueCryptPassword:hunter2-hunter2\n# try hunter2-hunter2 first')

    expect(redactManifest(text)).toContain('# try [redacted] first')
    expect(redactManifest(text)).not.toContain('hunter2')
  })
})

import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { FIELDS } from '../../../lib/manifest/fields/fields.ts'
import { readManifest } from '../../../lib/manifest/read.ts'
import { redact } from '../../../lib/manifest/redact/redact.ts'
import { NOT_LINEAR_MS } from '../../support/linear-time.ts'
import { importText } from '../manifest-texts.ts'

const CASES: readonly (readonly [text: string, redacted: string])[] = [
  ['trueCryptPassword:hunter2\nbucket:b', 'trueCryptPassword:[redacted]\nbucket:b'],
  ['trueCryptPassword: "hunter2"  \r\nbucket:b\r\n', 'trueCryptPassword: [redacted]\r\nbucket:b\r\n'],
  ['pinCode:1\npinCode:2', 'pinCode:[redacted]\npinCode:[redacted]'],
  ['trueCryptPassword:\nbucket:b', 'trueCryptPassword:\nbucket:b'],
  ['"trueCryptPassword" : x: y # z', '"trueCryptPassword" : [redacted]'],
  ['TRUECRYPTPASSWORD=x', 'TRUECRYPTPASSWORD=[redacted]'],
  ['true_crypt_password: x', 'true_crypt_password: [redacted]'],
  ['trueCryptPasswort: x', 'trueCryptPasswort: [redacted]'],
  ['truCrytpPassw0rd: x', 'truCrytpPassw0rd: [redacted]'],
  ['secretAccessKey: x', 'secretAccessKey: [redacted]'],
  ['o:\n  - pinCode: x\n    a: b', 'o:\n  - pinCode: [redacted]\n    a: b'],
  ['pinCode:\n  x\nbucket:b', 'pinCode:\n  [redacted]\nbucket:b'],
  ['pinCode:\nx\nbucket:b', 'pinCode:\n[redacted]\nbucket:b'],
  ['pinCode: |\n  x: y\n\n  z\nbucket:b', 'pinCode: [redacted]\n  [redacted]\n\n  [redacted]\nbucket:b'],
  ['pinCode:\n  a: x\n  b:\n    - y\nbucket:b', 'pinCode:\n  [redacted]\n  [redacted]\n    [redacted]\nbucket:b'],
  ['pinCode: "x\n  y"\nbucket:b', 'pinCode: [redacted]\n  [redacted]\nbucket:b'],
  ['# pinCode: x\n# 3. pinCode - as on the sticker', '# pinCode: [redacted]\n# 3. pinCode - as on the sticker'],
  ['{"bucket": "b", "pinCode": "x"}', '{"bucket": "b", "pinCode": [redacted]'],
  ['{"manifest":"bucket:b\\npinCode:x\\n"}', '{"manifest":"bucket:b\\npinCode:[redacted]'],
  ['{\\"pinCode\\": \\"x\\"}', '{\\"pinCode\\": [redacted]'],
  ['Manifest=bucket%3Ab%0ApinCode%3Ax%0AdeviceId%3A1', 'Manifest=bucket%3Ab%0ApinCode%3A[redacted]%0AdeviceId%3A1'],
  ['<pinCode>x</pinCode>', '<pinCode>[redacted]'],
  ['pinCode x', 'pinCode [redacted]'],
  ['- trueCryptPassword x', '- trueCryptPassword [redacted]'],
  ['generator: pincode-tool 1.0', 'generator: pincode-tool 1.0'],
  ['zipCode: 98100\npinion: x', 'zipCode: 98100\npinion: x'],
]

/** X is the secret. */
const SECRETS_BY_PARTS_OF_NAMES = [
  '# Drive PIN: X',
  'devicePIN:X',
  '# pinCode X',
  'aegisPin:X',
  'awsSecret:X',
  '# the trueCryptPassword is X',
  '# the pin is X',
  '# The PIN was X',
  '# PIN X9',
  '# PIN: X',
  '# PIN of drive 2: X',
  '# Keypad pin: X',
  '# PIN=X',
  'DRIVE_PIN=X',
  'drivepin: X',
  'pin2: X',
  'PINs: X',
  '{"devicePIN":"X"}',
  'x=1&devicePin=X&a=b',
  'a%3Db%26devicePIN%3AX',
  '# password for the disk: X',
  '# Password (old): X',
  '# note: password is "correct horse X"',
  '# pinCode X Y',
  '# trueCryptPassword X horse battery',
  '# TrueCrypt password X',
  '# Passphrase -> X',
  '# pwd X',
  'userPwd: X',
  '# pw: X',
  'pass: X',
  'drivePass: X',
  'masterPassword1: X',
  'sessionToken: X',
  'api_key: X',
  'unlockCode:X',
  '# BitLocker recovery key: X',
  '# AWS secret: X',
  '# my secret is X',
  'aws_secret_key: X',
  'credentials: X',
  'bucket: b # PIN X',
]

const HARMLESS = [
  '# pin the label to the box',
  '# Pin the label: left side',
  '# keep the password safe',
  '# no password is needed',
  '# the password is set by the operator',
  '# the pinCode is printed on the sticker',
  '# pinCode as on the sticker',
  '# passwords must not be written here',
  '# This is password protected',
  '# second pass: verify',
  '# shipping: by Monday',
  '# spin: fast',
  '# secretary: Ms Jones',
  '# opinion: good',
  'accessKeyId: AKIAIOSFODNN7EXAMPLE',
  'mapping: x',
  'compass: x',
  'bypass: yes',
  'hairpin: x',
  'keyFile: x',
  'name: Chopin',
  'street1: 12 Pinewood Drive',
  'bucket: my-secret-bucket',
  'prefix: pin/',
  'deviceId: PIN-4711',
]

const NAMES = [
  'trueCryptPassword',
  'pinCode',
  'TrueCryptPassword',
  'PINCODE',
  'trueCryptPasword',
  'true-crypt-password',
]
const secret = fc
  .tuple(fc.string({ unit: fc.constantFrom(...'abc019 :#"\'\\[]{}%&|>-,='), minLength: 3, maxLength: 12 }), fc.nat(1e9))
  .map(([text, number]) => `S${number.toString(36)}${text.trim()}E`)

const spelling = fc.record({
  before: fc.constantFrom('', '  ', '- ', '    - ', '# ', '"', "'", '{"bucket": "b", "', 'x: y, ', '\ufeff'),
  name: fc.constantFrom(...NAMES),
  after: fc.constantFrom(
    ':',
    ': ',
    ' : ',
    '=',
    ' = ',
    '":',
    '": "',
    "': '",
    ':\t',
    ':\n          ',
    ': |\n          ',
    ': >-\n\n          ',
  ),
  rest: fc.constantFrom('', '  ', '"', '"}', ' # note'),
})

describe('redacting', () => {
  it.each(CASES)('%j', (text, redacted) => {
    expect(redact(text)).toBe(redacted)
    expect(redact(redacted)).toBe(redacted)
  })

  it.each(SECRETS_BY_PARTS_OF_NAMES)('knows the secret of %s', text => {
    expect(redact(text)).not.toMatch(/X/)
  })

  it.each(HARMLESS)('leaves alone what is none: %s', text => {
    expect(redact(text)).toBe(text)
  })

  it.each(FIELDS.map(({ name }) => name))('knows whether the option %s is a secret', name => {
    expect(redact(`${name}: X`) === `${name}: X`).toBe(!['trueCryptPassword', 'pinCode'].includes(name))
  })

  it(
    'takes no longer than the text is long',
    () => {
      const lines = [
        'pin '.repeat(50_000),
        '# the secret '.repeat(20_000),
        'pass word '.repeat(20_000),
        '\\"'.repeat(100_000),
      ]

      expect(redact(lines.join('\n')).split('\n')).toHaveLength(lines.length)
    },
    NOT_LINEAR_MS,
  )

  it('leaves no secret behind, however it is written', () => {
    fc.assert(
      fc.property(spelling, secret, fc.constantFrom('\n', '\r\n'), fc.boolean(), (spelt, value, lineBreak, isFirst) => {
        const line = `${spelt.before}${spelt.name}${spelt.after}${value}${spelt.rest}`
        const text = (isFirst ? `${line}\n${importText()}` : `${importText()}${line}`).replaceAll('\n', lineBreak)

        expect(redact(text)).not.toContain(value)
      }),
      { numRuns: 1000 },
    )
  })

  it('leaves no secret behind in encoded text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NAMES.slice(0, 2)), secret, (name, value) => {
        const text = importText(`${name}:${value}`)

        expect(redact(`Action=CreateJob&Manifest=${encodeURIComponent(text)}`)).not.toContain(encodeURIComponent(value))
        expect(redact(JSON.stringify({ manifest: text }))).not.toContain(JSON.stringify(value).slice(1, -1))
      }),
    )
  })

  it('keeps every other line, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        const lines = redact(text).split('\n')

        expect(lines).toHaveLength(text.split('\n').length)
        expect(redact(redact(text))).toBe(redact(text))
      }),
    )
    const harmless = importText('prefix:a')
    expect(redact(harmless)).toBe(harmless)
  })

  it('makes a manifest that cannot be sent by mistake', () => {
    const { diagnostics } = readManifest(redact(importText('trueCryptPassword:hunter2')))

    expect(diagnostics).toMatchObject([{ code: 'PLACEHOLDER', pointer: '/trueCryptPassword' }])
  })
})

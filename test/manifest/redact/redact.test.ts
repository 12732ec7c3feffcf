import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readManifest } from '../../../lib/manifest/read.ts'
import { redact } from '../../../lib/manifest/redact/redact.ts'
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

  it('keeps every other line, whatever the text', () => {
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

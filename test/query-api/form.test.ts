import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { decodeForm, decodeFormBytes, encodeForm, rfc3986, unite } from '../../lib/query-api/form.ts'

const entries = (text: string) => [...decodeForm(text).params]

describe('percent-encoding', () => {
  it('leaves the unreserved characters alone and writes all others in upper-case hex', () => {
    expect(rfc3986('AZaz09-_.~')).toBe('AZaz09-_.~')
    expect(rfc3986(" !'()*/+=&:\n\u00FC\u{1F4E6}")).toBe('%20%21%27%28%29%2A%2F%2B%3D%26%3A%0A%C3%BC%F0%9F%93%A6')
  })

  it('takes half a surrogate pair for a character that is lost', () => {
    expect(rfc3986('\uD83D')).toBe('%EF%BF%BD')
  })
})

describe('a form', () => {
  it.each([
    [
      'a blank as + or %20',
      'a=1+2&b=1%202',
      [
        ['a', '1 2'],
        ['b', '1 2'],
      ],
    ],
    ['a plus sign', 'a=1%2B2', [['a', '1+2']]],
    [
      'empty values, with and without =',
      'a=&b',
      [
        ['a', ''],
        ['b', ''],
      ],
    ],
    ['further = signs in a value', 'Signature=abc==', [['Signature', 'abc==']]],
    [
      'needless & signs',
      '&a=1&&b=2&',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['hex in either case', 'a=%c3%BC', [['a', '\u00FC']]],
    ['characters that should have been encoded', 'a=\u00FC', [['a', '\u00FC']]],
    [
      'names that objects have already',
      '__proto__=1&constructor=2',
      [
        ['__proto__', '1'],
        ['constructor', '2'],
      ],
    ],
    ['nothing at all', '', []],
  ])('may hold %s', (_, text, expected) => {
    expect(decodeForm(text)).toEqual({ params: new Map(expected as [string, string][]), problems: [] })
  })

  it.each([
    [
      'a malformed escape',
      'Manifest=accessKeyId%AKIA',
      'The value of Manifest has "%AK", which is not percent-encoding.',
    ],
    ['an escape that is cut off', 'a=100%', 'The value of a has "%", which is not percent-encoding.'],
    ['a malformed name', '%zz=1', 'A parameter\'s name has "%zz", which is not percent-encoding.'],
    ['bytes that are no UTF-8', 'a=%FF', 'The value of a is not percent-encoded UTF-8.'],
    ['a name twice', 'a=1&a=1', 'a occurs twice.'],
    ['no name', '=1', 'A parameter has no name.'],
    ['a very long name', `${'n'.repeat(200)}=1`, 'A name of more than 128 characters.'],
    ['too many parameters', 'a&'.repeat(100_000), 'More than 1000 parameters.'],
  ])('with %s has a problem', (_, text, problem) => {
    expect(decodeForm(text).problems).toContain(problem)
  })

  it('is read as far as it goes where something is wrong with it', () => {
    expect(entries('Action=CreateJob&Manifest=%AK&JobType=Export')).toEqual([
      ['Action', 'CreateJob'],
      ['JobType', 'Export'],
    ])
  })

  it('must be UTF-8 when it comes as bytes', () => {
    expect(decodeFormBytes(new Uint8Array([0x61, 0x3d, 0xff])).problems).toEqual(['The body is not UTF-8.'])
  })

  it('reads back as it was, from any writer', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter(text => text.isWellFormed())
    const value = fc.string({ unit: 'grapheme' }).filter(text => text.isWellFormed())

    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key }), pairs => {
        expect(entries(encodeForm(new Map(pairs)))).toEqual(pairs)
        expect(entries(new URLSearchParams(pairs).toString())).toEqual(pairs)
      }),
    )
  })

  it('never throws, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[%&=+a-f0-9]*$/)), text => {
        expect(decodeForm(text).params).toBeInstanceOf(Map)
      }),
    )
  })
})

describe('parameters of URL and body together', () => {
  it('are one set', () => {
    const { params, problems } = unite(decodeForm('Operation=CreateJob'), decodeForm('Action=CreateJob&JobType=Import'))

    expect(Object.fromEntries(params)).toEqual({ Operation: 'CreateJob', Action: 'CreateJob', JobType: 'Import' })
    expect(problems).toEqual([])
  })

  it('may repeat each other but not contradict', () => {
    expect(unite(decodeForm('Action=A'), decodeForm('Action=A')).problems).toEqual([])
    expect(unite(decodeForm('Action=A'), decodeForm('Action=B')).problems).toEqual([
      'Action differs between URL and body.',
    ])
  })
})

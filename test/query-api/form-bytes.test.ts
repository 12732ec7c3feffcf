import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { encodeForm } from '../../lib/query-api/form.ts'
import { formBytes, formText } from '../../lib/query-api/form-bytes.ts'

type Pairs = readonly (readonly [name: string, value: string])[]

const bytesOf = (head: string, pairs: Pairs) =>
  formBytes(head, { names: pairs.map(([name]) => name), values: pairs.map(([, value]) => value) })
const written = (pairs: Pairs) => bytesOf('', pairs).toString('latin1')

describe('a form as bytes', () => {
  it('is the form as text, whatever stands in it', () => {
    const text = fc.string({ unit: 'binary', maxLength: 300 })

    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(text, text), { selector: ([name]) => name }), pairs => {
        expect(written(pairs)).toBe(encodeForm(new Map(pairs)))
      }),
    )
  })

  it.each([
    ['as long as one that is encoded from its bytes', 128],
    ['as long as any that is encoded by table', 16_384 - 3],
    ['longer', 16_384 - 2],
    ['much longer', 70_000],
  ])('is the same for a value that is %s', (_, length) => {
    for (const unit of ['a', ' ', '\u00fc', '\u20ac', '\ud83d']) {
      const value = unit.repeat(length)

      expect(written([['m', value]])).toBe(encodeForm(new Map([['m', value]])))
    }
  })

  it('is the same for many values that are too long together', () => {
    const pairs = Array.from({ length: 12 }, (_, index) => [`m${index}`, '\u20ac '.repeat(3000)] as const)

    expect(written(pairs)).toBe(encodeForm(new Map(pairs)))
  })

  it('follows a head that stays as it is', () => {
    expect(bytesOf('POST\nh\u00fc\n/\n', [['a', '1 2']]).toString()).toBe('POST\nh\u00fc\n/\na=1%202')
  })

  it('has no pair where none is given', () => {
    expect(bytesOf('head', []).toString()).toBe('head')
  })

  it.each([0, 10, 16_000, 70_000])('gets one parameter more, behind a value of %i characters', length => {
    for (const last of ['a b=', '\u20ac'.repeat(length)]) {
      const pairs = [
        ['m', '\u00fc'.repeat(length)],
        ['n', ' '],
      ] as const
      const bytes = bytesOf('head', pairs)

      expect(formText(bytes, 'head'.length, 'S\u00fc', last)).toBe(encodeForm(new Map([...pairs, ['S\u00fc', last]])))
    }
  })
})

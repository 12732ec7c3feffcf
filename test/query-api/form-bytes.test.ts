import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { encodeForm } from '../../lib/query-api/form.ts'
import { formBytes, type NamedValue } from '../../lib/query-api/form-bytes.ts'

const written = (pairs: readonly NamedValue[]) => formBytes('', pairs).toString('latin1')

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

  it('follows a head that stays as it is', () => {
    expect(formBytes('POST\nh\u00fc\n/\n', [['a', '1 2']]).toString()).toBe('POST\nh\u00fc\n/\na=1%202')
  })

  it('has no pair where none is given', () => {
    expect(formBytes('head', []).toString()).toBe('head')
  })
})

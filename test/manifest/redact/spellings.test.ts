import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { spelledTexts, spellingsOf } from '../../../lib/manifest/redact/spellings.ts'

const textsOf = (text: string) => spellingsOf(text).map(spelling => spelling.text)

describe('the spellings of a text', () => {
  it.each([
    ['plain words', ['plain words']],
    ['TWO   Blanks', ['two blanks']],
    ["it''s", ["it's"]],
    ['a%20b', ['a%20b', 'a b']],
    ['&lt;b&gt;', ['&lt;b&gt;', '<b>']],
    ['&NBSP;', ['&nbsp;', ' ']],
    ['&other;', ['&other;']],
    ['&#65;&#x42;', ['&#65;&#x42;', 'ab']],
    ['&#x110000;', ['&#x110000;']],
    ['\\u0041\\x42', ['\\u0041\\x42', 'ab']],
    ['a\\"b', ['a\\"b', 'a"b']],
    ['a\\ub', ['a\\ub', 'aub']],
    ['a\\xb', ['a\\xb', 'axb']],
    ['a\\nb', ['a\\nb', 'a b']],
  ] as const)('%j are %j', (text, spellings) => {
    expect(textsOf(text)).toEqual(spellings)
  })

  it('are three layers of escapes at the most', () => {
    expect(textsOf('%2525252541')).toEqual(['%2525252541', '%25252541', '%252541', '%2541'])
  })

  it('have the same texts without the stretches that their characters stand for', () => {
    const parts = ['%41', '%2541', '&amp;', '&#65;', '\\u0041', '\\n', "''", '  ', '+', '\u00a0', '\u0130', 'Ab', '\n']
    const part = fc.oneof(fc.constantFrom(...parts), fc.string({ unit: 'binary' }))
    const property = fc.property(fc.array(part), texts => {
      expect(spelledTexts(texts.join(''))).toEqual(textsOf(texts.join('')))
    })
    fc.assert(property)
  })

  it('show where each character stood', () => {
    const [, undone] = spellingsOf('x%20y')

    expect(undone).toMatchObject({ text: 'x y', from: [0, 1, 4], to: [1, 4, 5] })
  })
})

import { describe, expect, it } from '@jest/globals'
import anyAscii from 'any-ascii'
import fc from 'fast-check'
import { toLatin } from '../../lib/labels/latin.ts'

const latin = (text: string) => toLatin(text, anyAscii)

describe('a text for paper', () => {
  it.each(['Jane Roe', 'Zürich, Straße 1', 'Œuvre – “naïve” €5', 'Š Ž ™ … •'])('stays as it is: %s', text => {
    expect(latin(text)).toEqual({ text, isChanged: false })
  })

  it.each([
    ['Москва', 'Moskva'],
    ['Łódź', 'Lódz'],
    ['Αθήνα', 'Athina'],
    ['東京', 'DongJing'],
    ['Győr', 'Gyor'],
    ['A\u0301 e\u0302', 'Á ê'],
    ['Q\u0302', 'Q'],
    ['\u{E000}', '[U+E000]'],
    ['\u{10FFFF}', '[U+10FFFF]'],
  ])('%s becomes %s', (text, shown) => {
    expect(latin(text).text).toBe(shown)
  })

  it('reports that it was changed', () => {
    expect([latin('Łódź').isChanged, latin('Lodz').isChanged, latin('A\u0301').isChanged]).toEqual([true, false, false])
  })

  it('is one line', () => {
    expect(latin(' a\r\n b\tc ').text).toBe('a b c')
  })

  it('has only letters that the fonts have, whatever it was, and is not empty where it was not', () => {
    const winAnsi = new TextDecoder('windows-1252')
    const known = new Set(Array.from({ length: 224 }, (_, index) => winAnsi.decode(Uint8Array.of(index + 32))))

    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const { text: shown } = latin(text)

        expect([...shown].filter(character => !known.has(character))).toEqual([])
        if (/[\p{L}\p{N}\p{P}\p{S}\p{Co}\p{Cn}]/u.test(text)) expect(shown).not.toBe('')
      }),
    )
  })
})

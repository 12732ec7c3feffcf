import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { XMLParser } from 'fast-xml-parser'
import { readXml } from '../../lib/query-api/xml-reader.ts'
import { element, escapeText } from '../../lib/query-api/xml-writer.ts'
import { NOT_LINEAR_MS } from '../support/linear-time.ts'

const parser = new XMLParser({ trimValues: false, parseTagValue: false, htmlEntities: true })

describe('text in XML', () => {
  it.each([
    ['markup', '<b attr="1">&amp;</b> ]]> <!-- -->'],
    ['line ends of every kind', 'a\r\nb\rc\nd'],
    ['blanks around it', '  \t text \n '],
    ['characters beyond ASCII', '\u00FC \u65E5\u672C \u{1F4E6} \u0085 \u2028'],
    ['a manifest', 'manifestVersion:2.0\r\nname:A & B <C>\n'],
  ])('comes through a parser as it was: %s', (_, text) => {
    const xml = element('T', escapeText(text))

    expect(readXml(xml)?.text).toBe(text)
    expect(parser.parse(xml).T).toBe(text)
  })

  it('writes a carriage return as a reference, since parsers drop a bare one', () => {
    expect(escapeText('a\r\nb')).toBe('a&#13;\nb')
  })

  it.each(['\0', '\u0001', '\u000B', '\u001F', '\uFFFE', '\uFFFF', '\uD800', '\uDC00x'])(
    'never holds a character that XML does not know (case %#)',
    text => {
      expect(escapeText(text)).toBe(text.length === 1 ? '\uFFFD' : '\uFFFDx')
    },
  )

  it('comes through our reader whatever it holds, but for characters that XML does not know', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const kept = text.toWellFormed().replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')

        expect(readXml(element('T', escapeText(text)))?.text).toBe(kept)
      }),
    )
  })
})

describe('the reader', () => {
  it('reads elements, prefixes and attributes aside', () => {
    const root = readXml(`<?xml version="1.0"?>\n<!-- c --><x:A xmlns:x='u' b="&lt;"> <x:B/><C>1</C ><C>2</C></x:A>\n`)

    expect(root).toMatchObject({ name: 'A', children: [{ name: 'B', text: '' }, { text: '1' }, { text: '2' }] })
  })

  it('resolves the five names and numbers, and takes CDATA as it is', () => {
    expect(readXml('<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F4E6;<![CDATA[&amp;<b>]]></a>')?.text).toBe(
      '<>&"\'A\u{1F4E6}&amp;<b>',
    )
  })

  it.each([
    ['nothing', ''],
    ['text only', 'Service Unavailable'],
    ['a page of HTML', '<!DOCTYPE html><html><body><br></body></html>'],
    ['JSON', '{"message":"Internal server error"}'],
    ['half an answer', '<CreateJobResponse><CreateJobResult><JobId>ABC'],
    ['an element that is not closed', '<a><b></a>'],
    ['elements that overlap', '<a><b></a></b>'],
    ['two roots', '<a/><b/>'],
    ['text after the root', '<a/>x'],
    ['a DTD with entities', '<!DOCTYPE a [<!ENTITY x "xxxx">]><a>&x;</a>'],
    ['an unknown entity', '<a>&nbsp;</a>'],
    ['a bare ampersand', '<a>a & b</a>'],
    ['a reference to no character', '<a>&#0;</a>'],
    ['a reference beyond Unicode', '<a>&#x110000;</a>'],
    ['a comment without end', '<a><!-- </a>'],
    ['an attribute without quotes', '<a b=c/>'],
    ['very deep elements', `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`],
  ])('refuses %s', (_, text) => {
    expect(readXml(text)).toBeUndefined()
  })

  it('never throws, for any text', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '</',
      '/>',
      '&',
      ';',
      '#',
      'a',
      ' ',
      '=',
      '"',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
    )

    fc.assert(
      fc.property(fc.array(piece), pieces => {
        expect(() => readXml(pieces.join(''))).not.toThrow()
      }),
    )
  })

  // Each would take minutes, or an hour, if a step were quadratic.
  it.each([
    ['ampersands', `<a>${'&'.repeat(500_000)}</a>`],
    ['opening brackets', '<'.repeat(500_000)],
    ['blanks in a tag', `<a ${' '.repeat(500_000)}b`],
    ['attributes', `<a ${'b="c" '.repeat(100_000)}!`],
    ['comments', `<a>${'<!---->'.repeat(100_000)}`],
    ['CDATA without end', `<a>${'<![CDATA['.repeat(50_000)}`],
  ])(
    'is done soon with a million %s',
    (_, text) => {
      expect(readXml(text)).toBeUndefined()
    },
    NOT_LINEAR_MS,
  )
})

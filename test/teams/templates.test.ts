import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { isOneLine } from '../../lib/manifest/assist/option-texts.ts'
import { parseTree } from '../../lib/manifest/text/parse-tree.ts'
import type { Node } from '../../lib/manifest/text/tree.ts'
import { templateFaults } from '../../lib/teams/templates/check-template.ts'
import { renderTemplate } from '../../lib/teams/templates/render.ts'

const AT = { today: '2026-11-21', pointer: '/values' }

/** Every way in which a placeholder can stand in a manifest. */
const TEMPLATES = [
  'deviceId:{{deviceId}}',
  'deviceId: {{ deviceId }}',
  'deviceId:disk {{deviceId}} of {{date}}',
  'deviceId:"{{deviceId}}"',
  'deviceId:"disk {{deviceId}}" # a comment',
  "deviceId:'{{deviceId}}'",
  "deviceId: 'disk {{deviceId}} x'",
  '# {{not}} a use\ndeviceId:{{deviceId}}',
  'generator:x\n# comment\ndeviceId:{{deviceId}}\nlogPrefix:logs/{{deviceId}}/',
  'returnAddress:\n    name:{{deviceId}}\n    street1:1 Any Street\ndeviceId:x',
  'operations:\n    - exportBucket:{{deviceId}}\n      mergeSource:a\n    - exportBucket:b\ndeviceId:x',
  'ignore:\n    - {{deviceId}}\n    - b\ndeviceId:x',
  'deviceId:{{deviceId}}\r\nbucket:x\r\n',
  '---\ndeviceId:{{deviceId}}\nbucket:x\n...\n',
] as const

/** What means something in YAML, in CSV, in shells or in Unicode, besides any text. */
const PIECES = [
  ...[
    '"',
    "'",
    '\\',
    '#',
    ' #',
    ':',
    ': ',
    '- ',
    '-',
    '?',
    '&a',
    '*a',
    '!x',
    '|',
    '>',
    '%',
    '@',
    '`',
    '{',
    '}',
    '[',
    ']',
  ],
  ...['{{', '}}', '{{deviceId}}', '{{date}}', ',', ';', '=', '~', 'null', 'yes', '---', '...', '\u00a0', '\ufeff'],
  ...[
    '\u200b',
    '\u202e',
    '\u201c',
    '\u201d',
    '\u2018',
    '\u00fc',
    '\ud83d\ude00',
    '\ud800',
    '$&',
    '$1',
    '$$',
    ' ',
    '  ',
  ],
]
const BREAKS = ['\n', '\r', '\r\n', '\u0085', '\u2028', '\u2029', '\u000b', '\f', '\0', '\t', '\u001b', '\u009b']
const oneLine = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 8 })
  .map(pieces => pieces.join(''))
  .filter(text => isOneLine(text) && text.trim() !== '')

const options = (node: Node, path = ''): (readonly [string, string])[] => {
  if (node.is === 'scalar') return [[path, node.text]]
  if (node.is === 'list') return node.items.flatMap(({ value }, index) => options(value, `${path}/${index}`))
  return [...node.entries].flatMap(([name, { value }]) => options(value, `${path}/${name}`))
}
const linesOf = (text: string) => text.split(/\r\n|[\n\r\u0085\u2028\u2029\v\f]/).length

describe('what a template is filled in with', () => {
  it.each(TEMPLATES)('never adds a line or an option, and is read as it was given: %j', manifest => {
    const template = { manifest, placeholders: [] }
    expect(templateFaults(template)).toEqual([])
    const before = options(parseTree(manifest).root)

    fc.assert(
      fc.property(oneLine, deviceId => {
        const rendered = renderTemplate(template, { deviceId }, AT)

        const text = 'text' in rendered ? rendered.text : ''
        const values: Readonly<Record<string, string>> = { deviceId, date: AT.today }
        const fill = (value: string) =>
          value.replace(/\{\{ ?(\w+) ?\}\}/g, (whole, name: string) => values[name] ?? whole)
        const expected = before.map(([path, value]) => [path, fill(value)])
        expect(rendered).not.toHaveProperty('faults')
        expect(options(parseTree(text).root)).toEqual(expected)
        expect(linesOf(text)).toBe(linesOf(manifest))
      }),
      { numRuns: 150 },
    )
  })

  it('is refused where it is not of one line, and not repeated: it may be a secret', () => {
    const template = { manifest: 'deviceId:{{deviceId}}\npinCode:{{pin}}', placeholders: [{ name: 'pin' }] }

    fc.assert(
      fc.property(oneLine, fc.constantFrom(...BREAKS), oneLine, (one, lineBreak, other) => {
        const pin = `${one}${lineBreak}${other}`
        const rendered = renderTemplate(template, { deviceId: 'D1', pin }, AT)

        expect(rendered).toEqual({
          faults: [
            {
              code: 'VALUE_NOT_ALLOWED',
              detail: 'The value of {{pin}} has a line break or another control character.',
              pointer: '/values/pin',
            },
          ],
        })
      }),
    )
  })

  it('may come from defaults that name other placeholders, and no value is filled in a second time', () => {
    const template = {
      manifest: 'deviceId:{{deviceId}}\nlogPrefix:{{prefix}}',
      placeholders: [
        { name: 'prefix', default: '{{site}}/{{date}}/' },
        { name: 'site', default: 'berlin' },
      ],
    }

    const rendered = renderTemplate(template, { deviceId: '{{site}}', site: '{{date}}' }, AT)

    expect(options(parseTree('text' in rendered ? rendered.text : '').root)).toEqual([
      ['/deviceId', '{{site}}'],
      ['/logPrefix', '{{date}}/2026-11-21/'],
    ])
  })
})

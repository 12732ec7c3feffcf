import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { parse } from 'yaml'
import { plainOf } from '../../../lib/manifest/fields/plain.ts'
import type { Plain } from '../../../lib/manifest/manifest.ts'
import { parseTree } from '../../../lib/manifest/text/parse-tree.ts'
import { printManifest } from '../../../lib/manifest/text/print.ts'
import { arbitraryManifest } from '../arbitrary-manifest.ts'

const treeOf = (text: string) => plainOf(parseTree(text).root)
const diagnosticsOf = (text: string) =>
  parseTree(text).diagnostics.map(({ code, start, end }) => `${code} ${text.slice(start, end)}`)

const TREES: readonly (readonly [why: string, text: string, tree: Plain])[] = [
  ['no blank after the colon', 'a:1\nb: 2', { a: '1', b: '2' }],
  ['the first colon splits', 'name: a: b: c\nurl:http://x:80/', { name: 'a: b: c', url: 'http://x:80/' }],
  [
    'values are text',
    'v:2.0\nz:01234\ny:yes\nn:NO\nx:~\nd:2001-01-01',
    { v: '2.0', z: '01234', y: 'yes', n: 'NO', x: '~', d: '2001-01-01' },
  ],
  ['CRLF', 'a:1\r\nb:\r\n  c:2\r\n', { a: '1', b: { c: '2' } }],
  ['blanks around a value', 'a: \t x y \t\nb:\tz', { a: 'x y', b: 'z' }],
  ['comments and blank lines', '# a:0\n\na:1\n  # deeper\n \t\nb:\n# between\n  c:2', { a: '1', b: { c: '2' } }],
  ['empty values', 'a:\nb: \nc:""', { a: '', b: '', c: '' }],
  ['a map in a map', 'a:\n   b:\n     c:1\n   d:2\ne:3', { a: { b: { c: '1' }, d: '2' }, e: '3' }],
  ['a list of maps', 'o:\n  - a:1\n    b: 2\n  - a:3', { o: [{ a: '1', b: '2' }, { a: '3' }] }],
  ['a list at the column of its name', 'o:\n- a:1\n  b:2\n- a:3\np:4', { o: [{ a: '1', b: '2' }, { a: '3' }], p: '4' }],
  ['a dash alone', 'o:\n  -\n    a:1\n    b:2\n  -\n    a:3', { o: [{ a: '1', b: '2' }, { a: '3' }] }],
  [
    'a list of texts',
    'i:\n  - \\.psd$\n  - "a: b"\n  - (?:x|y)$\n  - a b :c',
    { i: ['\\.psd$', 'a: b', '(?:x|y)$', 'a b :c'] },
  ],
  ['quoted names and values', "\"A\" : \"a\"\n'it''s':'x''y'\n\"a:b\":c", { A: 'a', "it's": "x'y", 'a:b': 'c' }],
  ['a backslash in quotes', 'a: "\\"q\\" \\\\ \\.psd"\nb: \'\\n\'', { a: '"q" \\ \\.psd', b: '\\n' }],
  ['a quote that is not closed, or goes on', 'a:"b\nc: "d" e\nd:\'tis', { a: '"b', c: '"d" e', d: "'tis" }],
  ['a number sign belongs to the value', 'a: S/N #12\nb:#x\nc: # y', { a: 'S/N #12', b: '#x', c: '# y' }],
  ['a comment behind quotes', 'a: "x" # y\nb: "x"#y', { a: 'x', b: '"x"#y' }],
  ['a comment behind the name of a map or list', 'a: # y\n  b:1\nc: # z\n- d', { a: { b: '1' }, c: ['d'] }],
  [
    'signs that mean something in YAML',
    'a:*x\nb:@y\nc:[z\nd:`w\ne:%v\nf:!u\ng:&t\nh:{s',
    { a: '*x', b: '@y', c: '[z', d: '`w', e: '%v', f: '!u', g: '&t', h: '{s' },
  ],
  ['indentation of the whole', '  a:1\n  b:\n    c:2', { a: '1', b: { c: '2' } }],
  ['the start of a document', '---\na:1', { a: '1' }],
  ['a byte order mark', '\ufeffa:1', { a: '1' }],
  ['names that objects have', '__proto__:1\nconstructor:2', JSON.parse('{"__proto__": "1", "constructor": "2"}')],
]

const DIAGNOSTICS: readonly (readonly [text: string, tree: Plain, ...diagnostics: string[]])[] = [
  ['a :1\nb : 2', { a: '1', b: '2' }, 'BLANK_BEFORE_COLON  :'],
  ['a\nb:1', { b: '1' }, 'NOT_A_PAIR a'],
  ['a:1\n  goes on\nb:2', { a: '1', b: '2' }, 'NOT_A_PAIR goes on'],
  [':1\na:2', { a: '2' }, 'OPTION_WITHOUT_NAME :1'],
  ['a:1\na:2\nb:3', { a: '1', b: '3' }, 'OPTION_TWICE a'],
  ['a:\n\tb:1\n\tc:2\nd:3', { a: { b: '1', c: '2' }, d: '3' }, 'TAB_INDENT \t'],
  ['a:\n    b:1\n\tc:2\n    d:3', { a: { b: '1', c: '2', d: '3' } }, 'TAB_INDENT \t'],
  ['a:\n    b:1\n  c:2\n    d:3', { a: { b: '1', c: '2', d: '3' } }, 'WRONG_INDENT c:2'],
  ['a:1\n   b:2\n   c:3\nd:4', { a: '1', b: '2', c: '3', d: '4' }, 'WRONG_INDENT b:2'],
  ['  a:1\nb:2\nc:3', { a: '1', b: '2', c: '3' }, 'WRONG_INDENT b:2'],
  ['a:\n\u00a0\u00a0b:1\n  c:2', { a: { b: '1', c: '2' } }, 'ODD_BLANK \u00a0\u00a0'],
  ['o:\n  -a:1\n  -a:2', { o: [{ a: '1' }, { a: '2' }] }, 'DASH_WITHOUT_BLANK -a:1', 'DASH_WITHOUT_BLANK -a:2'],
  ['o:\n  - a:1\n  b:2\n  - a:3', { o: [{ a: '1' }, { a: '3' }] }, 'ITEM_EXPECTED b:2'],
  ['o:\n  - x\n  y\n  - z', { o: ['x', 'z'] }, 'ITEM_EXPECTED y'],
  ['a:1\n- b:2\n  c:3\nd:4', { a: '1', d: '4' }, 'ITEM_UNEXPECTED - b:2'],
  ['a: |\n  b: 1\n    c\n  d\ne:2', { a: '|', e: '2' }, 'MULTI_LINE_VALUE |'],
  ['a: >-\n  b\nc:1', { a: '>-', c: '1' }, 'MULTI_LINE_VALUE >-'],
]

describe('the tree of a text', () => {
  it.each(TREES)('reads %s', (_, text, tree) => {
    expect(treeOf(text)).toEqual(tree)
    expect(diagnosticsOf(text)).toEqual([])
  })

  it.each(DIAGNOSTICS)('continues after a diagnostic in %j', (text, tree, ...diagnostics) => {
    expect(treeOf(text)).toEqual(tree)
    expect(diagnosticsOf(text)).toEqual(diagnostics)
  })

  it('keeps where each name and value stands', () => {
    const text = 'a : "x"\r\nb:\r\n  - c: y z \r\n'

    const { root } = parseTree(text)
    const ranges: string[] = []
    for (const { key, value } of root.entries.values()) {
      ranges.push(text.slice(key.start, key.end))
      if (value.is === 'scalar') ranges.push(text.slice(value.start, value.end))
      if (value.is === 'list') for (const { start, end } of value.items) ranges.push(text.slice(start, end))
    }

    expect(ranges).toEqual(['a', '"x"', 'b', 'c: y z'])
  })

  it('does not nest deeper than any manifest does', () => {
    const deep = (levels: number) => Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:`).join('\n')

    expect(diagnosticsOf(deep(12))).toEqual([])
    expect(diagnosticsOf(deep(14))).toEqual(['NESTED_TOO_DEEP a:'])
    expect(diagnosticsOf(deep(300))).toEqual(['NESTED_TOO_DEEP a:'])
  })
})

/** Text that is both a manifest and YAML, as docs/manifest.md draws the line. */
const word = fc.stringMatching(/^[A-Za-z0-9_./][A-Za-z0-9_./()$+-]{0,5}$/).filter(text => !/^(---|\.\.\.)/.test(text))
const phrase = fc.array(word, { minLength: 1, maxLength: 4 }).map(words => words.join(' '))
const anything = fc.string({ unit: fc.constantFrom(...'ab :#\'"\\-[]{}*&!|>%@`,?'), maxLength: 8 })
const scalar = fc.oneof(
  phrase.map(text => ({ text, yaml: text })),
  anything.map(text => ({ text, yaml: `"${text.replace(/["\\]/g, '\\$&')}"` })),
  anything.map(text => ({ text, yaml: `'${text.replaceAll("'", "''")}'` })),
  fc.constantFrom({ text: '', yaml: '' }),
)
const key = fc.oneof(
  fc.stringMatching(/^[A-Za-z_][\w-]{0,6}$/).map(text => ({ text, yaml: text })),
  anything.filter(text => text !== '').map(text => ({ text, yaml: `"${text.replace(/["\\]/g, '\\$&')}"` })),
)

interface Block {
  readonly tree: Plain
  /** The text that stands behind the colon or dash. */
  readonly inline: string
  /** The lines below it, without the indentation that they get from above. */
  readonly lines: readonly string[]
  readonly isList: boolean
}

const noise = fc.constantFrom([], [''], ['# a: b'], ['   # - c', ''])
const indentation = fc.constantFrom('  ', '   ', '    ')

const { block } = fc.letrec<{ block: Block; map: Block; list: Block }>(tie => ({
  block: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'block' },
    scalar.map(({ text, yaml }) => ({ tree: text, inline: yaml, lines: [], isList: false })),
    tie('map'),
    tie('list'),
  ),
  map: fc
    .tuple(
      fc.uniqueArray(fc.tuple(key, tie('block'), noise, fc.constantFrom('', ' '), fc.boolean()), {
        minLength: 1,
        maxLength: 4,
        selector: ([{ text }]) => text,
        depthIdentifier: 'block',
      }),
      indentation,
    )
    .map(([entries, indent]) => ({
      tree: Object.fromEntries(entries.map(([{ text }, { tree }]) => [text, tree])),
      inline: '',
      isList: false,
      lines: entries.flatMap(([{ yaml }, { inline, lines, isList }, between, blank, flat]) => [
        ...between,
        `${yaml}:${inline === '' ? '' : ` ${inline}`}${blank}`,
        ...lines.map(line => `${isList && flat ? '' : indent}${line}`),
      ]),
    })),
  list: fc
    .array(fc.tuple(tie('block'), noise, fc.boolean()), { minLength: 1, maxLength: 3, depthIdentifier: 'block' })
    .map(items => ({
      tree: items.map(([{ tree }]) => tree),
      inline: '',
      isList: true,
      lines: items.flatMap(([{ inline, lines, isList }, between, compact]) => {
        const [first = '', ...others] = lines
        if (compact && !isList && /^[^#\s]/.test(first)) {
          return [...between, `- ${first}`, ...others.map(line => `  ${line}`)]
        }
        return [...between, `-${inline === '' ? '' : ` ${inline}`}`, ...lines.map(line => `  ${line}`)]
      }),
    })),
}))

const yamlText = fc
  .tuple(
    block.filter(({ tree }) => typeof tree === 'object' && !Array.isArray(tree)),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom('', '---\n'),
  )
  .map(([{ lines }, lineBreak, start]) => (start + lines.join('\n')).replaceAll('\n', lineBreak))

describe('text that is YAML as well', () => {
  it('has the tree that YAML gives it, all scalars being text', () => {
    fc.assert(
      fc.property(yamlText, text => {
        expect(treeOf(text)).toEqual(parse(text, { schema: 'failsafe' }))
        expect(diagnosticsOf(text)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('is what every printed manifest is', () => {
    fc.assert(
      fc.property(arbitraryManifest, manifest => {
        const text = printManifest(manifest)

        expect(treeOf(text)).toEqual(parse(text, { schema: 'failsafe' }))
      }),
    )
  })
})

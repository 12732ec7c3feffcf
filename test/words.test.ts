import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { parseSync } from '@swc/core'

const FILES = globSync(['lib/**/*.ts', 'lambdas/**/*.ts', 'bin/**/*.ts']).sort()

interface Syntax {
  readonly type?: string
  readonly [name: string]: unknown
}

/** Every node of a file's syntax tree, with the node that holds it. */
const nodesOf = (file: string): readonly { readonly node: Syntax; readonly parent: Syntax | undefined }[] => {
  const nodes: { node: Syntax; parent: Syntax | undefined }[] = []
  const open: { value: unknown; parent: Syntax | undefined }[] = [
    { value: parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', target: 'es2024' }), parent: undefined },
  ]
  while (open.length > 0) {
    const { value, parent } = open.pop() ?? {}
    if (Array.isArray(value)) open.push(...value.map(item => ({ value: item, parent })))
    else if (typeof value === 'object' && value !== null) {
      const node = value as Syntax
      nodes.push({ node, parent })
      open.push(...Object.values(node).map(child => ({ value: child, parent: node })))
    }
  }
  return nodes
}

/** What a file may show to a person: texts of more than one word, without the parts that are filled in. */
const messagesOf = (file: string): readonly string[] =>
  nodesOf(file).flatMap(({ node, parent }) => {
    if (parent?.type === 'ImportDeclaration' || parent?.type === 'TsLiteralType') return []
    const text =
      node.type === 'StringLiteral'
        ? String(node.value)
        : node.type === 'TemplateLiteral'
          ? (node.quasis as { cooked?: string }[]).map(({ cooked = '' }) => cooked).join('X')
          : ''
    return /\S\s\S/.test(text) ? [text] : []
  })

const MESSAGES = FILES.map(file => ({ file, messages: messagesOf(file) }))

/** What a file calls its tests: the first argument of `it` and `describe`, also of those over a table. */
const titlesOf = (file: string): readonly string[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /(?:\b(?:it|describe|test)\(|\)\()\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"),/g,
    ),
  ].map(([, single, double = '']) => single ?? double)

const TITLES = globSync('test/**/*.ts')
  .sort()
  .map(file => ({ file, titles: titlesOf(file) }))

const COMMENTS = FILES.map(file => ({
  file,
  comments: readFileSync(file, 'utf8').match(/^ *(?:\/\*\*.*|\*.*|\/\/.*)$/gm) ?? [],
}))

/** What titles of tests and comments do not use either. */
const RETIRED_EVERYWHERE: readonly RegExp[] = [
  /\brefusals?\b/i,
  /\bfindings?\b/i,
  /\btells?\b|\btold\b|\btelling\b/i,
  /\bnobody\b|\bsomebody\b/i,
  /\bany ?more\b/i,
  /\btends?\b|\btended\b/i,
]

/** A word or pattern that a message does not use, and what to write in its place. */
const RETIRED: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\brefusals?\b/i, 'error, fault or problem'],
  [/\bfindings?\b/i, 'diagnostic'],
  [/\bwrong\b/i, 'invalid, incorrect, or what it is'],
  [/\bsays?\b|\bsaid\b/i, 'shows, describes, is'],
  [/\btells?\b|\btold\b|\btelling\b/i, 'report, show, know'],
  [/\bnobody\b|\bsomebody\b/i, 'the subject, or the passive voice'],
  [/\bany ?more\b/i, 'no longer'],
  [/\b(?:is|are|was|were|be) (?:no|none|nothing)\b(?! longer)/i, 'is not a, does not exist, unknown'],
  [/\bwhoever\b|\bwhichever\b|\bwhatever\b/i, 'everyone who, any'],
  [/\btends?\b|\btended\b/i, 'maintain'],
]

describe('messages', () => {
  it.each(RETIRED)('do not use %s', pattern => {
    const uses = MESSAGES.flatMap(({ file, messages }) =>
      messages.filter(message => pattern.test(message)).map(message => `${file}: ${message}`),
    )

    expect(uses).toEqual([])
  })
})

describe('the titles of tests', () => {
  it('are read, also those of tests over a table', () => {
    const titles = TITLES.flatMap(each => each.titles)

    expect(titles).toEqual(expect.arrayContaining(['the titles of tests', 'do not use %s']))
    expect(titles.length).toBeGreaterThan(1000)
  })

  it.each([...RETIRED_EVERYWHERE, /\bsays?\b/i])('do not use %s', pattern => {
    const uses = TITLES.flatMap(({ file, titles }) =>
      titles.filter(title => pattern.test(title)).map(title => `${file}: ${title}`),
    )

    expect(uses).toEqual([])
  })
})

describe('comments', () => {
  it.each(RETIRED_EVERYWHERE)('do not use %s', pattern => {
    const uses = COMMENTS.flatMap(({ file, comments }) =>
      comments
        // Names of members as version 0.1.0 stored them stand in quotes.
        .filter(comment => pattern.test(comment.replace(/`[^`]*`/g, '')))
        .map(comment => `${file}: ${comment.trim()}`),
    )

    expect(uses).toEqual([])
  })
})

/** Pages of today. Records of decisions and the changelog stay as they were written, and benches write their own sections. */
const PAGES = globSync(['*.md', 'docs/*.md'])
  .filter(page => page !== 'CHANGELOG.md')
  .sort()
  .map(page => ({ page, text: proseOf(readFileSync(page, 'utf8')) }))

function proseOf(text: string): string {
  return text
    .replaceAll(/```.*?```/gs, '')
    .replaceAll(/<!-- bench [\w-]+ -->.*?<!-- end [\w-]+ -->/gs, '')
    .replaceAll(/\]\([^)]*\)/g, ']')
    .replaceAll(/`[^`\n]*`/g, 'CODE')
}

const MOST_WORDS = 40

describe('the pages', () => {
  it.each([
    /\btells?\b|\btold\b|\btelling\b/i,
    /\bnobody\b|\bsomebody\b/i,
    /\bany ?more\b/i,
    /\bwhoever\b|\bwhichever\b|\bwhatever\b/i,
  ])('do not use %s', pattern => {
    const uses = PAGES.flatMap(({ page, text }) =>
      text
        .split('\n')
        .filter(line => pattern.test(line))
        .map(line => `${page}: ${line}`),
    )

    expect(uses).toEqual([])
  })

  it(`have no sentence of more than ${MOST_WORDS} words`, () => {
    const long = PAGES.filter(({ page }) => page !== 'docs/performance.md').flatMap(({ page, text }) =>
      text
        .split(/\n|(?<!\\)\|/)
        .flatMap(part => part.split(/(?<=[.!?]\**)\s+/))
        .filter(sentence => sentence.trim().split(/\s+/).length > MOST_WORDS)
        .map(sentence => `${page}: ${sentence}`),
    )

    expect(PAGES.length).toBeGreaterThan(25)
    expect(long).toEqual([])
  })
})

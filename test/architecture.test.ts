import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parseSync } from '@swc/core'
import { ENTRANCES, MAY_IMPORT } from './support/layout.ts'

/** Written by a program, not by hand: types, which git does not have, and data. */
const isGenerated = (file: string) => file.endsWith('.generated.d.ts') || file.endsWith('.json')

const FILES = globSync(['lib/**/*.ts', 'lambdas/**/*.ts', 'bin/**/*.ts'])
  .map(normalize)
  .filter(file => !isGenerated(file))
  .sort()

/** `lib/manifest/read.ts` -> `manifest`, `lib/system.ts` -> `system`, `bin/waybill.ts` -> `bin`. */
const partOf = (file: string) => {
  const [top, second = ''] = file.split('/')
  return top === 'lib' ? second.replace(/\.ts$/, '') : (top ?? '')
}

interface Syntax {
  readonly type?: string
  readonly [name: string]: unknown
}

/** Every node of a file's syntax tree, parents before children. */
const nodesOf = (file: string): Syntax[] => {
  const nodes: Syntax[] = []
  const open: unknown[] = [parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', target: 'es2024' })]
  while (open.length > 0) {
    const next = open.pop()
    if (Array.isArray(next)) open.push(...next)
    else if (typeof next === 'object' && next !== null) {
      nodes.push(next as Syntax)
      open.push(...Object.values(next))
    }
  }
  return nodes
}

const SYNTAX = new Map(FILES.map(file => [file, nodesOf(file)]))

const importsOf = (file: string): string[] =>
  (SYNTAX.get(file) ?? []).flatMap(node => {
    if (node.type === 'ImportDeclaration' || String(node.type).startsWith('Export')) {
      const { value } = (node.source ?? {}) as { value?: string }
      return value === undefined ? [] : [value]
    }
    const { type } = (node.callee ?? {}) as Syntax
    if (node.type !== 'CallExpression' || type !== 'Import') return []
    const [first] = node.arguments as { expression: { value?: unknown } }[]
    return [String(first?.expression.value)]
  })

const ownImportsOf = (file: string) =>
  importsOf(file)
    .filter(specifier => specifier.startsWith('.'))
    .map(specifier => normalize(join(dirname(file), specifier)))
    .filter(imported => !isGenerated(imported))

/** Interfaces, type aliases and classes that a file exports. */
const exportedTypesOf = (file: string) =>
  (SYNTAX.get(file) ?? []).flatMap(node => {
    if (node.type !== 'ExportDeclaration') return []
    const { type = '', id, identifier } = node.declaration as Syntax
    if (!['TsInterfaceDeclaration', 'TsTypeAliasDeclaration', 'ClassDeclaration'].includes(type)) return []
    return [((id ?? identifier) as { value: string }).value]
  })

/** `process.env`, `Date.now` and the like: what a member expression spells. */
const membersOf = (file: string) =>
  (SYNTAX.get(file) ?? []).flatMap(node => {
    if (node.type !== 'MemberExpression') return []
    const { value: object } = node.object as { value?: string }
    const { value: property } = node.property as { value?: string }
    return [`${object}.${property}`]
  })

describe('the layout', () => {
  it('has every folder and file of lib in the table', () => {
    expect(Object.keys(MAY_IMPORT)).toEqual(expect.arrayContaining([...new Set(FILES.map(partOf))]))
  })

  it('has no row for what is not there', () => {
    expect([...new Set(FILES.map(partOf))]).toEqual(expect.arrayContaining(Object.keys(MAY_IMPORT)))
  })

  it.each(FILES)('%s imports only what its part may', file => {
    const part = partOf(file)
    const allowed = [part, ...(MAY_IMPORT[part] ?? [])]

    const forbidden = ownImportsOf(file).filter(imported => !allowed.includes(partOf(imported)))

    expect(forbidden).toEqual([])
  })

  it('has models and ports that do not know the folders below them', () => {
    const upward = FILES.filter(file => /^lib\/[^/]+\/[^/]+$/.test(file) && !ENTRANCES.includes(file)).flatMap(file =>
      ownImportsOf(file)
        .filter(imported => partOf(imported) === partOf(file) && imported.split('/').length > 3)
        .map(imported => `${file} -> ${imported}`),
    )

    expect(upward).toEqual([])
  })

  it.each(globSync(['console/src/**/*.ts', 'console/src/**/*.tsx']).map(normalize))(
    '%s imports of lib only the manifest language, what templates are, the typed client, the names of history, and how signed JSON is spelt',
    file => {
      const imported = readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)
      const own = [...imported].map(([, specifier = '']) => normalize(join(dirname(file), specifier)))

      const isAllowed =
        /^(?:(?:console\/src|lib\/manifest|lib\/client|lib\/teams\/templates)\/|lib\/audit\/(?:actions|canonical-json)\.ts$)/
      expect(own.filter(one => !isAllowed.test(one))).toEqual([])
    },
  )

  it('builds the page anew after a change of anything that it is made of', () => {
    const [, sources = ''] = /const SOURCES = \[([^\]]*)\]/.exec(readFileSync('build/console.ts', 'utf8')) ?? []
    const hashed = new Set(globSync([...sources.matchAll(/'([^']+)'/g)].map(([, glob = '']) => glob)).map(normalize))
    const made = new Set(globSync(['console/src/**/*.ts', 'console/src/**/*.tsx']).map(normalize))
    // Types alone are not in the page.
    const imported = /^(?:import|export) (?!type )[^;]*?'(\.[^']+)'/gm
    for (const file of made) {
      for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(imported)) {
        const one = normalize(join(dirname(file), specifier))
        if (/\.tsx?$/.test(one) && !one.endsWith('.d.ts')) made.add(one)
      }
    }

    expect([...made].filter(file => !hashed.has(file))).toEqual([])
  })

  it('has no import cycle', () => {
    const done = new Set<string>()
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) throw new Error(`cycle: ${[...path.slice(path.indexOf(file)), file].join(' -> ')}`)
      if (done.has(file)) return
      for (const imported of ownImportsOf(file)) visit(imported, [...path, file])
      done.add(file)
    }

    for (const file of FILES) visit(file, [])
    expect(done.size).toBe(FILES.length)
  })

  it('has one meaning for each exported type', () => {
    const declared = FILES.flatMap(file => exportedTypesOf(file).map(name => ({ name, file })))
    const shared = [...Map.groupBy(declared, ({ name }) => name)].filter(([, places]) => places.length > 1)

    expect(shared.map(([name, places]) => `${name}: ${places.map(({ file }) => file).join(', ')}`)).toEqual([])
  })

  it('has no barrel and no drawer for odds and ends', () => {
    expect(FILES.filter(file => /\/(index|utils?|helpers?|common)(\.ts|\/)/.test(file))).toEqual([])
  })

  it('has no file of more than 300 lines', () => {
    const long = FILES.filter(file => readFileSync(file, 'utf8').split('\n').length > 301)

    expect(long).toEqual([])
  })
})

const WIRING = /^lambdas\/wiring(?:-\w+)?\.ts$/

describe('the outside world', () => {
  it('comes through the environment where functions are wired and in the executable only', () => {
    const readers = FILES.filter(file => membersOf(file).includes('process.env'))

    expect(readers.filter(file => !WIRING.test(file) && partOf(file) !== 'bin')).toEqual([])
  })

  it('is AWS to the adapters and the wiring only', () => {
    const users = FILES.filter(file => importsOf(file).some(specifier => specifier.startsWith('@aws-sdk/')))

    expect(users.filter(file => file !== 'lambdas/wiring.ts' && partOf(file) !== 'adapters')).toEqual([])
  })

  it('is deployed by one part only', () => {
    const users = FILES.filter(file =>
      importsOf(file).some(specifier => /^(?:aws-cdk-lib|constructs|cdk-nag|esbuild)\b/.test(specifier)),
    )

    expect(users.filter(file => partOf(file) !== 'infra' && !['bin/app.ts', 'bin/delivery.ts'].includes(file))).toEqual(
      [],
    )
  })

  it('gives time, chance and ids through ports only', () => {
    const sources = ['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID', 'crypto.getRandomValues']
    const users = FILES.filter(file => {
      const nodes = SYNTAX.get(file) ?? []
      const newDate = nodes.some(
        node =>
          node.type === 'NewExpression' &&
          (node.callee as { value?: string }).value === 'Date' &&
          (node.arguments as unknown[]).length === 0,
      )
      const random = nodes.some(
        node =>
          node.type === 'ImportSpecifier' &&
          ['randomBytes', 'randomUUID', 'randomInt', 'getRandomValues'].includes(
            ((node.imported ?? node.local) as { value?: string }).value ?? '',
          ) &&
          importsOf(file).some(specifier => specifier.includes('crypto')),
      )
      return newDate || random || membersOf(file).some(member => sources.includes(member))
    })

    expect(users).toEqual(['lib/adapters/system/system.ts'])
  })
})

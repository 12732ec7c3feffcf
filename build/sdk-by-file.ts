import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin, PluginBuild } from 'esbuild'

/** A module of the SDK that exports what others have: whose it is by the exported name, as a path or another such module. */
type Origins = ReadonlyMap<string, { readonly name: string; readonly from: string }>

/**
 * Lets each file of the AWS SDK import names from the file that has them, not from the index of a package. esbuild moves
 * what two chunks reach into one that both read, and through an index each reaches all of the package: a function would
 * read S3's XML at its start, since a chunk that comes later needs it.
 */
export const sdkByFile: Plugin = {
  name: 'sdk-by-file',
  setup: build => {
    const pathOf = resolver(build)
    const indexes = new Map<string, Origins>()
    build.onLoad(
      { filter: /[\\/]node_modules[\\/]@(?:aws-sdk|smithy)[\\/].*[\\/]dist-es[\\/].*\.js$/ },
      async ({ path }) => {
        const source = readFileSync(path, 'utf8')
        const imports = [...source.matchAll(IMPORT)]
        if (imports.length === 0) return undefined
        let contents = source
        for (const [whole, names = '', from = ''] of imports) {
          contents = contents.replace(whole, (await importsOf(names, from, path)).join('\n'))
        }
        return { contents }
      },
    )

    const importsOf = (names: string, from: string, importer: string): Promise<string[]> =>
      Promise.all(
        membersOf(names).map(async ({ name, as }) => {
          const origin = await originOf(pathOf, indexes, { name, from, importer })
          return `import { ${origin.name} as ${as} } from ${JSON.stringify(origin.from)};`
        }),
      )
  },
}

/** TypeScript writes each import and export of a module on a line of its own. */
const IMPORT = /^import \{([^}]*)\} from "(@(?:aws-sdk|smithy)\/[^"]+)";$/gm
const EXPORT = /^export \{([^}]*)\} from "([^"]+)";$/gm

const membersOf = (names: string) =>
  names.split(',').flatMap(member => {
    const [, name, as = name] = /^\s*([\w$]+)(?: as ([\w$]+))?\s*$/.exec(member) ?? []
    return name === undefined || as === undefined ? [] : [{ name, as }]
  })

type PathOf = (from: string, importer: string) => Promise<string>

/** A package's folder. */
const PACKAGE = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/

/** Asks esbuild once for all files of a package where another package is: each question goes to its process and back. */
const resolver = (build: PluginBuild): PathOf => {
  const known = new Map<string, Promise<string>>()
  return (from, importer) => {
    const key = `${PACKAGE.exec(importer)?.[0]} ${from}`
    const path =
      known.get(key) ??
      build
        .resolve(from, { kind: 'import-statement', importer, resolveDir: dirname(importer) })
        .then(({ path }) => path)
    known.set(key, path)
    return path
  }
}

/** Follows a name through indexes. What an index has itself comes from the index. */
const originOf = async (
  pathOf: PathOf,
  indexes: Map<string, Origins>,
  { name, from, importer }: { readonly name: string; readonly from: string; readonly importer: string },
): Promise<{ readonly name: string; readonly from: string }> => {
  const path = await pathOf(from, importer)
  const origins = indexes.get(path) ?? originsIn(readFileSync(path, 'utf8'))
  indexes.set(path, origins)
  const origin = origins.get(name)
  if (!origin) return { name, from: path }
  return origin.from.startsWith('.')
    ? { name: origin.name, from: join(dirname(path), origin.from) }
    : originOf(pathOf, indexes, { ...origin, importer: path })
}

const originsIn = (source: string): Origins =>
  new Map(
    [...source.matchAll(EXPORT)].flatMap(([, names = '', from = '']) =>
      membersOf(names).map(({ name, as }) => [as, { name, from }] as const),
    ),
  )

import { basename, dirname, join } from 'node:path'
import { type BuildOptions, type BuildResult, build, type Metafile, type Plugin } from 'esbuild'
import { NEEDS } from './entry-needs.ts'

/** What esbuild gives for a function in chunks, each with its source map in it, and in files. */
type Chunks = BuildResult<{ write: false; metafile: true }>

type Output = Metafile['outputs'][string]

interface JoinOptions {
  /** Where the files would be written. */
  readonly folder: string
  /** The source file that runs before all others. */
  readonly first: string
  /** The source file that exports the handler. */
  readonly entry: string
  /** How files are made of the chunks. */
  readonly options: BuildOptions
}

const ENTRY = 'index.mjs'
const START = 'start.mjs'

/**
 * Makes of the chunks of a function its files, and two of all that it reads at its start: `index.mjs`, its entry, and
 * `start.mjs`, all that its entry needs. esbuild makes a chunk for each set of entries that need the same, which are two dozen,
 * and Node takes a third of a millisecond to find, read and link each of them. The entry stays apart, since it may wait for a
 * chunk that needs some of the rest.
 *
 * @returns the files, and the metafile as if esbuild had made these files at once; the bytes of each source are those before blanks are left out
 */
export const joinStart = async (
  chunks: Chunks,
  { folder, first, entry, options }: JoinOptions,
): Promise<Pick<Chunks, 'outputFiles' | 'metafile'>> => {
  const texts = new Map(chunks.outputFiles.map(({ path, text }) => [basename(path), text]))
  const outputs = new Map(Object.entries(chunks.metafile.outputs).map(([path, output]) => [basename(path), output]))
  const chunkOf = (source: string): string => {
    const [name] = [...outputs].find(([, { entryPoint }]) => entryPoint === source) ?? []
    if (name === undefined) throw new Error(`${source} is no entry of what esbuild has built`)
    return name
  }
  const entryChunk = chunkOf(entry)
  const atStart = [...new Set([chunkOf(first), ...needsOf(entryChunk, outputs)])]
  const later = [...texts.keys()].filter(name => !atStart.includes(name) && name !== `${NEEDS}.mjs`)
  const shared = sharedNames(
    later.map(name => texts.get(name) ?? ''),
    new Set(atStart),
  )

  const buildOf = (entries: Readonly<Record<string, string>>, plugin: Plugin, special: BuildOptions = {}) =>
    build({
      ...options,
      ...special,
      // A name that none of the files exports.
      logOverride: { 'import-is-undefined': 'error' },
      outdir: folder,
      write: false,
      bundle: true,
      metafile: true,
      entryPoints: entries,
      plugins: [plugin],
    })
  const start = await buildOf(
    { [bare(START)]: START },
    inMemory(folder, new Map([...texts, [START, startOf(atStart, shared)]]), new Set()),
    // It would wait for a chunk that waits for it.
    { supported: { 'top-level-await': false } },
  )
  const others = new Map(later.map(name => [name, importingStart(texts.get(name) ?? '', shared)]))
  const rest = await buildOf(
    Object.fromEntries(later.map(name => [bare(name === entryChunk ? ENTRY : name), name])),
    inMemory(folder, others, new Set([START, ...later])),
  )
  return {
    outputFiles: [...start.outputFiles, ...rest.outputFiles],
    metafile: asIfAtOnce(chunks.metafile, outputs, { ...start.metafile.outputs, ...rest.metafile.outputs }),
  }
}

const bare = (file: string) => file.replace(/\.mjs$/, '')

/** A chunk's imports and theirs, in the order in which they run. */
const needsOf = (
  name: string,
  outputs: ReadonlyMap<string, Output>,
  found = new Set<string>(),
): ReadonlySet<string> => {
  for (const { path, kind, external } of outputs.get(name)?.imports ?? []) {
    const need = basename(path)
    if (kind !== 'import-statement' || external || found.has(need)) continue
    needsOf(need, outputs, found)
    found.add(need)
  }
  return found
}

/** What a chunk exports, by what `start.mjs` calls it. */
type Names = ReadonlyMap<string, string>

/** As esbuild writes it. */
const IMPORT = /^import \{([^}]*)\} from "\.\/([^"]+)";$/gm

/** What chunks that come later need of those at the start. */
const sharedNames = (texts: readonly string[], atStart: ReadonlySet<string>): ReadonlyMap<string, Names> => {
  const shared = new Map<string, Map<string, string>>()
  let count = 0
  for (const [, members = '', chunk = ''] of texts.flatMap(text => [...text.matchAll(IMPORT)])) {
    if (!atStart.has(chunk)) continue
    const names = shared.get(chunk) ?? new Map<string, string>()
    shared.set(chunk, names)
    for (const [, , name = ''] of members.matchAll(MEMBER)) {
      if (!names.has(name)) names.set(name, `$${(count++).toString(36)}`)
    }
  }
  return shared
}

/** A name, and what it is called where it is imported. */
const MEMBER = /(?<=^|,)(\s*)([\w$]+)( as [\w$]+)?/g

const startOf = (atStart: readonly string[], shared: ReadonlyMap<string, Names>): string =>
  atStart
    .map(
      name =>
        `import './${name}'\nexport {${[...(shared.get(name) ?? [])].map(pair => pair.join(' as '))}} from './${name}'`,
    )
    .join('\n')

/** A chunk that takes from `start.mjs` what it shares with the start, on the same lines as before. */
const importingStart = (text: string, shared: ReadonlyMap<string, Names>): string =>
  text.replace(IMPORT, (whole, members: string, chunk: string) => {
    const names = shared.get(chunk)
    if (!names) return whole
    const renamed = members.replace(MEMBER, (_, blank, name, as = ` as ${name}`) => `${blank}${names.get(name)}${as}`)
    return `import {${renamed}} from "./${START}";`
  })

/** @param apart files of their own */
const inMemory = (folder: string, texts: ReadonlyMap<string, string>, apart: ReadonlySet<string>): Plugin => ({
  name: 'in-memory',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /./ }, ({ path, kind }) => {
      const name = basename(path)
      const isApart = kind === 'dynamic-import' || (kind !== 'entry-point' && apart.has(name))
      return isApart ? { path: `./${name}`, external: true } : { path: join(folder, name) }
    })
    onLoad({ filter: /./ }, ({ path }) => ({ contents: texts.get(basename(path)) ?? '' }))
  },
})

/** Names in a metafile what chunks were made of, not the chunks, and the files that there are now. */
const asIfAtOnce = (
  { inputs }: Metafile,
  chunks: ReadonlyMap<string, Output>,
  outputs: Metafile['outputs'],
): Metafile => {
  const named = Object.entries(outputs).map(([file, output]): [string, Output] => {
    const from = Object.keys(output.inputs).flatMap(input => chunks.get(basename(input)) ?? [])
    const { entryPoint } = (output.entryPoint && chunks.get(basename(output.entryPoint))) || {}
    const imports = output.imports.map(({ path, kind }) => ({ path: join(dirname(file), path), kind }))
    const sources = Object.assign({}, ...from.map(chunk => chunk.inputs))
    return [
      file,
      { bytes: output.bytes, exports: output.exports, ...(entryPoint && { entryPoint }), imports, inputs: sources },
    ]
  })
  return { inputs, outputs: Object.fromEntries(named) }
}

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import { inAscii, joinChunks } from './join-chunks.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))

/** The oldest Node that the file runs on. */
const TARGET = 'node20'

const COMMON = {
  absWorkingDir: ROOT,
  bundle: true,
  write: false,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: TARGET,
  mainFields: ['module', 'main'],
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions

/** A bundle in one file, and the licences of what is in it. */
export interface SingleFile {
  readonly code: string
  readonly licences: string
}

const ENTRY = 'bin/waybill-package.ts'

/** The commands whose start has a limit (docs/performance.md). */
const OFTEN = ['lib/cli/manifest/validate.ts', 'lib/cli/jobs/list.ts']

/** Older Nodes have their modules for `require` alone. */
const NODE = "const NODE=process.getBuiltinModule??(await import('node:module')).createRequire(process.execPath);"

/** The command line as one file of JavaScript that needs nothing beside it but Node. */
export const buildCommandLine = async (version: string): Promise<SingleFile> => {
  const chunks = await build({
    ...COMMON,
    entryPoints: [ENTRY],
    splitting: true,
    outdir: 'chunks',
    define: { WAYBILL_VERSION: JSON.stringify(version) },
    plugins: [withoutChildProcess],
  })
  const loader = await bundled({ entryPoints: ['bin/load-parts.ts'], banner: { js: NODE }, plugins: [builtInsAtOnce] })
  const code = await joinChunks(chunks, { loader: loader.text, entry: ENTRY, often: OFTEN, target: TARGET })
  const licences = licencesOf(new Set(Object.keys(chunks.metafile.inputs)))
  return { code: `#!/usr/bin/env node\n${code}${inAscii(`/*\n${licences.replaceAll('*/', '* /')}*/\n`)}`, licences }
}

/** The typed client as one file. */
export const buildClient = async (): Promise<SingleFile> => {
  const { text, inputs } = await bundled({ entryPoints: ['lib/client/client.ts'], platform: 'neutral' })
  return { code: text, licences: licencesOf(new Set(inputs)) }
}

const bundled = async (
  options: BuildOptions,
): Promise<{ readonly text: string; readonly inputs: readonly string[] }> => {
  const { outputFiles: [file] = [], metafile } = await build({ ...COMMON, ...options })
  if (!file || !metafile) throw new Error('esbuild has made no file')
  return { text: file.text, inputs: Object.keys(metafile.inputs) }
}

/** Commander starts other programs only for commands that are files of their own: we have none, and loading it costs a tenth of a start. */
const withoutChildProcess: Plugin = {
  name: 'without-child-process',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]commander[\\/]lib[\\/]command\.js$/ }, ({ path }) => {
      const importing = "import childProcess from 'node:child_process';"
      const source = readFileSync(path, 'utf8')
      if (!source.includes(importing)) throw new Error(`${path} does not import child_process as it did`)
      return { contents: source.replace(importing, 'const childProcess = undefined;') }
    })
  },
}
/** An `import` of a module of Node's own reads all that the module exports, at every start. */
const builtInsAtOnce: Plugin = {
  name: 'built-ins-at-once',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'built-in' }))
    onLoad({ filter: /./, namespace: 'built-in' }, ({ path }) => ({
      contents: `module.exports = NODE(${JSON.stringify(path)})`,
    }))
  },
}

/** The licences of the packages in a bundle, in full, as most of them demand. A text that several share stands there once. */
const licencesOf = (inputs: ReadonlySet<string>): string => {
  const folders = [...inputs].flatMap(input => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0] ?? [])
  const licences = [...new Set(folders)].sort().map(folder => licenceOf(join(ROOT, folder)))
  return [...Map.groupBy(licences, ({ text }) => text)]
    .map(([text, those]) => `${those.map(({ name }) => name).join('\n')}\n\n${text}\n`)
    .join('\n')
}

const licenceOf = (folder: string) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const [file] = globSync('LICEN[SC]E*', { cwd: folder })
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()
  return { name: `${name} ${version}: ${license}`, text: text.replace(/\r\n?/g, '\n') }
}

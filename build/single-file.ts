import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild'

const ROOT = fileURLToPath(new URL('../', import.meta.url))

/** What is large and seldom needed: it travels compressed inside the file, and is read only when it is imported. */
const PACKED = ['lib/cli/tool/papers.ts', 'lib/adapters/secrets/aws-credentials.ts'].map(file => join(ROOT, file))

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

/** Packages in CommonJS ask for Node's own modules with `require`. A module that is imported from a text has no file of its own. */
const REQUIRE =
  "import{createRequire as createBundleRequire}from'node:module';const require=createBundleRequire(process.execPath);"

/** A bundle in one file, and the licences of what is in it. */
export interface SingleFile {
  readonly code: string
  readonly licences: string
}

/** The command line as one file of JavaScript that needs nothing beside it but Node. */
export const buildCommandLine = async (version: string): Promise<SingleFile> => {
  const inputs = new Set<string>()
  const { text, metafile } = await bundled({
    entryPoints: [join(ROOT, 'bin/waybill-package.ts')],
    define: { WAYBILL_VERSION: JSON.stringify(version) },
    banner: { js: REQUIRE },
    plugins: [packing(inputs), withoutChildProcess, lazyBuiltins],
  })
  for (const input of Object.keys(metafile.inputs)) inputs.add(input)
  const licences = licencesOf(inputs)
  return { code: inAscii(`${text}/*\n${licences.replaceAll('*/', '* /')}*/\n`), licences }
}

/**
 * Node reads a file of ASCII alone in half the time. esbuild leaves other signs in regular expressions and in `String.raw`,
 * where a regular expression is made of them: both know the escape, too.
 */
const inAscii = (code: string): string =>
  code.replace(/[^\n -~]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The typed client as one file. */
export const buildClient = async (): Promise<SingleFile> => {
  const { text, metafile } = await bundled({ entryPoints: [join(ROOT, 'lib/client/client.ts')], platform: 'neutral' })
  return { code: text, licences: licencesOf(new Set(Object.keys(metafile.inputs))) }
}

const bundled = async (options: BuildOptions): Promise<{ readonly text: string; readonly metafile: Metafile }> => {
  const { outputFiles: [file] = [], metafile } = await build({ ...COMMON, ...options })
  if (!file || !metafile) throw new Error('esbuild has made no file')
  return { text: file.text, metafile }
}

const packing = (inputs: Set<string>): Plugin => ({
  name: 'packing',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /\.ts$/ }, ({ path, kind, resolveDir }) => {
      const file = join(resolveDir, path)
      return kind === 'dynamic-import' && PACKED.includes(file) ? { path: file, namespace: 'packed' } : undefined
    })
    onLoad({ filter: /./, namespace: 'packed' }, async ({ path }) => {
      const { text, metafile } = await bundled({ entryPoints: [path], banner: { js: REQUIRE } })
      for (const input of Object.keys(metafile.inputs)) inputs.add(input)
      const [output] = Object.values(metafile.outputs)
      const names = (output?.exports ?? []).join(',')
      return {
        contents: [
          "const { brotliDecompressSync } = require('node:zlib')",
          `const code = brotliDecompressSync(Buffer.from('${brotliCompressSync(text).toString('base64')}', 'base64'))`,
          `export const {${names}} = await import('data:text/javascript;base64,' + code.toString('base64'))`,
        ].join('\n'),
      }
    })
  },
})

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

/**
 * Node's own modules are loaded by the command that uses them. An `import` of one stands at the top of the file, loads at
 * every start, and reads all that the module exports: `node:http` alone costs as much as Node itself.
 */
const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(?:node:.*|fs|os|path|events|util)$/ }, ({ path, kind }) =>
      kind === 'require-call' ? { path, external: true } : { path, namespace: 'builtin' },
    )
    onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)})`,
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

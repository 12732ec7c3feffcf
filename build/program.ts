import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { MADE_OF, markOf, PROGRAM_FOLDER } from '../bin/built-program.mjs'
import { builtInsInPart } from './built-ins.ts'

/*
 * Bundles the program of this checkout, so that `npm start` reads a few files and not seven hundred. `bin/waybill.mjs` takes the
 * bundle only as long as all that it was made of is as it was, where it was.
 *
 * Usage: node build/program.ts [FOLDER]
 */

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const FOLDER = process.argv[2] ?? PROGRAM_FOLDER

/** npm writes it whenever it changes a package. */
const PACKAGES = 'node_modules/.package-lock.json'

/** A server that runs may still load parts of an earlier bundle. */
const KEPT_MS = 30 * 24 * 60 * 60_000

/** Our files find others beside themselves, wherever the bundle lies. */
const whereTheyAre: Plugin = {
  name: 'where-they-are',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/](?:lib|bin)[\\/].*\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8')
      if (!source.includes('import.meta.url')) return undefined
      const contents = source.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
      return { contents, loader: 'ts' }
    })
  },
}

/** A server may read the file of an earlier bundle right now: it finds the old one or the new one, never a part. */
const placeWhole = (path: string, contents: Uint8Array) => {
  if (existsSync(path) && readFileSync(path).equals(contents)) return
  const beside = `${path}.${process.pid}`
  writeFileSync(beside, contents)
  renameSync(beside, path)
}

const startedAt = Date.now()
mkdirSync(FOLDER, { recursive: true, mode: 0o700 })
const { metafile, outputFiles } = await build({
  entryPoints: [join(ROOT, 'build/program-entry.ts')],
  outdir: FOLDER,
  entryNames: 'program-[hash]',
  outExtension: { '.js': '.mjs' },
  absWorkingDir: ROOT,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  plugins: [builtInsInPart, whereTheyAre],
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  sourcemap: 'external',
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
  write: false,
})
for (const { path, contents } of outputFiles) placeWhole(path, contents)

const outputs = Object.keys(metafile.outputs)
const entry = outputs.find(file => metafile.outputs[file]?.entryPoint === 'build/program-entry.ts') ?? ''
const ours = Object.keys(metafile.inputs).filter(file => /^(?:lib|bin|build)\//.test(file))
const madeOf = [...ours, 'build/program.ts', 'build/built-ins.ts', 'package.json', PACKAGES]
// What was changed meanwhile may be in the bundle or not.
if (madeOf.some(file => statSync(join(ROOT, file)).mtimeMs >= startedAt)) process.exit()
const marks = Object.fromEntries(madeOf.map(file => [file, markOf(join(ROOT, file))]))
const sizes = Object.fromEntries(outputFiles.map(({ path, contents }) => [basename(path), contents.length]))
// The bundle has the paths of files beside which our own find others.
placeWhole(join(FOLDER, MADE_OF), Buffer.from(JSON.stringify({ root: ROOT, entry: basename(entry), marks, sizes })))

const now = new Set([...outputs.map(file => basename(file)), MADE_OF])
for (const file of readdirSync(FOLDER).filter(name => !now.has(name))) {
  const path = join(FOLDER, file)
  if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true })
}

import { writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'
import { builtInsInPart } from './built-ins.ts'
import { NEEDS, needsOf } from './entry-needs.ts'
import { joinStart } from './join-start.ts'
import { sdkByFile } from './sdk-by-file.ts'
import { sdkOnLambda } from './sdk-on-lambda.ts'
import { sourcesInAscii } from './sources-in-ascii.ts'

/*
 * Bundles `lambdas/NAME.ts` into FOLDER as Lambda loads it, and prints esbuild's metafile. A program of its own, since CDK waits
 * for a bundle without a promise, and esbuild takes plugins only where one can be awaited.
 */

const ROOT = fileURLToPath(new URL('../', import.meta.url))

const [name = '', folder = ''] = process.argv.slice(2)

const ENTRY = `lambdas/${name}.ts`
/** The same wherever the files are written, since esbuild's names depend on it: the same code is the same bundle. */
const OUT = join(ROOT, 'bundle')
/** First what makes stack traces readable, then what may throw. */
const FIRST = 'lambdas/stack-traces.ts'

const COMMON = {
  absWorkingDir: ROOT,
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  platform: 'node',
  target: 'node24',
  minify: true,
  legalComments: 'none',
  sourcesContent: false,
  logLevel: 'warning',
} as const satisfies BuildOptions

const chunks = await build({
  ...COMMON,
  entryPoints: [FIRST, ENTRY, NEEDS],
  outdir: OUT,
  entryNames: '[name]',
  bundle: true,
  splitting: true,
  write: false,
  metafile: true,
  // Each import on a line of its own, where `joinStart` looks for it.
  minify: false,
  minifyIdentifiers: true,
  minifySyntax: true,
  sourcemap: 'inline',
  plugins: [needsOf(`${ROOT}${ENTRY}`), builtInsInPart, sourcesInAscii, sdkOnLambda, sdkByFile],
  // The SDK's and the libraries' own ES modules leave far less than their CommonJS: 489 KB against 751.
  mainFields: ['module', 'main'],
  // The SDK asks of each body whether it is a stream of the web, and Node loads those to be asked; here all are Node's own.
  define: { ReadableStream: 'undefined' },
  alias: {
    // Lambda has the credentials in the environment. The chain of all places that a machine may have them in is 130 KB.
    '@aws-sdk/credential-provider-node': `${ROOT}lib/adapters/system/lambda-credentials.ts`,
    // DynamoDB's client makes a cache for addresses that it never asks for: 10 KB.
    '@aws-sdk/middleware-endpoint-discovery': `${ROOT}lib/adapters/system/no-endpoint-discovery.ts`,
  },
})
// Source maps lie beside the code, which does not name them: `lambdas/stack-traces.ts` finds them.
const { outputFiles, metafile } = await joinStart(chunks, {
  folder: OUT,
  first: FIRST,
  entry: ENTRY,
  options: { ...COMMON, sourcemap: 'external' },
})
/** As paths in the project, or by name where a plugin made the text. */
const sourceOf = (source: string) => {
  const path = resolve(OUT, source)
  return relative(path.startsWith(OUT) ? OUT : ROOT, path)
}
for (const { path, contents, text } of outputFiles) {
  const file = join(folder, basename(path))
  if (!path.endsWith('.map')) {
    writeFileSync(file, contents)
    continue
  }
  const map = JSON.parse(text)
  writeFileSync(file, JSON.stringify({ ...map, sources: map.sources.map(sourceOf) }))
}
process.stdout.write(JSON.stringify(metafile))

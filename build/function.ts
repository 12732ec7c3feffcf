import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'
import { builtInsInPart } from './built-ins.ts'
import { sdkOnLambda } from './sdk-on-lambda.ts'
import { sourcesInAscii } from './sources-in-ascii.ts'

/*
 * Bundles `lambdas/NAME.ts` into FOLDER as Lambda loads it, and prints esbuild's metafile. A program of its own, since CDK waits
 * for a bundle without a promise, and esbuild takes plugins only where one can be awaited.
 */

const ROOT = fileURLToPath(new URL('../', import.meta.url))

const [name = '', folder = ''] = process.argv.slice(2)

const COMMON = {
  absWorkingDir: ROOT,
  outdir: folder,
  bundle: true,
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  platform: 'node',
  target: 'node24',
  plugins: [builtInsInPart, sourcesInAscii, sdkOnLambda],
  minify: true,
  legalComments: 'none',
  // Beside the code, which does not name them: `lambdas/stack-traces.ts` finds them.
  sourcemap: 'external',
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions

const { metafile } = await build({
  ...COMMON,
  entryPoints: { function: `${ROOT}lambdas/${name}.ts` },
  splitting: true,
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
// First what makes stack traces readable, then what may throw.
const first = await build({
  ...COMMON,
  entryPoints: { index: `${ROOT}lambdas/stack-traces.ts` },
  footer: { js: "export const{handler}=await import('./function.mjs')" },
})
// As paths in the project, wherever the bundle is made: the same code is the same bundle.
for (const file of globSync('*.map', { cwd: folder }).map(name => join(folder, name))) {
  const map = JSON.parse(readFileSync(file, 'utf8'))
  const sources = map.sources.map((source: string) => relative(ROOT, resolve(dirname(file), source)))
  writeFileSync(file, JSON.stringify({ ...map, sources }))
}
process.stdout.write(
  JSON.stringify({
    inputs: { ...first.metafile.inputs, ...metafile.inputs },
    outputs: { ...first.metafile.outputs, ...metafile.outputs },
  }),
)

import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AssetHashType, DockerImage } from 'aws-cdk-lib'
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda'
import type { Metafile } from 'esbuild'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** The metafile of a bundle is a megabyte or two of JSON. */
const MOST_OUTPUT_BYTES = 64 * 1024 * 1024

/**
 * Bundles `lambdas/<name>.ts` into a folder as Lambda loads it: `index.mjs`, `start.mjs` with all that it needs at its start, a
 * chunk for each `import()` (PDF code is read when a PDF is made), and their source maps.
 *
 * @returns esbuild's metafile
 */
export const bundle = (name: string, folder: string): Metafile => {
  mkdirSync(folder, { recursive: true })
  if (name === HANDS_OUT) run('cli', '--file', `${folder}/waybill.mjs`)
  if (name === 'console') {
    run('console')
    cpSync(`${ROOT}console/dist`, `${folder}/console`, { recursive: true })
  }
  return JSON.parse(run('function', name, folder))
}

/** The function that hands out the command line, which lies beside its code. */
const HANDS_OUT = 'look-up-jobs'

const run = (program: string, ...args: readonly string[]): string =>
  execFileSync(process.execPath, [`${ROOT}build/${program}.ts`, ...args], {
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT_BYTES,
    stdio: ['ignore', 'pipe', 'inherit'],
  })

/** CDK's own `NodejsFunction` knows one file out only; this is the same, with chunks. */
export const bundledCode = (name: string): AssetCode =>
  Code.fromAsset(`${ROOT}lambdas`, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never asked: bundling here either works or throws.
      // CDK bundles but once what is bundled in the same way, and cannot see into `tryBundle`.
      command: [name],
      image: DockerImage.fromRegistry('scratch'),
      local: {
        tryBundle: folder => {
          bundle(name, folder)
          return true
        },
      },
    },
  })

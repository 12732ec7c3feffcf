import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AssetHashType, DockerImage } from 'aws-cdk-lib'
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda'
import type { Metafile } from 'esbuild'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** Room for the metafile of a bundle, which is one or two megabytes of JSON. */
const MOST_OUTPUT_BYTES = 64 * 1024 * 1024

/**
 * Bundles `lambdas/<name>.ts` into a folder for Lambda: `index.mjs`, `start.mjs` with all code for the start, a chunk for each
 * `import()` (so that PDF code is loaded only to make a PDF), and their source maps.
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

/** The function from which the command line is downloaded. The file is beside its code. */
const HANDS_OUT = 'look-up-jobs'

const run = (program: string, ...args: readonly string[]): string =>
  execFileSync(process.execPath, [`${ROOT}build/${program}.ts`, ...args], {
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT_BYTES,
    stdio: ['ignore', 'pipe', 'inherit'],
  })

/** The same as CDK's `NodejsFunction`, which makes only one file, but with chunks. */
export const bundledCode = (name: string): AssetCode =>
  Code.fromAsset(`${ROOT}lambdas`, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never runs, since `tryBundle` below works or throws. But CDK bundles equal options only once, so it names the function.
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

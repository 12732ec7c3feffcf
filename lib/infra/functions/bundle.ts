import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AssetHashType, DockerImage } from 'aws-cdk-lib'
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda'
import { type BuildResult, buildSync } from 'esbuild'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/**
 * Bundles `lambdas/<name>.ts` into a folder as Lambda loads it: `index.mjs`, beside it a chunk for each `import()` (PDF code
 * is read when a PDF is made), and their source maps.
 */
export const bundle = (name: string, folder: string) => {
  mkdirSync(folder, { recursive: true })
  if (name === HANDS_OUT) execFileSync(process.execPath, [`${ROOT}build/cli.ts`, '--file', `${folder}/waybill.mjs`])
  if (name === 'console') {
    execFileSync(process.execPath, [`${ROOT}build/console.ts`])
    cpSync(`${ROOT}console/dist`, `${folder}/console`, { recursive: true })
  }
  return bundleCode(name, folder)
}

/** The function that hands out the command line, which lies beside its code. */
const HANDS_OUT = 'look-up-jobs'

const bundleCode = (name: string, folder: string) =>
  buildSync({
    entryPoints: { index: `${ROOT}lambdas/${name}.ts` },
    outdir: folder,
    absWorkingDir: ROOT,
    bundle: true,
    splitting: true,
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    target: 'node24',
    // The SDK's and the libraries' own ES modules leave far less than their CommonJS: 489 KB against 751.
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
    // Packages in CommonJS among those that are bundled ask for Node's own modules with `require`.
    // The name is longer than any that minifying makes: in some chunk or other a shorter one would be taken.
    banner: {
      js: "import{createRequire as createBundleRequire}from'node:module';const require=createBundleRequire(import.meta.url);",
    },
  }) satisfies BuildResult

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

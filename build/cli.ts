import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildClient, buildCommandLine } from './single-file.ts'

/*
 * Builds the command line. With `--file PATH` its one file only, as Waybill hands it out; else the package with the typed
 * client, packed for `npm install` (`npm run build:cli`). It is published nowhere.
 */

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const { version, license, description } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

const FILE = 'waybill.mjs'

const writeExecutable = (path: string, code: string) => writeFileSync(path, code, { mode: 0o755 })

const buildPackage = async (folder: string) => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'types'), { recursive: true })
  const [commandLine, client] = await Promise.all([buildCommandLine(version), buildClient()])
  writeExecutable(join(folder, FILE), commandLine.code)
  writeFileSync(join(folder, 'client.mjs'), client.code)
  writeTypes(join(folder, 'types'))
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(PACKAGE, undefined, 2)}\n`)
  writeFileSync(join(folder, 'THIRD-PARTY-LICENCES.txt'), `${commandLine.licences}\n${client.licences}`)
  copyFileSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'))
  copyFileSync(join(ROOT, 'build/package-readme.md'), join(folder, 'README.md'))
  return commandLine.code
}

/** No dependency and no script: what is installed is what is packed. */
const PACKAGE = {
  name: '@waybill-io/cli',
  version,
  description,
  license,
  type: 'module',
  engines: { node: '>=20' },
  bin: { waybill: FILE },
  exports: { './client': { types: './types/client.d.ts', default: './client.mjs' } },
  sideEffects: false,
}

/** The client's types, and those of the packages that are bundled into it. */
const writeTypes = (folder: string) => {
  const made = mkdtempSync(join(tmpdir(), 'waybill-types-'))
  try {
    const node = (...args: string[]) => execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' })
    node('build/client-types.ts')
    node('node_modules/typescript-native/bin/tsc', '-p', 'build/tsconfig.client.json', '--outDir', made)
    const write = (name: string, text: string) =>
      writeFileSync(join(folder, name), text.replace(/(['"])(openapi-[\w-]+)\1/g, "'./$2.js'"))
    write('client.d.ts', readFileSync(join(made, 'client.d.ts'), 'utf8'))
    write('api.generated.d.ts', readFileSync(join(ROOT, 'lib/client/api.generated.d.ts'), 'utf8'))
    for (const name of ['openapi-fetch', 'openapi-typescript-helpers']) {
      write(`${name}.d.ts`, readFileSync(join(ROOT, `node_modules/${name}/dist/index.d.mts`), 'utf8'))
    }
  } finally {
    rmSync(made, { recursive: true })
  }
}

const { values } = parseArgs({ options: { file: { type: 'string' }, out: { type: 'string' } } })
if (values.file !== undefined) {
  writeExecutable(values.file, (await buildCommandLine(version)).code)
} else {
  const out = values.out ?? join(ROOT, 'dist')
  const folder = join(out, 'cli')
  const code = await buildPackage(folder)
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', out], { cwd: folder, encoding: 'utf8' })
  const sha256 = createHash('sha256').update(code).digest('hex')
  process.stdout.write(`${join(out, packed.trim())}\n${join(folder, FILE)}  SHA-256 ${sha256}\n`)
}

/**
 * Builds the web page (`console/`) into `console/dist`, unless it is there already and made of the same sources. Several may build
 * at once, and others read meanwhile: each builds into a folder of its own, and then places file by file, so that no file
 * of the page is ever missing.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { isPageOf, placePage } from './place-page.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const FOLDER = join(ROOT, 'console/dist')
const SOURCES = [
  'build/console.ts',
  'build/place-page.ts',
  'console/*.*',
  'console/src/**/*.*',
  'lib/manifest/**/*.ts',
  'lib/client/*.ts',
  'lib/audit/*.ts',
  'lib/teams/templates/*.ts',
  'package-lock.json',
]
/** Formats that are compressed by their nature. */
const COMPRESSED = ['.png', '.woff', '.woff2', '.gz']

const sourcesHash = (): string => {
  const hash = createHash('sha256')
  const files = globSync(SOURCES, { cwd: ROOT }).filter(file => !file.endsWith('.generated.d.ts'))
  for (const file of files.sort()) hash.update(`${file}\n`).update(readFileSync(join(ROOT, file)))
  return hash.digest('hex')
}

const buildInto = (folder: string): void => {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  const { status } = spawnSync(process.execPath, [vite, 'build', 'console', '--outDir', basename(folder)], {
    cwd: ROOT,
    // Where a test runner has set another one, React would be built for development.
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error('Vite could not build the console.')
  for (const name of readdirSync(folder)) {
    if (COMPRESSED.includes(extname(name))) continue
    const bytes = readFileSync(join(folder, name))
    const gzipped = gzipSync(bytes, { level: 9 })
    if (gzipped.length < bytes.length) writeFileSync(join(folder, `${name}.gz`), gzipped)
  }
}

const hash = sourcesHash()
if (!isPageOf(FOLDER, hash)) {
  const temporary = join(ROOT, `console/dist-${process.pid}`)
  const started = performance.now()
  try {
    buildInto(temporary)
    placePage(temporary, FOLDER, hash)
    process.stdout.write(`Built the console in ${((performance.now() - started) / 1000).toFixed(1)} s.\n`)
  } catch (error) {
    // Whoever built at the same time may have been first.
    if (!isPageOf(FOLDER, hash)) throw error
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The folder that all suites of a run share. Outside of Jest, as in a bench, the process has one until it ends. */
const runFolder = (): string => {
  const shared = process.env.TEST_RUN_FOLDER
  if (shared !== undefined) return shared
  const own = mkdtempSync(join(tmpdir(), 'waybill-test-run-'))
  process.env.TEST_RUN_FOLDER = own
  process.once('exit', () => rmSync(own, { recursive: true, force: true }))
  return own
}

const MADE = 'made.json'

/**
 * Makes something once in a run, for the first suite that asks, and gives every other suite what was made. A run begins
 * with nothing, so what is given always comes from the files of today. Two suites that ask at the same time may both make it;
 * one of the two is then given to all.
 *
 * @param key what the result depends on, as JSON
 * @param make fills the folder that it is given, and returns what JSON can hold
 */
export const onceARun = <T>(
  key: unknown,
  make: (folder: string) => T,
): { readonly folder: string; readonly made: T } => {
  const folder = join(runFolder(), createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 32))
  if (!existsSync(folder)) {
    const draft = mkdtempSync(`${folder}-`)
    writeFileSync(join(draft, MADE), JSON.stringify(make(draft)))
    try {
      renameSync(draft, folder)
    } catch {
      if (!existsSync(folder)) throw new Error(`Cannot rename ${draft} to ${folder}`)
      rmSync(draft, { recursive: true })
    }
  }
  // What `make` returned, by way of JSON.
  return { folder, made: JSON.parse(readFileSync(join(folder, MADE), 'utf8')) as T }
}

import { existsSync } from 'node:fs'
import { copyFile, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { isErrno } from '../adapters/folder/errno.ts'
import { flushFolder, makeFolder, TEMPORARY } from '../adapters/folder/whole-file.ts'
import { checkStoreFiles, DATABASE_FILE, MARK_FILE, UnusableStore } from '../adapters/sqlite/check-store-files.ts'
import { readMark, writeMark } from '../adapters/sqlite/commit-mark.ts'
import type { NewId } from '../system.ts'
import { CannotStart } from './cannot-start.ts'
import { LOCK_FILE } from './data-dir.ts'
import { isWithin } from './is-within.ts'
import { TAKEN_OVER } from './old-tables.ts'
import { type FolderContents, verifyDataDir } from './verify.ts'

/** Everything else in the data folder is copied file by file. */
const NOT_COPIED = new Set([
  DATABASE_FILE,
  `${DATABASE_FILE}-wal`,
  `${DATABASE_FILE}-shm`,
  MARK_FILE,
  LOCK_FILE,
  TAKEN_OVER,
])

/** What takes the place of the data folder's contents is made here until all of it is there. */
export const RESTORING = 'restoring'

/** What earlier troubles have left in the data folder for its owner to look at. */
export const PUT_ASIDE = /^(?:before-restore|damaged)-|^restoring$/

/** So many pages at once: the copy is of one moment, and a Waybill that goes on writing does not make it begin anew. */
const ALL_PAGES = 2 ** 30

/**
 * Copies a data folder, whether or not Waybill runs on it: the database as it is at one moment, and then the files, of which
 * none that the database knows of ever changes. What is there under the name in the end is whole and was read back.
 *
 * @returns what it holds
 * @throws CannotStart if there is nothing to copy, or something where the copy is to be, or that is in what is copied
 * @throws UnusableStore if what is copied is damaged
 */
export const backUp = async (dataDir: string, to: string, newId: NewId): Promise<FolderContents> => {
  if (!existsSync(join(dataDir, DATABASE_FILE))) throw new CannotStart(`${dataDir} has no ${DATABASE_FILE} to back up.`)
  if (existsSync(to)) throw new CannotStart(`${to} is there already; name a folder that is not.`)
  if (isWithin(to, dataDir)) {
    throw new CannotStart(
      `${to} is in the data folder, and each later backup would hold it again; name a folder elsewhere.`,
    )
  }
  const partial = `${to}.${newId()}${TEMPORARY}`
  try {
    await makeFolder(partial)
    await copyDatabase(dataDir, partial)
    await copyFiles(dataDir, partial, name => !NOT_COPIED.has(name) && !PUT_ASIDE.test(name))
    const verified = await verifyDataDir(partial)
    await rm(join(partial, `${DATABASE_FILE}-wal`), { force: true })
    await rm(join(partial, `${DATABASE_FILE}-shm`), { force: true })
    await rename(partial, to)
    await flushFolder(dirname(to))
    return verified
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

const copyDatabase = async (from: string, to: string) => {
  const mark = readMark(join(from, MARK_FILE))
  const source = new DatabaseSync(join(from, DATABASE_FILE), { readOnly: true })
  try {
    await backup(source, join(to, DATABASE_FILE), { rate: ALL_PAGES })
  } finally {
    source.close()
  }
  await flushFile(join(to, DATABASE_FILE))
  const copied = checkStoreFiles(to, { acceptLoss: true })
  if (copied.is !== 'whole' || typeof mark !== 'object' || mark.commits > copied.mark.commits) {
    throw new UnusableStore(
      `${join(from, DATABASE_FILE)} lacks commits that it had. Stop Waybill and run \`waybill verify\`.`,
    )
  }
  writeMark(join(to, MARK_FILE), copied.mark)
}

/** Copies files that may come and go meanwhile, each flushed. */
export const copyFiles = async (from: string, to: string, isWanted: (name: string) => boolean): Promise<void> => {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const { name } = entry
    if (!isWanted(name) || name.endsWith(TEMPORARY)) continue
    if (entry.isDirectory()) {
      await makeFolder(join(to, name))
      await copyFiles(join(from, name), join(to, name), () => true)
    } else if (entry.isFile()) await copyOne(join(from, name), join(to, name))
  }
  await flushFolder(to)
}

const copyOne = async (from: string, to: string) => {
  try {
    await copyFile(from, to)
  } catch (error) {
    // A notice that was sent meanwhile.
    if (isErrno(error, 'ENOENT')) return
    throw error
  }
  await flushFile(to)
}

const flushFile = async (path: string) => {
  const file = await open(path, 'r+')
  try {
    await file.chmod(0o600)
    await file.sync()
  } finally {
    await file.close()
  }
}

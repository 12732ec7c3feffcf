import { existsSync } from 'node:fs'
import { copyFile, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { flushFolder, makeFolder } from '../adapters/folder/whole-file.ts'
import { DATABASE_FILE, MARK_FILE } from '../adapters/sqlite/check-store-files.ts'
import type { Clock } from '../system.ts'
import { copyFiles, PUT_ASIDE, RESTORING } from './backup.ts'
import { CannotStart } from './cannot-start.ts'
import { LOCK_FILE, lockDataDir } from './data-dir.ts'
import { isWithin } from './is-within.ts'
import { type FolderContents, verifyDataDir } from './verify.ts'

/** The earlier contents of the data folder; only its owner removes them. */
const BEFORE = 'before-restore'

export interface Restored extends FolderContents {
  /** Where what was there before lies now, if anything was. */
  readonly before: string | undefined
}

/**
 * Puts a backup in the place of what lies in a data folder, which is put aside. The backup stays as it is. Until the last
 * step a start finds something missing and refuses, so half of it is never used.
 *
 * @throws DataDirInUse
 * @throws CannotStart if the backup does not exist, or is the data folder itself or what the data folder is in
 * @throws UnusableStore if the backup is damaged
 */
export const restore = async (from: string, dataDir: string, clock: Clock): Promise<Restored> => {
  if (!existsSync(join(from, DATABASE_FILE)))
    throw new CannotStart(`${from} has no ${DATABASE_FILE}; it is not a backup.`)
  if (isWithin(dataDir, from)) {
    throw new CannotStart(`${from} cannot be a backup: the data folder ${dataDir} is there. Nothing was changed.`)
  }
  await makeFolder(dataDir)
  const held = lockDataDir(dataDir)
  try {
    const restoring = join(dataDir, RESTORING)
    await rm(restoring, { recursive: true, force: true })
    await makeFolder(restoring)
    const verified = await copyWhole(from, restoring)
    const [wal, shm] = [`${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`].map(name => join(restoring, name))
    for (const path of [wal, shm]) await rm(path ?? '', { force: true })

    const before = await putAside(dataDir, clock)
    // The database and the mark come last: without them no start takes the folder for a whole one.
    for (const name of await readdir(restoring)) {
      if (name !== DATABASE_FILE && name !== MARK_FILE) await rename(join(restoring, name), join(dataDir, name))
    }
    for (const name of [DATABASE_FILE, MARK_FILE]) await rename(join(restoring, name), join(dataDir, name))
    await rmdir(restoring)
    await flushFolder(dataDir)
    return { ...verified, before }
  } finally {
    held.release()
  }
}

/** What a full disk has left of a copy would only take more of it. */
const copyWhole = async (from: string, to: string): Promise<FolderContents> => {
  try {
    await copyFiles(from, to, name => name !== LOCK_FILE)
    return await verifyDataDir(to)
  } catch (error) {
    await rm(to, { recursive: true, force: true })
    throw error
  }
}

const putAside = async (dataDir: string, clock: Clock): Promise<string | undefined> => {
  const names = (await readdir(dataDir)).filter(name => name !== LOCK_FILE && !PUT_ASIDE.test(name))
  if (names.length === 0) return undefined
  const before = join(dataDir, `${BEFORE}-${clock().toISOString().replaceAll(':', '')}`)
  await makeFolder(before)
  for (const name of names) {
    // The old mark stays until the new one takes its place, so that what is without a database does not look new.
    if (name === MARK_FILE) await copyFile(join(dataDir, name), join(before, name))
    else await rename(join(dataDir, name), join(before, name))
  }
  await flushFolder(before)
  return before
}

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { NewId } from '../../system.ts'
import { checkStoreFiles, DATABASE_FILE, MARK_FILE } from './check-store-files.ts'
import { openMark, writeMark } from './commit-mark.ts'
import { type Database, openDatabase, preparing } from './database.ts'
import { factTable, STORE_ID } from './facts.ts'
import { APPLICATION_ID, FORM, FORMS } from './forms.ts'
import { makePrivate } from './private-file.ts'

/**
 * Opens the store of a folder, or makes one. A database of an older form is brought to the present one.
 * The caller holds the folder's lock.
 *
 * @throws UnusableStore
 */
export const openStore = (folder: string, newId: NewId): Database => {
  const path = join(folder, DATABASE_FILE)
  const markPath = join(folder, MARK_FILE)
  const files = checkStoreFiles(folder)
  const storeId = files.is === 'none' ? newId() : files.mark.storeId
  // First the mark: a database without one would look as if it had been taken away.
  if (files.is === 'none') writeMark(markPath, { storeId, commits: 0 })
  if (files.is !== 'whole') bringToForm(path, 0, storeId)
  else if (files.form < FORM) bringToForm(path, files.form, storeId)

  const mark = openMark(markPath, storeId)
  const database = openDatabase(path, mark.set)
  return {
    ...database,
    close: async () => {
      await database.close()
      mark.close()
    },
  }
}

/** All of it or nothing: a database between two forms never is. */
const bringToForm = (path: string, from: number, storeId: string) => {
  makePrivate(path)
  const database = new DatabaseSync(path)
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE')
    for (const step of FORMS.slice(from)) database.exec(step)
    factTable({ prepare: preparing(database) }).put({ name: STORE_ID, value: storeId })
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORM}; COMMIT`)
  } finally {
    database.close()
  }
}

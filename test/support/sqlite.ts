import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from '@jest/globals'
import type { Database } from '../../lib/adapters/sqlite/database.ts'
import { openStore } from '../../lib/adapters/sqlite/open-store.ts'

/** Gives empty databases, each in a folder of its own, and takes them away after the tests of a file. */
export const sqliteFolders = () => {
  const opened: Database[] = []
  const folders: string[] = []
  afterAll(async () => {
    for (const database of opened) await database.close()
    for (const folder of folders) rmSync(folder, { recursive: true })
  })
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), 'waybill-sqlite-'))
    folders.push(path)
    return path
  }
  return {
    folder,
    open: (path = folder()) => {
      const database = openStore(path, randomUUID)
      opened.push(database)
      return database
    },
  }
}

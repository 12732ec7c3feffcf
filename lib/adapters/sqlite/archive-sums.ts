import { hash } from 'node:crypto'
import * as z from 'zod/mini'
import type { Archive, ArchiveRemoval } from '../../jobs/ports.ts'
import { DamagedStore } from '../../system.ts'
import { itemForm } from '../items/item-form.ts'
import type { Database } from './database.ts'
import { createItemTable } from './item-table.ts'

/** What an archived object was when it was put. */
export interface ArchivedSum {
  readonly name: string
  /** Hex SHA-256. */
  readonly sha256: string
}

export const archiveSumTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<ArchivedSum>(database, {
    table: 'archiveSums',
    columns: ['name'],
    keyLength: 1,
    nameOf: ([name]) => `the checksum of ${name} in the archive`,
    form: itemForm(() => z.object({ name: z.string(), sha256: z.string() })),
    columnsOf: ({ name }) => ({ name }),
  })

/**
 * An archive whose objects are compared with what they were when they were put: a folder's files can change unseen, and
 * what it gives must be the bytes that went in.
 */
export const createArchiveSums = (archive: Archive & ArchiveRemoval, database: Database): Archive & ArchiveRemoval => {
  const sums = archiveSumTable(database)
  const removeSums = database.prepare('DELETE FROM archiveSums WHERE substr(name, 1, ?) = ?')
  return {
    put: async (name, bytes, contentType) => {
      const sum = { name, sha256: hash('sha256', bytes) }
      // A checksum without its object does no harm, so neither waits for the other.
      const stored = database.write(() => {
        if (!sums.get(name)) sums.put(sum)
      })
      const [put, summed] = await Promise.allSettled([archive.put(name, bytes, contentType), stored])
      if (put.status === 'rejected') throw put.reason
      if (summed.status === 'rejected') throw summed.reason
    },
    // Checksums without their objects do no harm.
    removeUnder: async prefix => {
      // Why something may go is on the disk before it goes.
      await database.flushed()
      const held = await archive.removeUnder(prefix)
      await database.write(() => removeSums.run(prefix.length, prefix))
      return held
    },
    get: async name => {
      const bytes = await archive.get(name)
      const sum = bytes && sums.get(name)
      if (sum && sum.sha256 !== hash('sha256', bytes)) throw new DamagedStore(`${name} in the archive`)
      return bytes
    },
  }
}

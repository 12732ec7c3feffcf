import * as z from 'zod/mini'
import { ArchiveConflict } from '../../jobs/archive-conflict.ts'
import type { Archive, ArchiveRemoval } from '../../jobs/ports.ts'
import type { Log } from '../../system.ts'
import type { FolderArchive } from '../folder/archive.ts'
import { itemForm } from '../items/item-form.ts'
import type { Database, StoredRow } from './database.ts'
import { column, createItemTable } from './item-table.ts'

/** An object of the archive that is not a file yet. */
interface QueuedObject {
  readonly name: string
  /** In base64. */
  readonly bytes: string
}

export const archiveQueueTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<QueuedObject>(database, {
    table: 'archiveQueue',
    withoutRowid: true,
    columns: ['name'],
    keyLength: 1,
    nameOf: ([name]) => `${name}, which waits for its place in the archive`,
    form: itemForm(() => z.object({ name: z.string(), bytes: z.string() })),
    columnsOf: ({ name }) => ({ name }),
  })

/** An archive that has some of its objects in the database, until each is a file. */
export interface QueuedArchive extends Archive, ArchiveRemoval {
  /** Writes the files of all that waits. What cannot be written now is logged, and tried again later. */
  file(): Promise<void>
  /** The same, and begins no more by itself. */
  stop(): Promise<void>
}

interface QueueDeps {
  readonly log: Log
  /** How long after an object its file is written, so that several are written at once. Default: 100 */
  readonly fileMs?: number
}

/** A SIGNATURE has 200 bytes. What is larger is written to its file at once: it would be written twice otherwise. */
const MOST_BYTES = 2048
/** So many leave the table in one commit. */
const BATCH = 100
const FILE_MS = 100
const AGAIN_MS = 30_000

/**
 * An archive that takes what is small into the database first, and writes its file right after. So a SIGNATURE is flushed with
 * its job, and no request waits for three flushes of a file and its folders. A start writes the files that the one before has
 * left.
 */
export const createQueuedArchive = (
  archive: FolderArchive,
  database: Database,
  { log, fileMs = FILE_MS }: QueueDeps,
): QueuedArchive => {
  const queue = archiveQueueTable(database)
  const next = database.prepare('SELECT * FROM archiveQueue WHERE name > ? ORDER BY name LIMIT ?')
  const removeAll = database.prepare('DELETE FROM archiveQueue WHERE substr(name, 1, ?) = ?')

  let isStopped = false
  const fileAfter = (ms: number) => {
    let isDue = false
    return () => {
      if (isDue) return
      isDue = true
      setTimeout(() => {
        isDue = false
        if (isStopped) return
        file().catch((error: unknown) => {
          log.error('files of the archive not written; it is tried again', { error })
          fileAgain()
        })
      }, ms).unref()
    }
  }
  const fileSoon = fileAfter(fileMs)
  const fileAgain = fileAfter(AGAIN_MS)

  const notFiled = (name: unknown, error: unknown) => {
    log.error('file of the archive not written; it is tried again', { name, error })
    fileAgain()
  }

  /** Writes the files of rows. @returns the names of those that are files now */
  const fileAll = async (rows: readonly StoredRow[]): Promise<readonly string[]> => {
    const objects = rows.flatMap(row => {
      try {
        const { name, bytes } = queue.read(row)
        return [{ name, bytes: Buffer.from(bytes, 'base64') }]
      } catch (error) {
        notFiled(row.name, error)
        return []
      }
    })
    // A file may prove something that is stored, such as the digest of a day's history.
    await database.flushed()
    const outcomes = await archive.putAll(objects)
    return objects.flatMap(({ name }, index) => {
      const outcome = outcomes[index]
      if (outcome && 'isPut' in outcome) return [name]
      notFiled(name, outcome?.error)
      return []
    })
  }

  /**
   * @param failed what is left alone; what cannot be written comes to it
   * @returns how many have become files
   */
  const fileRound = async (failed: Set<unknown>): Promise<number> => {
    let count = 0
    for (let after = ''; ; ) {
      const rows = next.all(column(after), BATCH)
      const last = rows.at(-1)
      if (last === undefined) return count
      after = String(last.name)
      const tried = rows.filter(({ name }) => !failed.has(name))
      const filed = new Set<unknown>(await fileAll(tried))
      for (const { name } of tried) if (!filed.has(name)) failed.add(name)
      await database.write(() => {
        for (const name of filed) queue.remove(String(name))
      })
      count += filed.size
    }
  }

  let filing: Promise<void> | undefined
  const file = (): Promise<void> => {
    filing ??= (async () => {
      const failed = new Set<unknown>()
      try {
        // What is put meanwhile may come before what was there.
        while ((await fileRound(failed)) > 0);
      } finally {
        filing = undefined
      }
    })()
    return filing
  }

  /** @returns `false`: it must be put as a file, or compared with the one that is there */
  const enqueue = (name: string, bytes: Uint8Array): Promise<boolean> =>
    database.write(() => {
      const object = { name, bytes: Buffer.from(bytes).toString('base64') }
      const waiting = queue.get(name)
      if (waiting) {
        if (waiting.bytes !== object.bytes) throw new ArchiveConflict(name)
        return true
      }
      if (bytes.length > MOST_BYTES || !archive.isFree(name)) return false
      queue.put(object)
      return true
    })

  fileSoon()
  return {
    put: async (name, bytes, contentType) => {
      if (await enqueue(name, bytes)) fileSoon()
      else {
        await database.flushed()
        await archive.put(name, bytes, contentType)
      }
    },
    removeUnder: async prefix => {
      await file()
      const held = await archive.removeUnder(prefix)
      await database.write(() => removeAll.run(prefix.length, prefix))
      return held
    },
    get: async name => {
      const waiting = queue.get(name)
      return waiting ? new Uint8Array(Buffer.from(waiting.bytes, 'base64')) : archive.get(name)
    },
    file,
    stop: () => {
      isStopped = true
      return file()
    },
  }
}

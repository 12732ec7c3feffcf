import { AsyncLocalStorage } from 'node:async_hooks'
import { closeSync, fdatasync, openSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { StoreFull } from '../../system.ts'
import { createLoopTurns } from './loop-turns.ts'
import { LostChanges } from './lost-changes.ts'
import { createOpenTransaction } from './open-transaction.ts'
import { createSharedFlush } from './shared-flush.ts'
import { storeFailure } from './store-failure.ts'

/** A row as SQLite gives it. */
export type StoredRow = Readonly<Record<string, SQLOutputValue>>

/** A statement that is prepared once. */
export interface Statement {
  get(...values: SQLInputValue[]): StoredRow | undefined
  all(...values: SQLInputValue[]): readonly StoredRow[]
  /** One row after the other, however many there are. */
  each(...values: SQLInputValue[]): Iterable<StoredRow>
  /** @returns how many rows it has changed */
  run(...values: SQLInputValue[]): number
}

/** One database file, and everything that is read from it and written to it. */
export interface Database {
  /** Reads see every change that is made, also one that is not committed yet. */
  prepare(sql: string): Statement
  /**
   * Makes a change, and is done once the change is committed and flushed to the disk, with all that were made before that
   * flush began.
   *
   * @param change is done as a whole or not at all; it may be done again from the start, so it must do nothing else
   * @throws StoreFull
   */
  write<T>(change: () => T): Promise<T>
  /**
   * The same, but done once the change is made: everybody in this process sees it. The end of the process or a power cut may
   * undo it until it is flushed, with all that were made after it, and never one that was made before it. It is flushed soon,
   * also where no caller waits for that.
   */
  change<T>(change: () => T): Promise<T>
  /** Is done once everything that is made now is committed and flushed. Nothing that was read may leave the process before. */
  flushed(): Promise<void>
  /**
   * Does a piece of work, whose changes and readings stand together: where a commit fails while it is under way, what it has
   * made or seen may be gone, and its next change or its `flushed` fails too.
   *
   * @throws StoreFull | LostChanges
   */
  unit<T>(work: () => Promise<T>): Promise<T>
  /** Lets the changes under way come to their end, flushed, and closes. */
  close(): Promise<void>
}

/** Gets how many commits are flushed, after each flush. */
export type OnFlush = (commits: number) => void

/** Half of the memory that SQLite takes by default would do for one page of a list; a negative number counts kilobytes. */
const CACHE_KB = 16 * 1024

/**
 * The log has so many pages (of 4 KB) when SQLite moves it into the database, which stops the event loop for two flushes: every
 * 80 submissions. After a kill, the next start reads them once.
 */
const LOG_PAGES = 4000

/** A log that has grown larger, while a backup was reading, is cut to this size afterwards. */
const LOG_BYTES = 64 * 1024 * 1024

/*
 * With NORMAL, SQLite flushes its log before it moves it into the database, the database after that, and a new log's head.
 * What FULL flushes besides is the log after each commit. `flushed` does that, beside the event loop and for all at once.
 */
const SETTINGS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA wal_autocheckpoint = ${LOG_PAGES};
  PRAGMA cache_size = -${CACHE_KB};
  PRAGMA journal_size_limit = ${LOG_BYTES};
  PRAGMA temp_store = MEMORY;
  PRAGMA cell_size_check = ON;
  PRAGMA trusted_schema = OFF;
`

/** So long after a change it is flushed where no caller waits for it. */
const FLUSH_MS = 200

/** Whoever makes many changes, one after the other, waits for nothing else: without this, no request would be served meanwhile. */
const CHANGES_A_TURN = 64

/** Another connection (a backup) may hold the file for a moment. */
const BUSY_MS = 5000

/** Opens a database that has the present form; see open-store.ts. */
export const openDatabase = (path: string, onFlush: OnFlush = () => undefined): Database => {
  const sqlite = new DatabaseSync(path, { timeout: BUSY_MS, defensive: true })
  sqlite.exec(SETTINGS)
  // The first reading makes the log. It is one file for as long as this connection is open, and SQLite locks another one.
  sqlite.exec('SELECT 1 FROM sqlite_schema LIMIT 1')
  const log = openSync(`${path}-wal`, 'r+')
  return databaseOf(sqlite, { flush: () => flushFile(log), onFlush, close: () => closeSync(log) })
}

const flushFile = promisify(fdatasync)

/** The file that commits are written to. */
interface LogFile {
  flush(): Promise<void>
  readonly onFlush: OnFlush
  close(): void
}

/** What a unit of work may rely on. */
interface Unit {
  /** How many losses there were when it began. */
  readonly losses: number
}

const NO_FILE: LogFile = { flush: async () => undefined, onFlush: () => undefined, close: () => undefined }

/** The same over a connection that is open. Default: it is in memory */
export const databaseOf = (sqlite: DatabaseSync, log: LogFile = NO_FILE): Database => {
  const transaction = createOpenTransaction(sqlite)
  let loss: StoreFull | LostChanges | undefined
  const shared = createSharedFlush({
    commit: () => {
      try {
        return attempt(transaction.commit)
      } catch (error) {
        loss = lossBy(error)
        throw error
      }
    },
    flush: log.flush,
    onFlush: log.onFlush,
  })

  const units = new AsyncLocalStorage<Unit>()
  const unit: Database['unit'] = work => units.run({ losses: transaction.losses() }, work)

  /** @throws where the present unit has made or seen what is gone */
  const requireWhole = () => {
    const present = units.getStore()
    if (present && present.losses !== transaction.losses()) throw loss
  }

  const flushed = async () => {
    requireWhole()
    await shared.flushed()
    requireWhole()
  }

  let soon: NodeJS.Timeout | undefined
  const flushSoon = () => {
    soon ??= setTimeout(() => {
      soon = undefined
      // A flush that fails shows to whoever waits for the next one.
      shared.flushed().catch(() => undefined)
    }, FLUSH_MS).unref()
  }

  let closed: Promise<void> | undefined
  const turns = createLoopTurns(CHANGES_A_TURN)

  const change = async <T>(make: () => T): Promise<T> => {
    if (closed) throw new Error('The database is closed')
    for (let wait = turns.take(); wait; wait = turns.take()) await wait
    const failed = shared.failure()
    if (failed) throw failed.error
    requireWhole()
    const before = transaction.losses()
    try {
      const { result, hasChanged } = attempt(() => transaction.make(make))
      if (hasChanged) {
        shared.changed()
        flushSoon()
      }
      return result
    } catch (error) {
      if (transaction.losses() !== before) loss = lossBy(error)
      throw error
    }
  }

  const close = async () => {
    await turns.ended()
    clearTimeout(soon)
    try {
      await shared.flushed()
    } finally {
      sqlite.close()
      log.close()
    }
  }

  return {
    prepare: preparing(sqlite),
    change,
    flushed,
    unit,
    write: make => {
      const changeAndFlush = async () => {
        const result = await change(make)
        await flushed()
        return result
      }
      return units.getStore() ? changeAndFlush() : unit(changeAndFlush)
    },
    close: () => {
      closed ??= close()
      return closed
    },
  }
}

/** What all others get: a code that the error of one change may have is no answer to them. */
const lossBy = (error: unknown) => (error instanceof StoreFull ? error : new LostChanges({ cause: error }))

/** The same database, whose changes are done once they are made. Whoever uses it sees to `flushed`. */
export const flushedLater = (database: Database): Database => ({ ...database, write: database.change })

/** Prepares statements of a connection. */
export const preparing =
  (sqlite: DatabaseSync): Database['prepare'] =>
  sql =>
    statement(sqlite.prepare(sql))

const statement = (prepared: StatementSync): Statement => ({
  get: (...values) => attempt(() => prepared.get(...values)),
  all: (...values) => attempt(() => prepared.all(...values)),
  each: (...values) => attempt(() => prepared.iterate(...values)),
  run: (...values) => attempt(() => Number(prepared.run(...values).changes)),
})

const attempt = <T>(ask: () => T): T => {
  try {
    return ask()
  } catch (error) {
    throw storeFailure(error)
  }
}

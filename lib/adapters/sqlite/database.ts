import { closeSync, fdatasync, openSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite'
import { promisify } from 'node:util'
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
  /** Reads see what is committed; within `write`, what was changed there too. */
  prepare(sql: string): Statement
  /**
   * Makes a change, and is done once the change is flushed to the disk. Changes that wait at the same time are committed
   * together, and share a flush with all that were committed before it began.
   *
   * @param change is done as a whole or not at all; it may be done again from the start, so it must do nothing else
   * @throws StoreFull
   */
  write<T>(change: () => T): Promise<T>
  /**
   * The same, but done once the change is committed: the end of the process does not undo it, a power cut may, as long as
   * it is not flushed. The log is written in order, so what is flushed never lacks what was committed before it. It is
   * flushed soon, also where no caller waits for that.
   */
  commit<T>(change: () => T): Promise<T>
  /** Is done once everything that is committed now is flushed. Nothing that was read may leave the process before. */
  flushed(): Promise<void>
  /** Lets the changes under way come to their end, flushed, and closes. */
  close(): Promise<void>
}

/** Gets how many commits are flushed, after each flush. */
export type OnFlush = (commits: number) => void

interface Waiting {
  readonly change: () => unknown
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

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

/** So long after a commit it is flushed where no caller waits for it. */
const FLUSH_MS = 200

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

const NO_FILE: LogFile = { flush: async () => undefined, onFlush: () => undefined, close: () => undefined }

/** The same over a connection that is open. Default: it is in memory */
export const databaseOf = (sqlite: DatabaseSync, log: LogFile = NO_FILE): Database => {
  const begin = sqlite.prepare('BEGIN IMMEDIATE')
  const commitAll = sqlite.prepare('COMMIT')
  const count = sqlite.prepare('UPDATE progress SET commits = commits + 1 RETURNING commits')
  const changes = sqlite.prepare('SELECT total_changes() AS n')
  const changed = () => Number(changes.get()?.n)
  const { committed, flushed, failure } = createSharedFlush(log.flush, log.onFlush)

  let soon: NodeJS.Timeout | undefined
  const flushSoon = () => {
    soon ??= setTimeout(() => {
      soon = undefined
      // A flush that fails shows to whoever waits for the next one.
      flushed().catch(() => undefined)
    }, FLUSH_MS).unref()
  }

  const waiting: Waiting[] = []
  let closed: Promise<void> | undefined

  /** Commits a group. Where one change of several fails, each is committed by itself, so that it fails alone. */
  const commitGroup = (group: readonly Waiting[]): void => {
    let results: unknown[]
    let commits: number | undefined
    try {
      begin.run()
      const before = changed()
      results = group.map(({ change }) => change())
      if (changed() !== before) commits = Number(count.get()?.commits)
      commitAll.run()
    } catch (error) {
      // Some failures (a full disk) have ended the transaction already.
      if (sqlite.isTransaction) sqlite.exec('ROLLBACK')
      if (group.length > 1) for (const each of group) commitGroup([each])
      else group[0]?.reject(storeFailure(error))
      return
    }
    if (commits !== undefined) {
      committed(commits)
      flushSoon()
    }
    for (const [index, { resolve }] of group.entries()) resolve(results[index])
  }

  const commitWaiting = () => {
    if (waiting.length > 0) commitGroup(waiting.splice(0))
  }

  const commit = <T>(change: () => T): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (closed) return reject(new Error('The database is closed'))
      const failed = failure()
      if (failed) return reject(failed.error)
      // At the end of this turn of the event loop, with everything else of this turn.
      if (waiting.length === 0) setImmediate(commitWaiting)
      // `resolve` gets what this very `change` gives back.
      waiting.push({ change, resolve: resolve as (value: unknown) => void, reject })
      return undefined
    })

  const close = async () => {
    commitWaiting()
    clearTimeout(soon)
    try {
      await flushed()
    } finally {
      sqlite.close()
      log.close()
    }
  }

  return {
    prepare: preparing(sqlite),
    commit,
    flushed,
    write: async change => {
      const result = await commit(change)
      await flushed()
      return result
    },
    close: () => {
      closed ??= close()
      return closed
    },
  }
}

/** The same database, whose changes are done once they are committed. Whoever uses it sees to `flushed`. */
export const flushedLater = (database: Database): Database => ({ ...database, write: database.commit })

/** Prepares statements of a connection. */
export const preparing =
  (sqlite: DatabaseSync): Database['prepare'] =>
  sql =>
    statement(sqlite.prepare(plannedOnce(sql)))

/**
 * SQLite plans by the value of a bare `LIMIT ?`, so it parses and plans the statement again at each use, which takes longer than
 * to find a page. With a sign before it the limit is an expression, which no plan depends on.
 */
const plannedOnce = (sql: string): string => sql.replaceAll(/\bLIMIT \?/g, 'LIMIT +?')

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

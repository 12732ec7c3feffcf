import type { DatabaseSync } from 'node:sqlite'
import { isDeepStrictEqual } from 'node:util'

/** A change, and what it has come to. */
interface Made {
  readonly change: () => unknown
  readonly result: unknown
}

/** Changes that are made one after the other, and committed together. */
export interface OpenTransaction {
  /**
   * Makes a change. All who read see it from now on.
   *
   * @throws what the change throws; nothing of it is made then, and all that was made before still is
   */
  make<T>(change: () => T): { readonly result: T; readonly hasChanged: boolean }
  /**
   * Commits what is made.
   *
   * @returns how many commits there are
   * @throws what SQLite throws; all that was made since the last commit is lost then
   */
  commit(): number
  /** How often changes were made, seen and then lost. */
  losses(): number
}

/**
 * SQLite has one transaction open at a time, and where something in it fails, it undoes all or nothing. So the changes are
 * remembered until they are committed. Where one fails half-way, those before it are made again, in the same order and from
 * the same start; each must come to the same as before, since callers go on from that.
 */
export const createOpenTransaction = (sqlite: DatabaseSync): OpenTransaction => {
  const begin = sqlite.prepare('BEGIN IMMEDIATE')
  const commitAll = sqlite.prepare('COMMIT')
  const count = sqlite.prepare('UPDATE progress SET commits = commits + 1 RETURNING commits')
  const commits = sqlite.prepare('SELECT commits FROM progress')
  const rowChanges = sqlite.prepare('SELECT total_changes() AS n')
  const rowsChanged = () => Number(rowChanges.get()?.n)

  let made: Made[] = []
  let losses = 0

  const undo = () => {
    // Some failures (a full disk) have ended the transaction already.
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK')
  }

  const lose = () => {
    made = []
    losses += 1
    undo()
  }

  /**
   * Where a page cannot be read, or has no place in memory and none on the disk, SQLite ends the whole transaction: also for
   * a statement that only reads, and then only its reader gets the error.
   */
  const requireThere = () => {
    if (made.length === 0 || sqlite.isTransaction) return
    lose()
    throw new Error('SQLite has undone changes that were not committed yet, where something could not be read')
  }

  const comesToTheSame = ({ change, result }: Made): boolean => {
    try {
      return isDeepStrictEqual(change(), result)
    } catch {
      return false
    }
  }

  const makeAgain = () => {
    undo()
    if (made.length === 0) return
    try {
      begin.run()
      if (made.every(comesToTheSame) && sqlite.isTransaction) return
    } catch {
      // Without a transaction there is nothing to make them in. The caller gets what its own change has failed with.
    }
    lose()
  }

  return {
    make: change => {
      requireThere()
      if (!sqlite.isTransaction) begin.run()
      const before = rowsChanged()
      try {
        const result = change()
        const hasChanged = rowsChanged() !== before
        if (hasChanged) made.push({ change, result })
        else if (made.length === 0) undo()
        return { result, hasChanged }
      } catch (error) {
        // Most changes that fail look before they change anything.
        const isUntouched = made.length > 0 && sqlite.isTransaction && rowsChanged() === before
        if (!isUntouched) makeAgain()
        throw error
      }
    },
    commit: () => {
      requireThere()
      if (made.length === 0) return Number(commits.get()?.commits)
      try {
        const committed = Number(count.get()?.commits)
        commitAll.run()
        made = []
        return committed
      } catch (error) {
        lose()
        throw error
      }
    },
    losses: () => losses,
  }
}

import { hash } from 'node:crypto'
import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { isErrno } from '../folder/errno.ts'
import { TEMPORARY } from '../folder/whole-file.ts'

/*
 * SQLite leaves out, without a word, everything in its log that stands behind a damaged place. So a file beside the
 * database has the number of commits. A database that has fewer has lost some.
 *
 * The mark is written after each flush of the database and flushed a moment later: once a power cut has come, it may be
 * behind the database, and never ahead of it. It has two slots that take turns, so that one is whole while the other is written.
 */

/** Which store it is, and how many commits that must have at least. */
export interface Mark {
  readonly storeId: string
  readonly commits: number
}

export interface CommitMark {
  /** Writes how many commits are flushed. Does not fail: without room the mark stays behind. */
  set(commits: number): void
  close(): void
}

const SLOT_BYTES = 128
/** How far the flushed mark may be behind. */
const FLUSH_MS = 200

/** @returns `unreadable`: the file has no mark in it; `undefined`: the file does not exist */
export const readMark = (path: string): Mark | 'unreadable' | undefined => {
  let text: string
  try {
    text = readFileSync(path, 'latin1')
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
  const marks = slotsOf(text).filter(mark => mark !== undefined)
  return marks.toSorted((one, other) => other.commits - one.commits)[0] ?? 'unreadable'
}

const slotsOf = (text: string): readonly [Mark | undefined, Mark | undefined] => [
  parseSlot(text.slice(0, SLOT_BYTES)),
  parseSlot(text.slice(SLOT_BYTES)),
]

/** Makes the mark of a store, flushed. It is there whole or not at all: half of one would look damaged. */
export const writeMark = (path: string, mark: Mark): void => {
  const temporary = `${path}${TEMPORARY}`
  const file = openSync(temporary, 'w', 0o600)
  try {
    writeFileSync(file, slotOf(mark) + slotOf(mark))
    fsyncSync(file)
    renameSync(temporary, path)
  } finally {
    closeSync(file)
    rmSync(temporary, { force: true })
  }
  flushFolder(dirname(path))
}

/** Opens a mark that is there. */
export const openMark = (path: string, storeId: string): CommitMark => {
  const file = openSync(path, 'r+')
  const [first, second] = slotsOf(readFileSync(path, 'latin1'))
  // The one that is older, or damaged, is written first.
  let slot = second === undefined || (first && first.commits > second.commits) ? 1 : 0
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  const flushLater = () => {
    timer ??= setTimeout(() => {
      // What fails here shows, if ever, at the next start as a mark that is behind.
      fdatasync(file, () => {
        timer = undefined
      })
    }, FLUSH_MS).unref()
  }
  return {
    set: commits => {
      try {
        writeSync(file, slotOf({ storeId, commits }), slot * SLOT_BYTES)
        slot = 1 - slot
        flushLater()
      } catch {
        // The commits are flushed, which is what counts; the next flush writes the mark anew.
      }
    },
    close: () => {
      if (isClosed) return
      isClosed = true
      clearTimeout(timer)
      try {
        fdatasyncSync(file)
      } finally {
        closeSync(file)
      }
    },
  }
}

const FORM = /^waybill commits ([\w-]{1,64}) (\d{1,15}) ([\w-]{22})\n *\n?$/

const parseSlot = (slot: string): Mark | undefined => {
  const [, storeId, digits, sum] = FORM.exec(slot) ?? []
  if (storeId === undefined || digits === undefined) return undefined
  const mark = { storeId, commits: Number(digits) }
  return sum === sumOf(mark) ? mark : undefined
}

const slotOf = (mark: Mark) =>
  `waybill commits ${mark.storeId} ${mark.commits} ${sumOf(mark)}\n`.padEnd(SLOT_BYTES - 1).concat('\n')

const sumOf = ({ storeId, commits }: Mark) => hash('sha256', `${storeId} ${commits}`, 'base64url').slice(0, 22)

/** A new name survives a power cut only once its folder is flushed too. */
const flushFolder = (path: string) => {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

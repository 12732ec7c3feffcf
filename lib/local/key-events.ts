import { takeInSpool } from '../adapters/folder/event-spool.ts'
import type { Database } from '../adapters/sqlite/database.ts'
import { FolderInUse, lock } from '../adapters/sqlite/lock.ts'
import type { History } from '../audit/ports.ts'
import type { Log } from '../system.ts'
import type { DataDir } from './data-dir.ts'
import { type RepeatedTask, repeat } from './repeat.ts'

const EVERY_MS = 2_000

/** Takes what commands did with the keys into the history: before anything is served, and every two seconds. */
export const takeInKeyEvents = async (
  { eventSpool, database }: Pick<DataDir, 'eventSpool'> & { readonly database: Pick<Database, 'flushed'> },
  deps: { readonly history: Pick<History, 'appendOnce'>; readonly log: Log },
): Promise<RepeatedTask> => {
  const takeIn = async () => {
    try {
      await takeInSpool(eventSpool, run => whileFree(`${eventSpool}.lock`, run), {
        ...deps,
        flushed: database.flushed,
      })
    } catch (error) {
      // A command that adds an event at this moment is waited for until the next time.
      if (!(error instanceof FolderInUse))
        deps.log.error('events of commands not taken in; it is tried again', { error })
    }
  }
  await takeIn()
  return repeat(takeIn, EVERY_MS)
}

const whileFree = <T>(path: string, run: () => T): T => {
  const held = lock(path)
  try {
    return run()
  } finally {
    held.release()
  }
}

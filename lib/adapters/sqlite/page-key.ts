import type { PageKey } from '../../jobs/ports.ts'
import type { RandomBytes } from '../../system.ts'
import type { Database } from './database.ts'
import { factTable } from './facts.ts'

const NAME = 'page-key'
const KEY_BYTES = 32

/** The key of page tokens, drawn by whoever needs it first and read once by each process. */
export const createSqlitePageKey = (database: Database, randomBytes: RandomBytes): PageKey => {
  const facts = factTable(database)
  let known: Uint8Array | undefined
  return async () => {
    known ??= await database.write(() => {
      const there = facts.get(NAME)?.value
      if (there !== undefined) return Buffer.from(there, 'base64')
      const drawn = Buffer.from(randomBytes(KEY_BYTES))
      facts.put({ name: NAME, value: drawn.toString('base64') })
      return drawn
    })
    return known
  }
}

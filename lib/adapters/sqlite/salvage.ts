import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DATABASE_FILE } from './check-store-files.ts'
import { type Database, preparing } from './database.ts'
import { depotJobTable, hereRows } from './depot-tables.ts'
import { STORE_ID } from './facts.ts'
import type { ItemTable } from './item-table.ts'
import { jobRows, jobTable, pointerRows, recordTable } from './job-tables.ts'
import { errcodeOf, mayBeWhole } from './store-failure.ts'
import { TABLES } from './tables.ts'
import { teamTable, thingRows } from './team-tables.ts'

/** So many items go into one commit. */
const BATCH = 500

/**
 * Puts every item that can still be read, and is as it was written, into another store. A table is read from both its ends
 * up to what is damaged in it. What lists find items by is made anew.
 *
 * @returns how many items of each table there were
 */
export const salvage = async (folder: string, to: Database): Promise<Readonly<Record<string, number>>> => {
  const sqlite = new DatabaseSync(join(folder, DATABASE_FILE), { readOnly: true })
  try {
    const from = { prepare: preparing(sqlite) }
    const counts: Record<string, number> = {}
    for (const [name, open] of Object.entries(TABLES)) {
      // The two are of one type.
      const [source, target] = [readable(() => open(from)), open(to)] as unknown as [Source, ItemTable<object>]
      counts[name] = source ? await copyTable(source, target, to) : 0
    }
    await makeRows(to)
    await makeThings(to)
    await makeHere(to)
    return counts
  } finally {
    sqlite.close()
  }
}

type Source = ItemTable<object> | undefined

/** `undefined`: not even what the table is called can be read. */
const readable = <T>(open: () => T): T | undefined => {
  try {
    return open()
  } catch (error) {
    if (errcodeOf(error) === undefined || mayBeWhole(error)) throw error
    return undefined
  }
}

const copyTable = async (source: ItemTable<object>, target: ItemTable<object>, to: Database): Promise<number> => {
  const seen = new Set<string>()
  for (const direction of ['ASC', 'DESC'] as const) {
    let batch: object[] = []
    const flush = async () => {
      const items = batch
      batch = []
      await to.write(() => {
        for (const item of items) target.put(item)
      })
    }
    for (const { key, item } of source.whole(direction)) {
      // Where the two directions meet, everything has been read.
      if (seen.has(key)) break
      seen.add(key)
      if (key !== JSON.stringify([STORE_ID])) batch.push(item)
      if (batch.length >= BATCH) await flush()
    }
    await flush()
  }
  return seen.size
}

const makeRows = async (to: Database) => {
  const [jobs, records, pointers, rows] = [jobTable(to), recordTable(to), pointerRows(to), jobRows(to)]
  await to.write(() => {
    for (const { item: job } of jobs.whole('ASC')) rows.put(job)
    for (const { item: record } of records.whole('ASC')) if (record.state === 'refused') pointers.put(record, '')
  })
}

const makeThings = async (to: Database) => {
  const [teams, things] = [teamTable(to), thingRows(to)]
  await to.write(() => {
    for (const { item: team } of teams.whole('ASC')) things.put(team, [])
  })
}

const makeHere = async (to: Database) => {
  const [jobs, rows] = [depotJobTable(to), hereRows(to)]
  await to.write(() => {
    for (const { item: job } of jobs.whole('ASC')) rows.put(job)
  })
}

import { hash } from 'node:crypto'
import type { SQLInputValue } from 'node:sqlite'
import { DamagedStore } from '../../system.ts'
import type { ItemForm } from '../items/item-form.ts'
import type { Database, StoredRow } from './database.ts'
import { storeFailure } from './store-failure.ts'

type Columns = Readonly<Record<string, string | number>>

interface ItemTableDefinition<T> {
  readonly table: string
  /** The names of the columns besides `item` and `sum`, those of the primary key first. */
  readonly columns: readonly string[]
  readonly keyLength: number
  /** What an error calls an item, by its key, such as "job AB123". */
  readonly nameOf: (key: readonly unknown[]) => string
  readonly columnsOf: (item: T) => Columns
  readonly form: ItemForm<T>
  /** Whether the table is one by its key, and has no other order. Default: false */
  readonly withoutRowid?: boolean
}

/** A table of items as JSON, each with a checksum over everything that its row holds. */
export interface ItemTable<T> {
  /**
   * @returns `undefined`: it does not exist
   * @throws DamagedStore unless the item is as it was written
   */
  get(...key: readonly string[]): T | undefined
  /** Puts an item, in the place of the one that is there. Only within `Database.write`. */
  put(item: T): void
  /** Only within `Database.write`. */
  remove(...key: readonly string[]): void
  /**
   * The item of a row that a query of its own has read, with all of the table's columns.
   *
   * @throws DamagedStore
   */
  read(row: StoredRow): T
  /**
   * Makes sure that a row is as it was written, where nothing else of it matters; a small part of the work of `read`.
   *
   * @throws DamagedStore
   */
  requireWhole(row: StoredRow): void
  /** What is damaged, as an error calls it. */
  damaged(): Iterable<string>
  /** Every item that is whole, with its key as JSON, up to where the table cannot be read any further. */
  whole(direction: 'ASC' | 'DESC'): Iterable<{ readonly key: string; readonly item: T }>
}

export const createItemTable = <T extends object>(
  database: Pick<Database, 'prepare'>,
  definition: ItemTableDefinition<T>,
): ItemTable<T> => {
  const { table, columns, keyLength, nameOf, columnsOf, form, withoutRowid = false } = definition
  const keys = columns.slice(0, keyLength)
  const all = [...columns, 'item', 'sum']
  const byKey = keys.map(name => `${name} = ?`).join(' AND ')
  const select = database.prepare(`SELECT ${all.join(', ')} FROM ${table} WHERE ${byKey}`)
  const upsert = database.prepare(
    `INSERT INTO ${table} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})
     ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${all
       .slice(keyLength)
       .map(name => `${name} = excluded.${name}`)
       .join(', ')}`,
  )
  const remove = database.prepare(`DELETE FROM ${table} WHERE ${byKey}`)

  const wholeItem = (row: StoredRow): { readonly item: string; readonly key: readonly unknown[] } => {
    const values = columns.map(name => row[name])
    const key = values.slice(0, keyLength)
    const { item, sum } = row
    if (typeof item !== 'string' || sum !== sumOf(table, values, item)) throw new DamagedStore(nameOf(key))
    return { item, key }
  }

  const read = (row: StoredRow): T => {
    const { item, key } = wholeItem(row)
    return form.readProved(item, nameOf(key))
  }

  /** Looked through member by member too, although its checksum proves it: who verifies a store wants to know. */
  const verify = (row: StoredRow): void => {
    const { item, key } = wholeItem(row)
    form.read(JSON.parse(item), nameOf(key))
  }

  return {
    read,
    requireWhole: row => void wholeItem(row),
    get: (...key) => {
      const row = select.get(...key.map(column))
      return row && read(row)
    },
    put: item => {
      const found = columnsOf(item)
      const values = columns.map(name => column(found[name] ?? ''))
      const text = JSON.stringify(form.write(item))
      upsert.run(...values, text, sumOf(table, values, text))
    },
    damaged: function* () {
      for (const row of database.prepare(`SELECT ${all.join(', ')} FROM ${table}`).each()) {
        try {
          verify(row)
        } catch (error) {
          if (!(error instanceof DamagedStore)) throw error
          yield error.what
        }
      }
    },
    whole: function* (direction) {
      const order = withoutRowid ? keys : ['rowid']
      const sql = `SELECT ${all.join(', ')} FROM ${table} NOT INDEXED ORDER BY ${order.map(name => `${name} ${direction}`).join(', ')}`
      const rows = readable(() => database.prepare(withoutRowid ? sql.replace(' NOT INDEXED', '') : sql).each())
      for (const row of rows) {
        const item = ifWhole(() => read(row))
        if (item !== undefined) yield { key: JSON.stringify(keys.map(name => row[name])), item }
      }
    },
    remove: (...key) => void remove.run(...key.map(column)),
  }
}

/** Rows up to the first that SQLite cannot read. */
function* readable(rows: () => Iterable<StoredRow>): Iterable<StoredRow> {
  try {
    yield* rows()
  } catch (error) {
    if (!(storeFailure(error) instanceof DamagedStore)) throw error
  }
}

const ifWhole = <T>(read: () => T): T | undefined => {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof DamagedStore)) throw error
    return undefined
  }
}

/** Half of a surrogate pair is nothing that UTF-8 can hold; it stands in the item alone. */
export const column = (value: string | number): SQLInputValue =>
  typeof value === 'string' ? value.toWellFormed() : value

/** Of everything that a row holds, so that no value of one row is taken for another's. */
const sumOf = (table: string, values: readonly unknown[], item: string): string =>
  hash('sha256', `${JSON.stringify([table, ...values])}${item}`, 'base64url').slice(0, SUM_LENGTH)

/** 132 bits. */
const SUM_LENGTH = 22

import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Mark, readMark } from './commit-mark.ts'
import { STORE_ID } from './facts.ts'
import { APPLICATION_ID, FORM, FORMS } from './forms.ts'
import { mayBeWhole } from './store-failure.ts'

/** What a store consists of, in its folder. */
export const DATABASE_FILE = 'waybill.db'
export const MARK_FILE = 'waybill.commits'

/** A store that must not be opened as it is. The message says why, and what to do. */
export class UnusableStore extends Error {
  override readonly name = 'UnusableStore'
  /** Whether nothing is wrong with it but that a newer Waybill has written it. */
  readonly isNewer: boolean

  constructor(message: string, { isNewer = false } = {}) {
    super(message)
    this.isNewer = isNewer
  }
}

/** What lies in a folder that may be a store's. */
export type StoreFiles =
  | { readonly is: 'none' }
  /** Its first start did not come to its end; nothing was ever committed. */
  | { readonly is: 'begun'; readonly mark: Mark }
  | { readonly is: 'whole'; readonly mark: Mark; readonly form: number }

/** What to do about a store that has lost something. */
export const MENDING =
  'Restore a backup with `waybill restore`, or accept what is left with `waybill verify --accept` and have the jobs that are missing adopted with `waybill recover`.'

/**
 * Looks at a store before anything opens it for writing, and changes nothing: what is damaged stays as it is, for those who
 * want to mend it.
 *
 * @param acceptLoss whether a database that lacks commits will do
 * @throws UnusableStore
 * @throws Error of SQLite or the operating system, if it cannot be read and may be whole all the same
 */
export const checkStoreFiles = (folder: string, { acceptLoss = false } = {}): StoreFiles => {
  const path = join(folder, DATABASE_FILE)
  const markPath = join(folder, MARK_FILE)
  const mark = readMark(markPath)
  const size = existsSync(path) ? statSync(path).size : undefined

  if (size === undefined && mark === undefined) return { is: 'none' }
  if (mark === undefined && !acceptLoss)
    throw new UnusableStore(`${markPath} is missing; it has the number of the last commit in ${path}. ${MENDING}`)
  if (mark === 'unreadable' && !acceptLoss)
    throw new UnusableStore(`${markPath} is damaged; it has the number of the last commit in ${path}. ${MENDING}`)
  const known = typeof mark === 'object' ? mark : undefined
  if (known?.commits === 0 && !size) return { is: 'begun', mark: known }
  if (!size)
    throw new UnusableStore(
      `${path} is ${size === undefined ? 'missing' : 'empty'}, and had ${known?.commits ?? 'several'} commits. ${MENDING}`,
    )

  const found = readDatabase(path)
  if (found.form === 0 && known?.commits === 0) return { is: 'begun', mark: known }
  if (found.form > FORM) {
    throw new UnusableStore(
      `${path} has form ${found.form}, of a newer Waybill; this one reads form ${FORM}. Use that version, or set WAYBILL_DATA_DIR to another folder.`,
      { isNewer: true },
    )
  }
  if (found.damage !== undefined) throw new UnusableStore(`${path} is damaged: ${found.damage}. ${MENDING}`)
  const { storeId, commits } = found
  if (!acceptLoss && known && known.storeId !== storeId) {
    throw new UnusableStore(`${path} and ${markPath} belong to different stores. ${MENDING}`)
  }
  if (!acceptLoss && known && known.commits > commits) {
    throw new UnusableStore(
      `${path} has ${commits} of at least ${known.commits} commits: the end of ${path}-wal is damaged or missing. ${MENDING}`,
    )
  }
  return { is: 'whole', mark: { storeId, commits }, form: found.form }
}

interface Found {
  readonly form: number
  readonly damage?: string
  readonly storeId: string
  readonly commits: number
}

/** Reads through the whole database. */
const readDatabase = (path: string): Found => {
  const damaged = (damage: string, form = -1): Found => ({ form, damage, storeId: '', commits: -1 })
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { readOnly: true })
    database.exec('PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF')
    const number = (sql: string) => Number(Object.values(database?.prepare(sql).get() ?? {})[0])
    const form = number('PRAGMA user_version')
    const isOurs = number('PRAGMA application_id') === APPLICATION_ID
    const schema = schemaOf(database)
    if (form === 0 && !isOurs && schema === '') return { form, storeId: '', commits: 0 }
    if (!isOurs) return damaged('it is not a database of Waybill')
    if (form > FORM) return { form, storeId: '', commits: 0 }
    if (form < 1 || schema !== schemaOfForm(form)) return damaged(`its tables are not those of form ${form}`)
    const [first] = database.prepare('PRAGMA integrity_check(1)').all()
    const verdict = String(Object.values(first ?? {})[0])
    if (verdict !== 'ok') return damaged(verdict.replaceAll(/\s+/g, ' '))
    const { item } = database.prepare('SELECT item FROM facts WHERE name = ?').get(STORE_ID) ?? {}
    // Damage to this item shows as another store's id.
    const storeId = /"value":"([\w-]+)"/.exec(String(item))?.[1] ?? ''
    return { form, storeId, commits: number('SELECT commits FROM progress') }
  } catch (error) {
    if (mayBeWhole(error)) throw error
    return damaged(error instanceof Error ? error.message : String(error))
  } finally {
    database?.close()
  }
}

const schemaOf = (database: DatabaseSync): string =>
  database
    .prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name')
    .all()
    .map(({ sql }) => String(sql))
    .join('\n')

const schemaOfForm = (form: number): string => {
  const database = new DatabaseSync(':memory:')
  try {
    for (const step of FORMS.slice(0, form)) database.exec(step)
    return schemaOf(database)
  } finally {
    database.close()
  }
}

import * as z from 'zod/mini'
import { itemForm } from '../items/item-form.ts'
import type { Database } from './database.ts'
import { createItemTable } from './item-table.ts'

/** Something that holds for the whole store. */
export interface Fact {
  readonly name: string
  readonly value: string
}

export const factTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<Fact>(database, {
    table: 'facts',
    columns: ['name'],
    keyLength: 1,
    nameOf: ([name]) => `the fact "${name}"`,
    form: itemForm(() => z.object({ name: z.string(), value: z.string() })),
    columnsOf: ({ name }) => ({ name }),
  })

/** The fact that identifies a store. */
export const STORE_ID = 'store-id'

import { expect, it } from '@jest/globals'
import * as z from 'zod/mini'
import { itemForm } from '../../../lib/adapters/items/item-form.ts'
import { createItemTable } from '../../../lib/adapters/sqlite/item-table.ts'
import { DamagedStore } from '../../../lib/system.ts'
import { sqliteFolders } from '../../support/sqlite.ts'

const { open } = sqliteFolders()

interface Fact {
  readonly name: string
  readonly value: string
}

const tableOf = (database: ReturnType<typeof open>) =>
  createItemTable<Fact>(database, {
    table: 'facts',
    columns: ['name'],
    keyLength: 1,
    nameOf: ([name]) => `the fact ${name}`,
    form: itemForm<Fact>(() => z.object({ name: z.string(), value: z.string() })),
    columnsOf: ({ name }) => ({ name }),
  })

const rowOf = (database: ReturnType<typeof open>, name: string) =>
  database.prepare('SELECT * FROM facts WHERE name = ?').get(name) ?? {}

it('an item whose checksum holds is given as it was put, and its members are looked at by who verifies the store', async () => {
  const database = open()
  const facts = tableOf(database)
  // What no code of ours can put, as TypeScript sees to it.
  const other = { name: 'size', value: 7 } as unknown as Fact
  await database.write(() => facts.put(other))

  expect(facts.get('size')).toEqual(other)
  expect([...facts.damaged()]).toEqual(['the fact size'])
})

it.each(['name', 'item', 'sum'])('a row whose %s is not as it was written is damaged, whoever reads it', async part => {
  const database = open()
  const facts = tableOf(database)
  await database.write(() => facts.put({ name: 'size', value: 'small' }))
  const row = { ...rowOf(database, 'size'), [part]: '{"v":1,"name":"size","value":"large"}' }

  expect(() => facts.read(row)).toThrow(DamagedStore)
  expect(() => facts.requireWhole(row)).toThrow(DamagedStore)
})

import { expect, it } from '@jest/globals'
import { createSqliteJobLists } from '../../../lib/adapters/sqlite/job-lists.ts'
import type { JobFilter } from '../../../lib/jobs/job-filter.ts'
import { sqliteFolders } from '../../support/sqlite.ts'

const { open } = sqliteFolders()

const PLACES: readonly JobFilter[] = [
  {},
  { team: 'lab' },
  { deviceId: 'D' },
  { bucket: 'b' },
  { tags: { p: '1' } },
  { bucket: 'b', tags: { p: '1', q: '2' } },
  { deviceId: 'D', tags: { p: '1' } },
  { team: 'lab', deviceId: 'D' },
  { team: 'lab', bucket: 'b' },
  { team: 'lab', tags: { p: '1' } },
  { stage: 'received' },
  { team: 'lab', stage: 'not-shipped' },
  { team: 'lab', deviceId: 'D', stage: 'done' },
]
const NARROWINGS: readonly JobFilter[] = [
  {},
  { kind: 's3-import', jobType: 'Import' },
  { state: 'cancelled' },
  { state: 'refused' },
  { state: 'submitting' },
  { from: '2026-11-01T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' },
]
const FILTERS = PLACES.flatMap(place => NARROWINGS.map(narrowing => ({ ...place, ...narrowing })))

it.each(FILTERS)('a page of the list %j is read from indexes in its order, and sorted by nothing', async filter => {
  const database = open()
  const asked: string[] = []
  const lists = createSqliteJobLists({
    ...database,
    prepare: sql => {
      asked.push(sql)
      return database.prepare(sql)
    },
  })
  asked.length = 0
  const isByTeam =
    filter.team === undefined &&
    (filter.deviceId !== undefined ||
      filter.bucket !== undefined ||
      filter.tags !== undefined ||
      filter.stage === 'received') &&
    filter.state !== 'submitting'
  const after = JSON.stringify(isByTeam ? ['lab', '2026', 'wb1'] : ['2026', 'wb1'])
  await lists.list(filter, { limit: 10 })
  await lists.list(filter, { limit: 10, after })

  const isOfNoJob = filter.stage !== undefined && (filter.state === 'refused' || filter.state === 'submitting')
  expect(asked).toHaveLength(isOfNoJob ? 0 : 2)
  for (const sql of asked) {
    const values = Array.from(sql.matchAll(/\?/g), () => '')
    const plan = database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...values)
      .map(({ detail }) => String(detail))
    expect(plan.filter(step => /TEMP B-TREE|AUTOMATIC|^SCAN \w+$/.test(step))).toEqual([])
  }
})

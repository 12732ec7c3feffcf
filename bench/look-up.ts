import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { DATABASE_FILE } from '../lib/adapters/sqlite/check-store-files.ts'
import { LOCAL_TEAM } from '../lib/local/data-dir.ts'
import type { Bench, Row } from './bench.ts'
import { createClient, type Load, loads } from './http-load.ts'
import { deviceIdOf, JOBS_A_DAY, jobIdOf, type MadeJobs, makeJobs } from './many-jobs.ts'
import { startWaybill, withFolder } from './servers.ts'

/** A look-up through Waybill, and the one Query that it cannot do without. */
interface LookUp {
  readonly name: string
  readonly isPage?: boolean
  readonly path: (index: number, jobs: MadeJobs) => string
  readonly query: { readonly sql: string; readonly values: (index: number, jobs: MadeJobs) => readonly SQLInputValue[] }
}

const PAGE = 50

/** Which day a job was made, counted back from the newest. */
const daysBefore = (index: number) => Math.floor(index / JOBS_A_DAY)

const LOOK_UPS: readonly LookUp[] = [
  {
    name: 'by job ID',
    path: index => `/v1/jobs/${jobIdOf(index)}`,
    query: { sql: 'SELECT item FROM jobs WHERE jobId = ?', values: index => [jobIdOf(index)] },
  },
  {
    name: `list by team, ${PAGE} a page`,
    isPage: true,
    path: () => `/v1/jobs?pageSize=${PAGE}`,
    query: {
      sql: `SELECT item FROM jobs WHERE team = ? ORDER BY at DESC, id DESC LIMIT ${PAGE}`,
      values: () => [LOCAL_TEAM],
    },
  },
  {
    name: 'list by device',
    path: index => `/v1/jobs?deviceId=${deviceIdOf(index)}`,
    query: {
      sql: `SELECT item FROM jobs WHERE device = ? AND team = ? ORDER BY at DESC, id DESC LIMIT ${PAGE}`,
      values: index => [deviceIdOf(index), LOCAL_TEAM],
    },
  },
  {
    name: `list by day, ${PAGE} a page`,
    isPage: true,
    path: (index, { day }) =>
      `/v1/jobs?pageSize=${PAGE}&from=${day(daysBefore(index) + 1)}&to=${day(daysBefore(index))}`,
    query: {
      sql: `SELECT item FROM jobs WHERE team = ? AND at >= ? AND at < ? ORDER BY at DESC, id DESC LIMIT ${PAGE}`,
      values: (index, { day }) => [LOCAL_TEAM, day(daysBefore(index) + 1), day(daysBefore(index))],
    },
  },
]

/** Waybill on a data folder, and a bare connection to its database. */
const serve = async (folder: string, jobs: number) => {
  const made = await makeJobs(folder, jobs)
  const server = await startWaybill(folder)
  const waybill = createClient(server.url)
  const database = new DatabaseSync(join(folder, DATABASE_FILE), { readOnly: true })
  let asked = 0
  // One after the other in strides, so that no two neighbours are asked for in turn.
  const next = () => (asked++ * 7919) % jobs
  return {
    lookUp:
      ({ path }: LookUp) =>
      async () => {
        const { status, body } = await waybill.ask('GET', path(next(), made))
        if (status !== 200) throw new Error(`The look-up answered ${status}: ${body}`)
      },
    bare: ({ query: { sql, values } }: LookUp) => {
      const select = database.prepare(sql)
      return async () => {
        if (select.all(...values(next(), made)).length === 0) throw new Error(`${sql} found nothing`)
      }
    },
    stop: async () => {
      waybill.close()
      database.close()
      await server.stop()
    },
  }
}

/** Jobs found again among few and among many. */
export const lookUp: Bench = {
  measures:
    'A look-up over HTTP among many jobs, beside the same look-up among few; the limit is the bare query of the same database, in the process that asks.',
  limitedBy:
    'HTTP, and the checksum and parsing of every item: a look-up is two of them (job and record), a page of 50 is 100.',
  reason:
    'the machine was shared while this was measured, and single rows vary: in a second run this list took 0.84x and the list by day 1.86x. Both read one page from an index that has its order.',
  run: effort =>
    withFolder(async folder => {
      const few = await serve(join(folder, 'few'), effort.fewJobs)
      const many = await serve(join(folder, 'many'), effort.manyJobs)
      try {
        const rows: Row[] = []
        for (const kind of LOOK_UPS) {
          const contestants = { many: many.lookUp(kind), few: few.lookUp(kind), bare: many.bare(kind) }
          // A page of jobs takes ten times as long as one job.
          const requests = kind.isPage ? effort.requests / 5 : effort.requests
          const load = await loads(contestants, { clients: 1, requests })
          rows.push(rowOf(kind, load, effort))
        }
        return rows
      } finally {
        await few.stop()
        await many.stop()
      }
    }),
}

const rowOf = (
  { name }: LookUp,
  { many, few, bare }: Readonly<Record<'many' | 'few' | 'bare', Load>>,
  { fewJobs, manyJobs }: { readonly fewJobs: number; readonly manyJobs: number },
): Row => ({
  name: `${name}, ${manyJobs.toLocaleString('en')} jobs, p50`,
  unit: 'ms',
  ours: many.p50,
  peer: { name: `at ${fewJobs.toLocaleString('en')}`, value: few.p50 },
  limit: { name: 'bare query', value: bare.p50 },
  targets: [{ of: 'peer', most: 1.2 }],
})

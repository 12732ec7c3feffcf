import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { DATABASE_FILE } from '../lib/adapters/sqlite/check-store-files.ts'
import { LOCAL_TEAM } from '../lib/local/data-dir.ts'
import type { Bench, Row } from './bench.ts'
import { createClient, type Load, loads } from './http-load.ts'
import { deviceIdOf, JOBS_A_DAY, jobIdOf, type MadeJobs, makeJobs } from './many-jobs.ts'
import { cpuMsOf } from './process-size.ts'
import { startEcho, startWaybill, withFolder } from './servers.ts'

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
  const startCpuMs = await cpuMsOf(server.pid)
  const waybill = createClient(server.url)
  const database = new DatabaseSync(join(folder, DATABASE_FILE), { readOnly: true })
  let asked = 0
  // One after the other in strides, so that no two neighbours are asked for in turn.
  const next = () => (asked++ * 7919) % jobs
  const lookUp = async ({ path }: LookUp): Promise<string> => {
    const { status, body } = await waybill.ask('GET', path(next(), made))
    if (status !== 200) throw new Error(`The look-up answered ${status}: ${body}`)
    return body
  }
  return {
    lookUp,
    startCpuMs,
    cpu: () => cpuMsOf(server.pid),
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
    'A look-up over HTTP among many jobs, beside the same look-up among few. There are two limits: the bare query of the same database, in the process that asks, and that query together with a bare `node:http` server that answers the same bytes. CPU is that of the server, which does not depend on what else the machine does.',
  limitedBy:
    'HTTP, then the checksum and the parsing of every item (a page of 50 is 100 of them: jobs and records), and, for a list, the event that history gets of it, which is flushed before the answer.',
  reason:
    'the bare query is a few hundredths of a millisecond, and HTTP alone takes longer than four of them: a bare server that answers the same bytes and does nothing else would miss this target too. Where a median among many jobs is missed and CPU is not, the machine did other work: a list waits for a flush.',
  run: effort =>
    withFolder(async folder => {
      const few = await serve(join(folder, 'few'), effort.fewJobs)
      const many = await serve(join(folder, 'many'), effort.manyJobs)
      const echo = await startEcho()
      const bytes = createClient(echo.url)
      try {
        const rows: Row[] = []
        for (const kind of LOOK_UPS) {
          await bytes.ask('POST', '/', {}, await many.lookUp(kind))
          const contestants = {
            many: async () => void (await many.lookUp(kind)),
            few: async () => void (await few.lookUp(kind)),
            bare: many.bare(kind),
            echo: async () => void (await bytes.ask('GET', '/')),
          }
          const meters = { many: many.cpu, few: few.cpu, echo: () => cpuMsOf(echo.pid) }
          // A page of jobs takes several times as long as one job.
          const requests = kind.isPage ? effort.requests / 5 : effort.requests
          rows.push(...rowsOf(kind, await loads(contestants, { clients: 1, requests }, meters), effort))
        }
        return [...rows, startRow(many.startCpuMs, few.startCpuMs, effort)]
      } finally {
        bytes.close()
        await echo.stop()
        await few.stop()
        await many.stop()
      }
    }),
}

interface Counts {
  readonly fewJobs: number
  readonly manyJobs: number
}

/** A start reads through the whole database. */
const startRow = (many: number, few: number, { fewJobs, manyJobs }: Counts): Row => ({
  name: `start, ${manyJobs.toLocaleString('en')} jobs, CPU`,
  unit: 'ms',
  ours: many,
  peer: { name: `at ${fewJobs.toLocaleString('en')}`, value: few },
})

const rowsOf = (
  { name, isPage = false }: LookUp,
  { many, few, bare, echo }: Readonly<Record<'many' | 'few' | 'bare' | 'echo', Load>>,
  { fewJobs, manyJobs }: Counts,
): readonly Row[] => {
  const row = { name: `${name}, ${manyJobs.toLocaleString('en')} jobs, p50`, unit: 'ms', ours: many.p50 } as const
  return [
    {
      ...row,
      peer: { name: `at ${fewJobs.toLocaleString('en')}`, value: few.p50 },
      limit: { name: 'bare query', value: bare.p50 },
      targets: [{ of: 'peer', most: 1.2 }, ...(isPage ? [{ of: 'limit', most: 4 } as const] : [])],
    },
    { ...row, name: `${row.name}, with HTTP`, limit: { name: 'query and echo', value: bare.p50 + echo.p50 } },
    {
      name: `${name}, ${manyJobs.toLocaleString('en')} jobs, CPU`,
      unit: 'ms',
      ours: many.cpuMs,
      peer: { name: `at ${fewJobs.toLocaleString('en')}`, value: few.cpuMs },
      limit: { name: 'echo', value: echo.cpuMs },
      targets: [{ of: 'peer', most: 1.2 }],
    },
  ]
}

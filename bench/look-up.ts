import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { devicePartition, INDEXES, type Index, teamPartition } from '../lib/adapters/dynamo/job-table.ts'
import { LOCAL_TEAM } from '../lib/local/data-dir.ts'
import type { Bench, Row } from './bench.ts'
import { createClient, type Load, loads } from './http-load.ts'
import { deviceIdOf, JOBS_A_DAY, jobIdOf, type MadeJobs, makeJobs, TABLE } from './many-jobs.ts'
import { startTables, startWaybill, withFolder } from './servers.ts'

/** What dynalite checks of a signature: that there is one. */
const UNCHECKED = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20261121T000000Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=a',
}

/** A look-up through Waybill, and the one Query that it cannot do without. */
interface LookUp {
  readonly name: string
  readonly isPage?: boolean
  readonly path: (index: number, jobs: MadeJobs) => string
  readonly query: (index: number, jobs: MadeJobs) => object
}

const PAGE = 50

/** Which day a job was made, counted back from the newest. */
const daysBefore = (index: number) => Math.floor(index / JOBS_A_DAY)

const indexQuery = (index: Index, partition: string, from = ' ', to = '~') => ({
  TableName: TABLE,
  IndexName: index.name,
  KeyConditionExpression: '#hash = :hash AND #range BETWEEN :from AND :to',
  ExpressionAttributeNames: { '#hash': index.hash, '#range': index.range },
  ExpressionAttributeValues: { ':hash': { S: partition }, ':from': { S: from }, ':to': { S: to } },
  ScanIndexForward: false,
  Limit: PAGE,
})

const LOOK_UPS: readonly LookUp[] = [
  {
    name: 'by job ID',
    path: index => `/v1/jobs/${jobIdOf(index)}`,
    query: index => ({
      TableName: TABLE,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: `JOBID#${jobIdOf(index)}` } },
      ConsistentRead: true,
    }),
  },
  {
    name: `list by team, ${PAGE} a page`,
    isPage: true,
    path: () => `/v1/jobs?pageSize=${PAGE}`,
    query: () => indexQuery(INDEXES.team, teamPartition(LOCAL_TEAM)),
  },
  {
    name: 'list by device',
    path: index => `/v1/jobs?deviceId=${deviceIdOf(index)}`,
    query: index => indexQuery(INDEXES.device, devicePartition(deviceIdOf(index))),
  },
  {
    name: `list by day, ${PAGE} a page`,
    isPage: true,
    path: (index, { day }) =>
      `/v1/jobs?pageSize=${PAGE}&from=${day(daysBefore(index) + 1)}&to=${day(daysBefore(index))}`,
    query: (index, { day }) =>
      indexQuery(INDEXES.team, teamPartition(LOCAL_TEAM), day(daysBefore(index) + 1), day(daysBefore(index))),
  },
]

/** Waybill on a data folder, and bare dynalite on a copy of its tables. */
const serve = async (folder: string, jobs: number) => {
  const made = await makeJobs(folder, jobs)
  const copy = join(folder, 'copy')
  await cp(join(folder, 'tables'), copy, { recursive: true })
  const servers = [await startWaybill(folder), await startTables(copy)] as const
  const [waybill, tables] = [createClient(servers[0].url), createClient(servers[1].url)]
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
    bare:
      ({ query }: LookUp) =>
      async () => {
        const headers = { ...UNCHECKED, 'x-amz-target': 'DynamoDB_20120810.Query' }
        const { status, body } = await tables.ask('POST', '/', headers, JSON.stringify(query(next(), made)))
        if (status !== 200 || !body.includes('"Items":[{')) throw new Error(`dynalite answered ${status}: ${body}`)
      },
    stop: async () => {
      waybill.close()
      tables.close()
      for (const server of servers) await server.stop()
    },
  }
}

/** Jobs found again among few and among many. */
export const lookUp: Bench = {
  measures:
    'A look-up over HTTP among many jobs, beside the same look-up among few; the limit is the bare Query, sent to dynalite without SDK or signature.',
  limitedBy:
    'the AWS SDK and dynalite, which read and marshal every item: a look-up is two reads (job and record), and a page of 50 is its Query and 100 of them.',
  reason:
    'dynalite on LevelDB reads old days from further down on disk; the work is the same, as the cost section counts.',
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
  limit: { name: 'dynalite Query', value: bare.p50 },
  targets: [{ of: 'peer', most: 1.2 }],
})

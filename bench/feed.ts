import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { createDynamoHistory } from '../lib/adapters/dynamo/audit-history.ts'
import { eventAttributes, eventKey, jobTableDefinition } from '../lib/adapters/dynamo/job-table.ts'
import { auditEventForm } from '../lib/adapters/items/audit-items.ts'
import { createSqliteHistory, historyTable } from '../lib/adapters/sqlite/history.ts'
import { openStore } from '../lib/adapters/sqlite/open-store.ts'
import { newId } from '../lib/adapters/system/system.ts'
import { chain } from '../lib/audit/chain.ts'
import type { AuditEvent } from '../lib/audit/event.ts'
import type { EventFilter } from '../lib/audit/event-filter.ts'
import type { EventPage, History } from '../lib/audit/ports.ts'
import { startDynamo } from '../test/support/dynalite.ts'
import { dynamoStores } from '../test/support/dynamo-stores.ts'
import { meter } from '../test/support/meter.ts'
import type { Bench, Row } from './bench.ts'
import { median } from './median.ts'
import { withFolder } from './servers.ts'

const START = Date.UTC(2025, 10, 21)
/** So many events belong to one job, and so many come in a minute. */
const OF_A_JOB = 10
const TEAMS = 10
const PAGE = 1000
const ROUNDS = 9
const ACTIONS = ['read-status', 'fetch-signature', 'update', 'device', 'ship'] as const

const jobIdOf = (number: number) =>
  `F${Math.floor(number / OF_A_JOB)
    .toString(36)
    .toUpperCase()
    .padStart(5, '0')}`

/** Events as a year of work leaves them: ten of each job, the job's one after the other, of ten teams. */
function* manyEvents(count: number): Generator<AuditEvent> {
  let before: AuditEvent | undefined
  for (let number = 0; number < count; number += 1) {
    const job = Math.floor(number / OF_A_JOB)
    const isFirst = number % OF_A_JOB === 0
    before = chain(
      `wb${job.toString(16).padStart(32, '0')}`,
      isFirst ? undefined : before,
      {
        principal: number % 1000 === 0 ? 'seldom' : `person-${number % 50}`,
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        address: '198.51.100.7',
        userAgent: 'aws-cli/2.9.19 Python/3.11 Linux/6.1',
        requestId: `request-${number}`,
        action: ACTIONS[number % ACTIONS.length] ?? ACTIONS[0],
        outcome: 'done',
        team: `team-${job % TEAMS}`,
        jobId: jobIdOf(number),
      },
      { id: `event-${number}`, at: new Date(START + number * 1000).toISOString() },
    )
    yield before
  }
}

/** Groups of so many. */
function* batches<T>(all: Iterable<T>, size: number): Generator<readonly T[]> {
  let batch: T[] = []
  for (const one of all) {
    batch.push(one)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

type Feed = Pick<History, 'feed'>
type Read = (filter: EventFilter, after?: string) => Promise<EventPage>

const reader =
  ({ feed }: Feed): Read =>
  (filter, after) =>
    feed(filter, { limit: PAGE, ...(after !== undefined && { after }) })

/** Where the last page with anything on it begins; reads all of it, and makes sure that nothing is missing. */
const lastPlace = async (read: Read, count: number): Promise<string | undefined> => {
  let [seen, after, last]: [number, string | undefined, string | undefined] = [0, undefined, undefined]
  for (let more = true; more; ) {
    const page = await read({}, after)
    if (page.events.length > 0) last = after
    seen += page.events.length
    ;({ more, end: after = after } = page)
  }
  if (seen !== count) throw new Error(`The feed has ${seen} of ${count} events.`)
  return last
}

const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await act()
  return performance.now() - start
}

/** One beside the other, in turn, so that what else the machine does is shared. */
const inTurn = async (ours: () => Promise<unknown>, peer: () => Promise<unknown>) => {
  const times: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    times[0].push(await timed(ours))
    times[1].push(await timed(peer))
  }
  return { ours: median(times[0]), peer: median(times[1]) }
}

const pageRows = async (store: string, history: Feed, count: number, isTimed: boolean): Promise<Row[]> => {
  const read = reader(history)
  const last = await lastPlace(read, count)
  const among = `among ${count.toLocaleString('en')} events, ${store}`
  const row = async (name: string, ours: () => Promise<unknown>, peer: () => Promise<unknown>): Promise<Row> => {
    const times = await inTurn(ours, peer)
    const beside = { name: 'at the start', value: times.peer }
    return {
      name: `${name} ${among}`,
      unit: 'ms',
      ours: times.ours,
      peer: beside,
      ...(isTimed && { targets: [{ of: 'peer', most: 1.2 }] }),
    }
  }
  const newest = jobIdOf(count - 1)
  const oldest = jobIdOf(0)
  // Where as much is left as the page at the start looks at.
  const lastOf = (events: number) => ({ from: new Date(START + Math.max(0, count - events) * 1000).toISOString() })
  const [team, seldom] = [{ team: 'team-9' }, { principal: 'seldom' }]
  return [
    await row(
      `last page of ${PAGE.toLocaleString('en')}`,
      () => read({}, last),
      () => read({}),
    ),
    await row(
      'last page of a team',
      () => read({ ...team, ...lastOf(TEAMS * PAGE) }),
      () => read(team),
    ),
    await row(
      'newest job',
      () => read({ jobId: newest }),
      () => read({ jobId: oldest }),
    ),
    await row(
      'a seldom principal, last page',
      () => read({ ...seldom, ...lastOf(2 * PAGE) }),
      () => read(seldom),
    ),
  ]
}

const BATCH = 1000

const inSqlite = (count: number): Promise<Row[]> =>
  withFolder(async folder => {
    const database = openStore(folder, newId)
    try {
      const table = historyTable(database)
      for (const batch of batches(manyEvents(count), BATCH)) {
        await database.write(() => {
          for (const event of batch) table.put(event)
        })
      }
      return await pageRows('SQLite', createSqliteHistory(database), count, true)
    } finally {
      await database.close()
    }
  })

/** DynamoDB's own limit of a BatchWriteItem. */
const MOST_PUTS = 25

const inDynamo = async (count: number): Promise<Row[]> => {
  const dynamo = await startDynamo(jobTableDefinition('unused'))
  try {
    const { table } = await dynamoStores(dynamo)
    for (const batch of batches(manyEvents(count), MOST_PUTS)) {
      const puts = batch.map(event => ({
        ...eventKey(event.stream, event.sequence),
        ...auditEventForm.write(event),
        ...eventAttributes(event),
      }))
      const RequestItems = { [table]: puts.map(Item => ({ PutRequest: { Item } })) }
      await dynamo.documents.send(new BatchWriteCommand({ RequestItems }))
    }
    const counted = meter(dynamo.documents)
    const history = createDynamoHistory(dynamo.documents, table, () => new Date(START + 2 * 365 * 86_400_000))
    const rows = await pageRows('DynamoDB (dynalite)', history, count, false)
    const read = reader(history)
    const last = new Date(START + Math.max(0, count - 2 * PAGE) * 1000).toISOString()
    const trips = async (filter: EventFilter) => {
      counted.take()
      await read(filter)
      return counted.take().reads
    }
    for (const [name, atEnd, atStart, most] of [
      [`a page of ${PAGE.toLocaleString('en')}`, { from: last }, {}, 100],
      ["a job's page", { jobId: jobIdOf(count - 1) }, { jobId: jobIdOf(0) }, 4],
    ] as const) {
      const [ours, value] = [await trips(atEnd), await trips(atStart)]
      const targets = [{ of: 'ours', most } as const, { of: 'peer', most: 1.2 } as const]
      rows.push({
        name: `${name}, DynamoDB: round trips`,
        unit: '',
        ours,
        peer: { name: 'at the start', value },
        targets,
      })
    }
    return rows
  } finally {
    await dynamo.stop()
  }
}

/** History over all jobs, read from its start and at its end. */
export const feed: Bench = {
  measures:
    'A page of the feed at its end beside the same page at its start, in turn, as the adapters read it, after all pages were read once and counted: everything, one team, one job, and a principal with one event in a thousand. DynamoDB is dynalite, in which times are of one process; what counts there are the round trips.',
  limitedBy:
    'checksum, hash and JSON of each event; a page that a filter leaves most out of looks at no more than 2,000.',
  run: async ({ manyJobs }) => [...(await inSqlite(10 * manyJobs)), ...(await inDynamo(manyJobs))],
}

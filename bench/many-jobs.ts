import { type AttributeValue, BatchWriteItemCommand, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb'
import pLimit from 'p-limit'
import { createDynamoClient } from '../lib/adapters/dynamo/client.ts'
import { startTables, startWaybill } from './servers.ts'
import { submitter } from './submit.ts'

type Item = Record<string, AttributeValue>

export const TABLE = 'waybill'
/** What one BatchWriteItem takes. */
const BATCH = 25
const AT_ONCE = 8
const DAY_MS = 24 * 60 * 60 * 1000
export const JOBS_A_DAY = 1000

/** How the copies of the sample are told apart. The first is the sample's own. */
export const jobIdOf = (index: number) => `Z${index.toString(32).toUpperCase().padStart(5, '0')}`
export const deviceIdOf = (index: number) => `device-${index}`

export interface MadeJobs {
  /** The moment so many days before the newest job. */
  readonly day: (before: number) => string
}

/**
 * A data folder with so many jobs, a thousand a day up to today. One is submitted; the others are copies of its items
 * with other IDs, devices and times, so they have whatever attributes and index keys a submission writes today.
 */
export const makeJobs = async (dataDir: string, count: number): Promise<MadeJobs> => {
  const sample = await submitOne(dataDir)
  const tables = await startTables(`${dataDir}/tables`)
  const dynamo = createDynamoClient(tables.url)
  try {
    const items = await itemsOf(dynamo)
    const text = JSON.stringify(items)
    const copies = Array.from({ length: count }, (_, index) => index)
    const perBatch = Math.max(1, Math.floor(BATCH / items.length))
    const limit = pLimit(AT_ONCE)
    const batches = Array.from({ length: Math.ceil(count / perBatch) }, (_, batch) =>
      copies.slice(batch * perBatch, (batch + 1) * perBatch),
    )
    await Promise.all(
      batches.map(batch =>
        limit(() =>
          write(
            dynamo,
            batch.flatMap(index => copyOf(text, sample, index)),
          ),
        ),
      ),
    )
    const newest = Date.parse(sample.createdAt)
    return { day: before => new Date(newest - before * DAY_MS).toISOString() }
  } finally {
    dynamo.destroy()
    await tables.stop()
  }
}

interface Sample {
  readonly createdAt: string
  readonly id: string
  readonly jobId: string
  readonly deviceId: string
}

const submitOne = async (dataDir: string): Promise<Sample> => {
  const waybill = await startWaybill(dataDir)
  const { ask, submit, close } = submitter(waybill.url)
  try {
    const { body } = await ask('GET', `/v1/jobs/${await submit()}`)
    // Our own API's answer to a look-up.
    return JSON.parse(body) as Sample
  } finally {
    close()
    await waybill.stop()
  }
}

const itemsOf = async (client: DynamoDBClient): Promise<readonly Item[]> => {
  const items: Item[] = []
  for await (const page of paginateScan({ client }, { TableName: TABLE })) items.push(...(page.Items ?? []))
  return items
}

const copyOf = (text: string, { id, jobId, deviceId }: Sample, index: number): Item[] => {
  const shiftMs = index * (DAY_MS / JOBS_A_DAY)
  const copy = text
    .replaceAll(id, `${id}-${index}`)
    .replaceAll(`"${jobId}"`, `"${jobIdOf(index)}"`)
    .replaceAll(`#${jobId}`, `#${jobIdOf(index)}`)
    .replaceAll(deviceId, deviceIdOf(index))
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, time => new Date(Date.parse(time) - shiftMs).toISOString())
  // What was JSON of items is JSON of items with other texts.
  return JSON.parse(copy) as Item[]
}

const write = async (dynamo: DynamoDBClient, items: readonly Item[]) => {
  const requests = { [TABLE]: items.map(Item => ({ PutRequest: { Item } })) }
  const { UnprocessedItems = {} } = await dynamo.send(new BatchWriteItemCommand({ RequestItems: requests }))
  if (Object.keys(UnprocessedItems).length > 0) throw new Error('dynalite left items unwritten.')
}

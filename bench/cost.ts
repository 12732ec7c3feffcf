import { randomBytes, randomUUID } from 'node:crypto'
import { jobTableDefinition } from '../lib/adapters/dynamo/job-table.ts'
import { getJob } from '../lib/jobs/look-up/get-job.ts'
import { listJobs } from '../lib/jobs/look-up/list-jobs.ts'
import { submitJob } from '../lib/jobs/submit/submit-job.ts'
import { startDynamo } from '../test/support/dynalite.ts'
import { dynamoStores } from '../test/support/dynamo-stores.ts'
import { exportManifest, importManifest } from '../test/support/manifests.ts'
import { meter, type Tally } from '../test/support/meter.ts'
import { submissionWorld } from '../test/support/submission-world.ts'
import type { Bench, Row } from './bench.ts'

const CALLER = { team: 'lab', principal: 'ann', role: 'member' } as const

/** What submissions and look-ups ask of DynamoDB. */
export const cost: Bench = {
  measures:
    'What one submission, look-up or page asks of DynamoDB: round trips, capacity units as `ReturnConsumedCapacity` reports them (dynalite does not count what indexes take: on AWS each of four indexes adds one unit to the job item, and the index of open records one to claim and completion), and bytes both ways.',
  limitedBy: 'the job item, whose manifest, warnings and answer are written once and read with every page.',
  reason:
    'a submission looks first whether the device has a job already (`DEVICE_HAS_JOB`), which is one Query; its writes are three, and one more for each further bucket.',
  run: async ({ fewJobs }) => {
    const dynamo = await startDynamo(jobTableDefinition('unused'))
    const counted = meter(dynamo.documents)
    try {
      const world = submissionWorld((await dynamoStores(dynamo)).open)
      const submit = (text: string) =>
        submitJob(world.deps, { caller: CALLER, requestId: randomUUID(), text, idempotencyKey: randomUUID() })
      const of = async (act: () => Promise<unknown>): Promise<Tally> => {
        counted.take()
        await act()
        return counted.take()
      }
      const list = (filter: Parameters<typeof listJobs>[1]['filter'] = {}) =>
        listJobs(world.deps, { caller: CALLER, filter, pageSize: 50 })

      const rows: Row[] = [
        ...rowsOf('submission, one bucket', await of(() => submit(importManifest())), 3),
        ...rowsOf('submission, two buckets', await of(() => submit(exportManifest())), 4),
      ]
      const { job } = await submit(importManifest())
      rows.push(
        ...rowsOf('look-up by job ID', await of(() => getJob(world.deps, { caller: CALLER, jobId: job.jobId })), 2),
      )
      let there = 3
      for (const jobs of [Math.ceil(fewJobs / 5), fewJobs]) {
        for (; there < jobs; there += 1) await submit(importManifest(`prefix:${randomBytes(4).toString('hex')}/`))
        const among = `among ${jobs.toLocaleString('en')} jobs`
        rows.push(...rowsOf(`page of 50 ${among}`, await of(() => list()), 3))
        rows.push(...rowsOf(`page of 50 by bucket ${among}`, await of(() => list({ bucket: 'sequencer-archive' })), 3))
      }
      return rows
    } finally {
      await dynamo.stop()
    }
  },
}

const rowsOf = (
  name: string,
  { reads, writes, capacityUnits, bytesSent, bytesReceived }: Tally,
  most: number,
): Row[] => [
  { name: `${name}: round trips`, unit: '', ours: reads + writes, targets: [{ of: 'ours', most }] },
  { name: `${name}: capacity units`, unit: '', ours: capacityUnits },
  { name: `${name}: bytes`, unit: 'KB', ours: (bytesSent + bytesReceived) / 1000 },
]

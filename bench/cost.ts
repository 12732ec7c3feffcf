import { randomBytes, randomUUID } from 'node:crypto'
import { jobTableDefinition } from '../lib/adapters/dynamo/job-table.ts'
import { wait } from '../lib/adapters/system/system.ts'
import { lookUpJobs } from '../lib/http/jobs/look-up-jobs.ts'
import { getJob } from '../lib/jobs/look-up/get-job.ts'
import { listJobs } from '../lib/jobs/look-up/list-jobs.ts'
import { PACE_IN_TURN } from '../lib/jobs/pace.ts'
import { submitJob } from '../lib/jobs/submit/submit-job.ts'
import { startDynamo } from '../test/support/dynalite.ts'
import { dynamoStores } from '../test/support/dynamo-stores.ts'
import { exportManifest, importManifest } from '../test/support/manifests.ts'
import { meter, type Tally } from '../test/support/meter.ts'
import { proxyEvent } from '../test/support/proxy-event.ts'
import { submissionWorld } from '../test/support/submission-world.ts'
import type { Bench, Row } from './bench.ts'

/** As `lambdas/wiring.ts` has it. */
const HEAD_START_MS = 200
const CALLER = { team: 'lab', principal: 'ann', role: 'member' } as const

/** What submissions and look-ups ask of DynamoDB. */
export const cost: Bench = {
  measures:
    'What one submission, look-up or page asks of DynamoDB: round trips that the answer waits for, one after the other (those at the same time count as one, and so does what goes on while the service answers), all requests, capacity units as `ReturnConsumedCapacity` reports them (dynalite does not count what indexes take: on AWS each of four indexes adds one unit to the job item, and the index of open records one to claim and completion), and bytes both ways. A page as its function makes it includes the event of the read, which is recorded before it is answered.',
  limitedBy: 'the job item, whose manifest, warnings and answer are written once and read with every page.',
  run: async ({ fewJobs }) => {
    const dynamo = await startDynamo(jobTableDefinition('unused'))
    const counted = meter(dynamo.documents)
    try {
      const world = submissionWorld((await dynamoStores(dynamo)).open)
      const service = Object.assign(Object.create(world.service), {
        createJob: (...args: Parameters<typeof world.service.createJob>) =>
          counted.during(() => world.service.createJob(...args)),
      })
      // As on a stage, where the job's item has when its SIGNATURE was archived, if that is soon done.
      const deps = { ...world.deps, service, pace: PACE_IN_TURN, archiveHeadStart: () => wait(HEAD_START_MS) }
      const submit = (text: string) =>
        submitJob(deps, { caller: CALLER, requestId: randomUUID(), text, idempotencyKey: randomUUID() })
      const of = async (act: () => Promise<unknown>): Promise<Tally> => {
        counted.take()
        await act()
        return counted.take()
      }
      const list = (filter: Parameters<typeof listJobs>[1]['filter'] = {}) =>
        listJobs(world.deps, { caller: CALLER, filter, pageSize: 50 })

      const rows: Row[] = [
        ...rowsOf('submission, one bucket', await of(() => submit(importManifest())), 3, 1),
        ...rowsOf('submission, two buckets', await of(() => submit(exportManifest())), 3, 1),
      ]
      const { job } = await submit(importManifest())
      rows.push(
        ...rowsOf('look-up by job ID', await of(() => getJob(world.deps, { caller: CALLER, jobId: job.jobId })), 2),
      )
      let there = 3
      for (const jobs of [Math.ceil(fewJobs / 5), fewJobs]) {
        for (; there < jobs; there += 1) await submit(importManifest(`prefix:${randomBytes(4).toString('hex')}/`))
        const among = `among ${jobs.toLocaleString('en')} jobs`
        rows.push(...rowsOf(`page of 50 ${among}`, await of(() => list()), 2))
        rows.push(...rowsOf(`page of 50 by bucket ${among}`, await of(() => list({ bucket: 'sequencer-archive' })), 2))
      }
      const answer = () => lookUpJobs(world.deps)(proxyEvent({ route: 'GET /v1/jobs', team: CALLER.team }))
      rows.push(...rowsOf('page of 50 as its function makes it', await of(answer), 4))
      return rows
    } finally {
      await dynamo.stop()
    }
  },
}

const rowsOf = (
  name: string,
  { inSeries, reads, writes, capacityUnits, bytesSent, bytesReceived }: Tally,
  most: number,
  /** Of what the answer waits for, so many are the service's. */
  ofService = 0,
): Row[] => [
  { name: `${name}: round trips`, unit: '', ours: inSeries - ofService, targets: [{ of: 'ours', most }] },
  { name: `${name}: requests`, unit: '', ours: reads + writes },
  { name: `${name}: capacity units`, unit: '', ours: capacityUnits },
  { name: `${name}: bytes`, unit: 'KB', ours: (bytesSent + bytesReceived) / 1000 },
]

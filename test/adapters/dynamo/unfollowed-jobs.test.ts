import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { jobKey, jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { createDynamoUnfollowedJobs } from '../../../lib/adapters/dynamo/unfollowed-jobs.ts'
import { type FollowDeps, followJobs } from '../../../lib/jobs/follow/follow-jobs.ts'
import { takeInJobs } from '../../../lib/jobs/follow/take-in.ts'
import type { Job } from '../../../lib/jobs/job.ts'
import { listJobs } from '../../../lib/jobs/look-up/list-jobs.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { startDynamo } from '../../support/dynalite.ts'
import { dynamoStores } from '../../support/dynamo-stores.ts'
import { importManifest } from '../../support/manifests.ts'
import { meter } from '../../support/meter.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const
const FOREVER = new Date('2040-01-01')
const HOUR = 60 * 60

describe('jobs that were stored before jobs were followed', () => {
  let dynamo: Awaited<ReturnType<typeof startDynamo>>
  let table: string
  let world: SubmissionWorld
  beforeAll(async () => {
    dynamo = await startDynamo(jobTableDefinition('unused'))
  })
  afterAll(() => dynamo.stop())
  beforeEach(async () => {
    const stores = await dynamoStores(dynamo)
    table = stores.table
    world = submissionWorld(stores.open)
  })

  const deps = (): FollowDeps => ({
    ...world.deps,
    lists: world.lists,
    history: world.history,
    unfollowed: createDynamoUnfollowedJobs(dynamo.documents, table, world.deps.clock),
  })
  const run = (more: Partial<FollowDeps> = {}) => followJobs({ ...deps(), ...more }, FOREVER)

  /** A job as an older Waybill has left it: without its next look, and in no list that has come since. */
  const older = async (number: number, change: Partial<Job> = {}): Promise<string> => {
    const text = importManifest().replace('deviceId:', `deviceId:${number}-`)
    const { job } = await submitJob(world.deps, { caller: LAB, text, idempotencyKey: `k${number}` })
    const { Item } = await dynamo.documents.send(new GetCommand({ TableName: table, Key: jobKey(job.jobId) }))
    const { follow: _f, underWay: _u, underWayAt: _a, stage: _s, ...before } = Item ?? {}
    await dynamo.documents.send(new PutCommand({ TableName: table, Item: { ...before, ...change } }))
    return job.jobId
  }

  it('are followed from the first run on, are found by their stage, and those that are over are not asked about', async () => {
    const waiting = await older(1)
    const status = { checkedAt: '2026-11-21T10:00:00.000Z', locationCode: 'AtAWS', progressCode: 'Pending' }
    const received = await older(2, { status })
    await older(3, { status: { ...status, locationCode: 'Returned' } })
    await older(4, { state: 'cancelled' })
    world.service.arrive(received)
    world.pass(HOUR)

    await run()

    expect(world.service.asked.toSorted()).toEqual([waiting, received].toSorted())
    const { entries } = await listJobs(world.deps, { caller: LAB, filter: { stage: 'received' }, pageSize: 9 })
    expect(entries).toMatchObject([{ job: { jobId: received } }])
    world.service.asked.splice(0)
    await run()
    expect(world.service.asked).toEqual([])
    world.pass(13 * HOUR)
    await run()
    expect(new Set(world.service.asked)).toEqual(new Set([waiting, received]))
  })

  it('are all taken in, where runs are broken off and others change the jobs meanwhile', async () => {
    const jobs: string[] = []
    for (let number = 0; number < 12; number += 1) jobs.push(await older(number))
    world.pass(HOUR)
    const { unfollowed } = deps()
    if (!unfollowed) throw new Error('nothing to take in with')
    for (const step of ['next', 'takeIn', 'passed'] as const) {
      const broken = { ...unfollowed, [step]: () => Promise.reject(new Error('killed')) }
      const small = { ...broken, ...(step !== 'next' && { next: () => unfollowed.next(3) }) }
      await takeInJobs({ ...world.deps, unfollowed: small }, FOREVER).catch(() => undefined)
    }
    const [first = ''] = jobs
    const job = await world.jobs.job(first)
    if (job) await world.jobs.replace({ ...job, follow: {}, state: 'cancelled', version: job.version + 1 })

    await run()

    expect(world.service.asked.toSorted()).toEqual(jobs.filter(jobId => jobId !== first).toSorted())
  })

  it('are looked for no more once an hour has shown no other', async () => {
    await older(1)
    await run()
    world.pass(2 * HOUR)
    const late = await older(2)
    await run()
    world.service.asked.splice(0)
    const done = deps()
    await followJobs(done, FOREVER)
    const counted = meter(dynamo.documents)
    await takeInJobs({ ...done, ...world.deps, unfollowed: done.unfollowed as never }, FOREVER)

    expect(counted.take().reads).toBe(0)
    expect((await world.jobs.job(late))?.follow).toHaveProperty('dueAt')
  })
})

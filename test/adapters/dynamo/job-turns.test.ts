import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { createDynamoJobStore } from '../../../lib/adapters/dynamo/job-store.ts'
import { FOLLOWED_KEY, jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { createDynamoJobTurns } from '../../../lib/adapters/dynamo/job-turns.ts'
import { followJobs } from '../../../lib/jobs/follow/follow-jobs.ts'
import type { TurnPart, Turns } from '../../../lib/jobs/follow/turns.ts'
import { PACE_IN_TURN, TURN_PARTS } from '../../../lib/jobs/pace.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { startDynamo } from '../../support/dynalite.ts'
import { dynamoStores } from '../../support/dynamo-stores.ts'
import { importManifest } from '../../support/manifests.ts'
import { meter } from '../../support/meter.ts'
import { created } from '../../support/records.ts'
import { submissionWorld } from '../../support/submission-world.ts'

const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const
const HOUR = 60 * 60
const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 10, minute)).toISOString()

describe('jobs in turn, in DynamoDB', () => {
  let dynamo: Awaited<ReturnType<typeof startDynamo>>
  let stores: Awaited<ReturnType<typeof dynamoStores>>
  let turns: Turns
  beforeAll(async () => {
    dynamo = await startDynamo(jobTableDefinition('unused'))
  })
  afterAll(() => dynamo.stop())
  beforeEach(async () => {
    stores = await dynamoStores(dynamo)
    turns = createDynamoJobTurns(dynamo.documents, stores.table)
  })

  const all = async (part: TurnPart, limit = 10) => {
    const found: string[] = []
    for (let after: string | undefined, more = true; more; more = after !== undefined) {
      const page = await turns.jobs(part, { limit, ...(after !== undefined && { after }) })
      found.push(...page.entries)
      after = page.after
    }
    return found.toSorted()
  }

  it('are found by when they were made, from a moment on and before another, but for those that are over', async () => {
    const store = createDynamoJobStore(dynamo.documents, stores.table)
    for (const minute of [1, 2, 3, 4]) {
      await store.save(created({ jobId: `J000${minute}`, id: `wb${minute}`, createdAt: at(minute) }))
    }
    await store.save(created({ jobId: 'J0005', id: 'wb5', createdAt: at(2), state: 'cancelled' }))

    const part = { stage: 'not-shipped', createdFrom: at(2), createdBefore: at(4) } as const
    for (const limit of [1, 10]) expect(await all(part, limit)).toEqual(['J0002', 'J0003'])
  })

  it('are found by their stage, each in one of its parts', async () => {
    const store = createDynamoJobStore(dynamo.documents, stores.table)
    const jobIds = Array.from({ length: 20 }, (_, number) => `S${String(number).padStart(4, '0')}`)
    const status = { checkedAt: at(1), locationCode: 'AtAWS', progressCode: 'Pending' }
    for (const jobId of jobIds) await store.pointFromStage(created({ jobId, id: `wb${jobId}`, status }))

    const ofPart = (part: number) => all({ stage: 'received', part }, 3)
    const parts = await Promise.all(Array.from({ length: TURN_PARTS }, (_, part) => ofPart(part)))
    expect(parts.flat().toSorted()).toEqual(jobIds)
    expect(await all({ stage: 'shipped', part: 0 })).toEqual([])
  })

  it('have a progress that one of two runs changes', async () => {
    const first = { doneUntil: at(0) }
    const leased = { doneUntil: at(0), leasedUntil: at(9) }
    const begun = { doneUntil: at(0), begun: { to: at(5), done: 3, after: 'place' } }

    expect(await turns.progress()).toBeUndefined()
    const both = await Promise.all([turns.advance(undefined, first), turns.advance(undefined, leased)])
    expect(both.filter(Boolean)).toHaveLength(1)
    const known = await turns.progress()
    expect(await turns.advance({ doneUntil: at(1) }, begun)).toBe(false)
    expect(await turns.advance(known, begun)).toBe(true)
    expect(await turns.progress()).toEqual(begun)
    expect(await turns.advance(begun, leased)).toBe(true)
    expect(await turns.advance(begun, leased)).toBe(false)
    expect(await turns.advance({ ...leased, leasedUntil: at(8) }, begun)).toBe(false)
  })

  it('are named where it is damaged how far they have come', async () => {
    const Item = { pk: FOLLOWED_KEY, sk: 'TURNS', doneUntil: 5 }
    await dynamo.documents.send(new PutCommand({ TableName: stores.table, Item }))

    await expect(turns.progress()).rejects.toThrow('how far the looks at jobs in turn have come')
  })

  it('are looked at without a write, where nothing is new, but for the two of each run', async () => {
    const world = submissionWorld(stores.open)
    const counted = meter(dynamo.documents)
    const deps = { ...world.deps, lists: world.lists, history: world.history, pace: PACE_IN_TURN, turns }
    const { job } = await submitJob(deps, { caller: LAB, text: importManifest(), idempotencyKey: 'k' })
    expect(job.follow).toEqual({ inTurn: true })
    const runAfter = async (seconds: number) => {
      const until = new Date(world.deps.clock().getTime() + seconds * 1000)
      // As if the runs in between had found nothing.
      await turns.advance(await turns.progress(), { doneUntil: new Date(until.getTime() - 60_000).toISOString() })
      world.pass(seconds)
      counted.take()
      const { asked } = await followJobs(deps, new Date('2040-01-01'))
      return { asked, writes: counted.take().writes }
    }
    // Made at 10:00, so its window ends at 11:00, and its first look is at 23:00; each look comes a minute later in its hour.
    expect(await runAfter(13 * HOUR)).toMatchObject({ asked: 1 })
    expect(await runAfter(12 * HOUR + 90)).toEqual({ asked: 1, writes: 2 })
    expect(await runAfter(HOUR)).toEqual({ asked: 0, writes: 2 })
  })
})

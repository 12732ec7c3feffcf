import { jobTableDefinition } from '../lib/adapters/dynamo/job-table.ts'
import { createDynamoJobTurns } from '../lib/adapters/dynamo/job-turns.ts'
import { FUNCTIONS } from '../lib/infra/functions/functions.ts'
import { type FollowDeps, followJobs } from '../lib/jobs/follow/follow-jobs.ts'
import type { TurnProgress, Turns } from '../lib/jobs/follow/turns.ts'
import { dueAt, PACE, PACE_IN_TURN } from '../lib/jobs/pace.ts'
import type { Service } from '../lib/jobs/service.ts'
import { submitJob } from '../lib/jobs/submit/submit-job.ts'
import { startDynamo } from '../test/support/dynalite.ts'
import { dynamoStores } from '../test/support/dynamo-stores.ts'
import { importManifest } from '../test/support/manifests.ts'
import { createMemoryJobStore } from '../test/support/memory-job-store.ts'
import { meter } from '../test/support/meter.ts'
import { created } from '../test/support/records.ts'
import { KEY, submissionWorld } from '../test/support/submission-world.ts'
import type { Bench, Row } from './bench.ts'
import { countIndexWrites } from './index-writes.ts'
import { PRICES } from './prices.ts'
import { createVirtualTime, type VirtualTime } from './virtual-time.ts'

const START = Date.UTC(2026, 10, 21, 10)
const MINUTE_MS = 60_000
/** What an answer of the service, and one of DynamoDB, is assumed to take. */
export const SERVICE_MS = 300
const STORE_MS = 5
/** As `lambdas/follow-jobs.ts` has it. */
const RESERVE_MS = 25_000
export const RUN_MS = FUNCTIONS['follow-jobs'].timeoutSeconds * 1000 - RESERVE_MS
const CALLER = { team: 'lab', principal: 'ann', role: 'member' } as const
/** The share of jobs whose device has moved since the look before. */
const MOVED = 0.01

/** A port whose every answer takes a while. */
const slowly = <T extends object>(port: T, time: VirtualTime): T =>
  new Proxy(port, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      return async (...args: unknown[]) => {
        await time.wait(STORE_MS)
        return method.apply(target, args)
      }
    },
  })

/** All jobs have their turn in the first minute. */
const turnAtOnce = (jobIds: readonly string[]): Turns => {
  let known: TurnProgress | undefined = { doneUntil: new Date(START - MINUTE_MS).toISOString() }
  let first: string | undefined
  return {
    jobs: async (part, { limit, after = '0' }) => {
      if (part.stage !== 'not-shipped') return { entries: [] }
      const name = JSON.stringify(part)
      first ??= name
      const end = Number(after) + limit
      if (name !== first) return { entries: [] }
      return { entries: jobIds.slice(Number(after), end), ...(end < jobIds.length && { after: String(end) }) }
    },
    progress: async () => known,
    advance: async (_from, to) => {
      known = to
      return true
    },
  }
}

/** How long it takes until all of many jobs of one key that are due at once have been asked about; each minute has a run. */
const followAll = async (count: number): Promise<{ readonly minutes: number; readonly busyMs: number }> => {
  const time = createVirtualTime(START)
  const memory = createMemoryJobStore()
  const createdAt = new Date(START - 60 * MINUTE_MS).toISOString()
  for (let number = 0; number < count; number += 1) {
    const jobId = `F${number.toString(36).toUpperCase().padStart(5, '0')}`
    const follow = { inTurn: true, askedAt: new Date(START - MINUTE_MS).toISOString() } as const
    const job = created({ id: `wb${number}`, jobId, accessKeyId: KEY.accessKeyId, follow, createdAt })
    memory.jobs.set(jobId, {
      ...job,
      status: { checkedAt: createdAt, locationCode: 'NotReceived', progressCode: 'Pending' },
    })
  }
  const asked = new Set<string>()
  const service = {
    clockAheadMs: async () => 0,
    acceptableUntil: ({ deadline }: { deadline: Date }) => deadline,
    getStatus: async (jobId: string) => {
      await time.wait(SERVICE_MS)
      asked.add(jobId)
      const locationCode = asked.size % (1 / MOVED) === 0 ? 'AtAWS' : 'NotReceived'
      return { jobId, jobType: 'Import', locationCode, progressCode: 'Pending', warnings: [], artifacts: [] }
    },
  }
  const deps: FollowDeps = {
    // The follower asks nothing else of it.
    service: service as unknown as Service,
    jobs: slowly(memory.store, time),
    history: slowly(memory.history, time),
    lists: {
      due: async (before, { limit, after = '' }) => {
        await time.wait(STORE_MS)
        const due = [...memory.jobs.values()].flatMap(job => ({ jobId: job.jobId, dueAt: dueAt(job) ?? '~' }))
        const entries = due
          .filter(one => one.dueAt <= before && one.jobId > after)
          .toSorted((one, other) => (one.jobId < other.jobId ? -1 : 1))
          .slice(0, limit)
        const last = entries.at(-1)
        return { entries, ...(entries.length === limit && last && { after: last.jobId }) }
      },
    },
    keys: { ofTeam: async () => [KEY], find: async () => ({ ...KEY, team: 'lab' }) },
    clock: time.clock,
    newId: () => 'id',
    log: { info: () => undefined, error: message => process.stderr.write(`${message}\n`) },
    metrics: { report: () => undefined },
    era: 'lenient',
    timing: { deadlineMs: 20_000, leaseMs: 30_000, resolveMarginMs: 5_000 },
    pace: PACE_IN_TURN,
    turns: slowly(turnAtOnce([...memory.jobs.keys()]), time),
  }
  let busyMs = 0
  for (let minute = 0; ; minute += 1) {
    const begun = START + minute * MINUTE_MS
    time.goTo(begun)
    await time.run(() => followJobs(deps, new Date(begun + RUN_MS)))
    const elapsed = time.clock().getTime() - begun
    busyMs += elapsed
    if (asked.size === count) return { minutes: minute + elapsed / MINUTE_MS, busyMs }
    if (minute > 60) throw new Error(`After an hour ${asked.size} of ${count} jobs were asked about.`)
  }
}

/** The least that DynamoDB charges for a Query that need not be strongly consistent, in read units. */
const EMPTY_QUERY = 0.5

interface Units {
  readonly read: number
  readonly write: number
}

/** What a look at a job asks of DynamoDB, and what one asks that finds its device in another stage. */
const unitsOfLooks = async (): Promise<Readonly<Record<'asked' | 'daily' | 'moved' | 'idle', Units>>> => {
  const dynamo = await startDynamo(jobTableDefinition('unused'))
  try {
    const { table, open } = await dynamoStores(dynamo)
    const world = submissionWorld(open)
    const counted = meter(dynamo.documents)
    const inIndexes = await countIndexWrites(dynamo.client, dynamo.documents, table)
    const turns = createDynamoJobTurns(dynamo.documents, table)
    const deps = { ...world.deps, lists: world.lists, history: world.history, pace: PACE_IN_TURN }
    /** A look is measured without what its run costs, and a run without the turns that it would catch up with. */
    const run = async (advance: Turns['advance'] = async () => true): Promise<Units> => {
      const now = world.deps.clock().getTime()
      await turns.advance(await turns.progress(), { doneUntil: new Date(now - MINUTE_MS).toISOString() })
      counted.take()
      inIndexes.take()
      const { asked, moved } = await followJobs(
        { ...deps, turns: { ...turns, advance } },
        new Date(START + 365 * 86_400_000),
      )
      const { capacityUnits, readUnits, reads } = counted.take()
      // A run that finds nothing is paid for by its Queries, which dynalite takes for nothing.
      const read = asked + moved === 0 ? reads * EMPTY_QUERY : readUnits
      return { read, write: capacityUnits - readUnits + inIndexes.take() }
    }
    // One job alone: what two write at once could not be told apart.
    const { job } = await submitJob(
      { ...world.deps, pace: PACE_IN_TURN },
      { caller: CALLER, text: importManifest(), idempotencyKey: 'k' },
    )
    const idle = await run(turns.advance)
    // Its first look is 13 hours after it was made, at a full hour; each look comes 12 hours and a minute after the one before.
    const look = (hours = 12) => {
      world.pass(hours * 3600 + (hours === 12 ? 60 : 0))
      return run()
    }
    await look(13) // stores the first status
    const asked = await look()
    const daily = await look()
    world.service.arrive(job.jobId)
    return { idle, asked, daily, moved: await look() }
  } finally {
    await dynamo.stop()
  }
}

const ofUnits = ({ read, write }: Units) => read * PRICES.readUnit + write * PRICES.writeUnit
const ofFunction = (milliseconds: number) =>
  (milliseconds / 1000) * (FUNCTIONS['follow-jobs'].memoryMb / 1024) * PRICES.functionGbSecond

/** How long a device is in each stage, in days, of a job that goes well. */
const USUAL_DAYS = { 'not-shipped': 7, shipped: 3, received: 1, 'in-progress': 2, done: 2 } as const

const usualLooks = Object.entries(USUAL_DAYS).reduce(
  // The keys of the table are stages.
  (looks, [stage, days]) => looks + (days * 86_400_000) / PACE[stage as keyof typeof USUAL_DAYS],
  0,
)

/** The jobs of one key, followed on a stage. */
export const follow: Bench = {
  measures: `Jobs of one key that are all due at once, followed by the code of \`follow-jobs\` with a run each minute of ${RUN_MS / 1000} s, on a clock that passes while all wait: an answer of the service is assumed to take ${SERVICE_MS} ms, one of DynamoDB ${STORE_MS} ms, and one device in a hundred has moved. Capacity units are counted over dynalite, indexes included, and cost the list prices of \`bench/prices.ts\`. The usual job waits 7 days for its parcel, which travels for 3, and its device is at the service for 5: ${Math.round(usualLooks)} looks and 5 moves.`,
  limitedBy: 'eight questions at a time with one key, each as long as the service takes.',
  run: async ({ checks }) => {
    const { minutes, busyMs } = await followAll(checks)
    const { asked, daily, moved, idle } = await unitsOfLooks()
    const once = checks * ((1 - MOVED) * ofUnits(asked) + MOVED * ofUnits(moved)) + ofFunction(busyMs)
    const perLook = ofUnits(asked) + ofFunction(busyMs) / checks
    const moves = Object.keys(USUAL_DAYS).length
    const days = Object.values(USUAL_DAYS).reduce((sum, some) => sum + some, 0)
    const among = `${checks.toLocaleString('en')} jobs of one key`
    const rows: Row[] = [
      {
        name: `${among}: minutes until all are asked about`,
        unit: '',
        ours: minutes,
        targets: [{ of: 'ours', most: 15 }],
      },
      { name: `${among}, asked about once`, unit: '$', ours: once, targets: [{ of: 'ours', most: 0.1 }] },
      { name: 'a look that finds nothing new: read units', unit: '', ours: asked.read },
      { name: 'a look that finds nothing new: write units', unit: '', ours: asked.write },
      { name: 'the look of a day of which that is stored: write units', unit: '', ours: daily.write },
      { name: 'a look that finds the device moved: read units', unit: '', ours: moved.read },
      { name: 'a look that finds the device moved: write units', unit: '', ours: moved.write },
      {
        name: 'a thousand usual jobs, followed to the end',
        unit: '$',
        ours: 1000 * (usualLooks * perLook + days * (ofUnits(daily) - ofUnits(asked)) + moves * ofUnits(moved)),
      },
      { name: 'an idle run: read units', unit: '', ours: idle.read },
      { name: 'an idle run: write units', unit: '', ours: idle.write },
    ]
    return rows
  },
}

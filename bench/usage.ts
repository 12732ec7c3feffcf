import { randomBytes, randomUUID } from 'node:crypto'
import { createDynamoHistory } from '../lib/adapters/dynamo/audit-history.ts'
import { createDynamoJobLists } from '../lib/adapters/dynamo/job-lists.ts'
import { jobTableDefinition } from '../lib/adapters/dynamo/job-table.ts'
import { createDynamoJobTurns } from '../lib/adapters/dynamo/job-turns.ts'
import { createDynamoTurns } from '../lib/adapters/dynamo/team-turns.ts'
import { runChecks } from '../lib/adapters/events/sqs-check-tasks.ts'
import { createPowertoolsLog } from '../lib/adapters/system/powertools-log.ts'
import { createPowertoolsMetrics } from '../lib/adapters/system/powertools-metrics.ts'
import { putCheck } from '../lib/checks/manage/put-check.ts'
import { lookUpJobs } from '../lib/http/jobs/look-up-jobs.ts'
import { submitJobs } from '../lib/http/jobs/submit-jobs.ts'
import type { Handler } from '../lib/http/kit/handler.ts'
import { FUNCTIONS } from '../lib/infra/functions/functions.ts'
import { followJobs } from '../lib/jobs/follow/follow-jobs.ts'
import type { Turns } from '../lib/jobs/follow/turns.ts'
import { PACE_IN_TURN } from '../lib/jobs/pace.ts'
import { createTeamThrottle } from '../lib/teams/throttle.ts'
import { checkWorld } from '../test/support/check-world.ts'
import { startDynamo } from '../test/support/dynalite.ts'
import { dynamoStores } from '../test/support/dynamo-stores.ts'
import { importManifest } from '../test/support/manifests.ts'
import { meter } from '../test/support/meter.ts'
import { proxyEvent } from '../test/support/proxy-event.ts'
import type { Usage } from './bill.ts'
import { countIndexWrites } from './index-writes.ts'

/**
 * How long functions run on AWS is no figure of this machine's: the service's answer and DynamoDB's are most of it. A submission
 * takes 13 ms of a processor here, of which Lambda gives a seventh with 256 MB: 45 ms more than the 300 ms of 512 MB.
 */
export const ASSUMED_MS = { submission: 345, 'look-up': 15, page: 40, check: 250, look: 25, 'daily look': 25 } as const

const PAGE = 50
/** The standard tier of stages, of which a process counts so many requests at once together with the others. */
const LIMIT = { rate: 20, burst: 40 }
const BLOCK = 5
/** A team that asks an instance five times in ten seconds; a key is read again after five minutes. */
const PER_KEY_READ = BLOCK * 30
/** Submissions use the key that an instance has read; a check comes too seldom for that. */
const SECRET_READS: Partial<Readonly<Record<Operation, number>>> = { submission: 1 / PER_KEY_READ, check: 1 }
/** A submission looks for other jobs of its device and finds none: dynalite reports nothing for that, DynamoDB half a unit. */
const EMPTY_QUERY = 0.5
const HOUR_SECONDS = 60 * 60
const MINUTE_MS = 60_000
const CALLER = { team: 'lab', principal: 'ann', role: 'member' } as const

export type Operation = keyof typeof ASSUMED_MS

type Used = Readonly<Record<Operation, Usage>>

let measured: Promise<Used> | undefined

/**
 * What each operation uses, as the functions' own handlers do it: capacity, Puts, bytes logged, bytes answered. It is counted
 * and not timed, so once is enough.
 */
export const measureUsage = (): Promise<Used> => {
  measured ??= measure()
  return measured
}

const measure = async (): Promise<Used> => {
  const dynamo = await startDynamo(jobTableDefinition('unused'))
  try {
    const { table, open } = await dynamoStores(dynamo)
    const world = checkWorld(open)
    const counted = meter(dynamo.documents)
    const inIndexes = await countIndexWrites(dynamo.client, dynamo.documents, table)
    let bucketPuts = 0
    const { archive } = world
    const turns = createDynamoJobTurns(dynamo.documents, table)
    const deps = {
      ...world.deps,
      pace: PACE_IN_TURN,
      throttle: createTeamThrottle({
        clock: world.deps.clock,
        teams: { get: async () => undefined },
        tiers: { standard: LIMIT },
        shared: createDynamoTurns(dynamo.documents, table),
      }),
      lists: createDynamoJobLists(dynamo.documents, table),
      history: createDynamoHistory(dynamo.documents, table, world.deps.clock),
      newId: randomUUID,
      log: createPowertoolsLog(),
      metrics: createPowertoolsMetrics({ stage: 'bench', name: 'bench', version: '1' }),
      archive: {
        ...archive,
        put: (...args: Parameters<typeof archive.put>) => {
          bucketPuts += 1
          return archive.put(...args)
        },
      },
    }

    const measureOne = async (
      operation: Operation,
      of: keyof typeof FUNCTIONS,
      act: () => Promise<{ readonly body?: string }>,
      /** Of so many, one after the other, the mean counts. */
      times = 1,
    ): Promise<Usage> => {
      counted.take()
      inIndexes.take()
      bucketPuts = 0
      const { result, logBytes } = await withLogCounted(async () => {
        for (let more = 1; more < times; more += 1) await act()
        return act()
      })
      const { capacityUnits, readUnits } = counted.take()
      const { calledBy, memoryMb } = FUNCTIONS[of]
      const isRequest = calledBy === 'gateway'
      // A run of the follower looks at many jobs, so what a run costs is the idle month's.
      const isOwnRun = operation !== 'look' && operation !== 'daily look'
      return {
        memoryMb,
        durationMs: ASSUMED_MS[operation],
        writeUnits: (capacityUnits - readUnits + inIndexes.take()) / times,
        readUnits: readUnits / times + (operation === 'submission' ? EMPTY_QUERY : 0),
        bucketPuts: bucketPuts / times,
        logBytes: logBytes / times,
        answerBytes: Buffer.byteLength(result.body ?? ''),
        calledBy: isRequest ? 'gateway' : isOwnRun ? 'queue' : 'run of many',
        // The manifest of a check is under a key of the stage's own, always.
        keyRequests: operation === 'check' ? 1 : 0,
        secretReads: SECRET_READS[operation] ?? 0,
      }
    }
    const asked = async (handler: Handler, event: Parameters<typeof proxyEvent>[0]) => {
      const answer = await handler(proxyEvent({ ...event, team: CALLER.team }))
      if (answer.statusCode >= 300) throw new Error(`${event.route} answered ${answer.statusCode}: ${answer.body}`)
      return answer
    }
    const submit = () =>
      asked(submitJobs(deps), {
        route: 'POST /v1/jobs',
        headers: { 'Content-Type': 'text/plain', 'Idempotency-Key': randomUUID() },
        body: importManifest().replace('deviceId:', `deviceId:${randomBytes(4).toString('hex')}-`),
      })
    const list = () => asked(lookUpJobs(deps), { route: 'GET /v1/jobs', query: { pageSize: [String(PAGE)] } })

    await withLogCounted(submit)
    // Its first look stores what the service has; the others find nothing new, as most do, and one of a day is stored. The runs
    // in between, which find nothing, are the idle month's.
    const lookAfter = async (seconds: number) => {
      world.pass(seconds)
      const now = world.deps.clock().getTime()
      await turns.advance(await turns.progress(), { doneUntil: new Date(now - MINUTE_MS).toISOString() })
      counted.take()
      inIndexes.take()
      const { asked } = await followJobs({ ...deps, turns: passive(turns) }, new Date(now + MINUTE_MS))
      if (asked !== 1) throw new Error('The job was not due.')
      return {}
    }
    const HALF_DAY = 12 * HOUR_SECONDS + MINUTE_MS / 1000
    await lookAfter(13 * HOUR_SECONDS)
    const look = await measureOne('look', 'follow-jobs', () => lookAfter(HALF_DAY))
    const dailyLook = await measureOne('daily look', 'follow-jobs', () => lookAfter(HALF_DAY))
    const submission = await measureOne('submission', 'submit-jobs', submit, BLOCK)
    for (let jobs = 1 + BLOCK; jobs < PAGE; jobs += 1) {
      world.pass(1)
      await withLogCounted(submit)
    }
    const { result: page } = await withLogCounted(list)
    // Our own API's answer to a list.
    const [{ jobId = '' } = {}] = (JSON.parse(page.body) as { jobs: { jobId?: string }[] }).jobs
    const check = await putCheck(deps, {
      caller: CALLER,
      name: 'nightly',
      manifest: importManifest(),
      schedule: { expression: 'rate(1 day)', timeZone: 'UTC' },
      enabled: true,
      notify: { email: true, digest: false, unknownAfterMinutes: 60 },
    })
    const task = { do: 'run', team: CALLER.team, name: 'nightly', checkId: check.check.id, runId: randomUUID() }
    return {
      submission,
      'look-up': await measureOne('look-up', 'look-up-jobs', () =>
        asked(lookUpJobs(deps), { route: 'GET /v1/jobs/{jobId}', params: { jobId } }),
      ),
      page: await measureOne('page', 'look-up-jobs', list),
      look,
      'daily look': dailyLook,
      check: await measureOne('check', 'run-check', async () => {
        const { batchItemFailures } = await runChecks(deps)({ Records: [sqsRecord(task)] })
        if (batchItemFailures.length > 0) throw new Error('The check could not be run.')
        return {}
      }),
    }
  } finally {
    await dynamo.stop()
  }
}

/** Turns whose progress is no write: each run has one, however many jobs it looks at, and the idle month counts it. */
const passive = (turns: Turns): Turns => ({ ...turns, advance: async () => true })

/** A message of the queue with what the function reads of it. */
const sqsRecord = (task: object) =>
  ({ messageId: 'message', body: JSON.stringify(task) }) as Parameters<
    ReturnType<typeof runChecks>
  >[0]['Records'][number]

/** Counts what is logged meanwhile instead of printing it; the functions log to standard output, as on AWS. */
const withLogCounted = async <T>(act: () => Promise<T>): Promise<{ readonly result: T; readonly logBytes: number }> => {
  const { write } = process.stdout
  let logBytes = 0
  process.stdout.write = (chunk: string | Uint8Array) => {
    logBytes += Buffer.byteLength(chunk)
    return true
  }
  try {
    return { result: await act(), logBytes }
  } finally {
    process.stdout.write = write
  }
}

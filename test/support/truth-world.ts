import { randomUUID } from 'node:crypto'
import { expect } from '@jest/globals'
import { createQueryService } from '../../lib/adapters/service/query-service.ts'
import { createRetryingService } from '../../lib/adapters/service/retrying-service.ts'
import { createDepot } from '../../lib/depot/depot.ts'
import { ArchiveConflict } from '../../lib/jobs/archive-conflict.ts'
import { cancelJob } from '../../lib/jobs/change/cancel-job.ts'
import { JobError } from '../../lib/jobs/errors.ts'
import type { Archive } from '../../lib/jobs/ports.ts'
import { type ReconcileDeps, type Reconciliation, reconcile } from '../../lib/jobs/submit/reconcile.ts'
import { type Submission, submitJob } from '../../lib/jobs/submit/submit-job.ts'
import { depotDeps, KEY } from '../depot/depot-fixture.ts'
import type { startDynamo } from './dynalite.ts'
import { type FaultPlan, type ServiceFault, serveFaultyDepot } from './faulty-service.ts'
import { openDynamoTruth, openSqliteTruth } from './truth-stores.ts'

const CALLER = { team: 'local', principal: 'ann', role: 'member' } as const

/** What may happen at one of Waybill's own writes: nothing is done, or it is done and nobody hears; or the process dies. */
export type WriteFault = 'fails' | 'is lost' | 'killed before' | 'killed after'

/** The writes of one request, counted from 0, and what happens to them. */
export type WritePlan = ReadonlyMap<number, WriteFault>

const WRITES = ['claim', 'advance', 'change', 'refuse', 'complete', 'save', 'replace', 'pointFromLists'] as const

/** The process of one request is gone: whatever it asks from then on never happens. */
class Killed extends Error {
  override readonly name = 'Killed'
}

/** Waybill before the real depot, over HTTP, with a clock, faults and deaths that a test decides on. */
export const createTruthWorld = async (
  dynamo: Awaited<ReturnType<typeof startDynamo>>,
  {
    signatureVersion = 2,
    lags = false,
    engine = 'dynamodb',
  }: { signatureVersion?: 2 | 4; lags?: boolean; engine?: 'dynamodb' | 'sqlite' } = {},
) => {
  let now = Date.parse('2026-11-21T10:00:00.000Z')
  const clock = () => new Date(now)
  const stores = engine === 'sqlite' ? openSqliteTruth(clock) : await openDynamoTruth(dynamo, clock)
  const { jobs: store, lists, history, depotJobs, items } = stores
  const depot = createDepot(depotDeps({ clock, jobs: depotJobs }))
  const service = await serveFaultyDepot(depot)
  const objects = new Map<string, string>()
  const archive: Archive = {
    put: async (name, bytes) => {
      const text = Buffer.from(bytes).toString()
      if ((objects.get(name) ?? text) !== text) throw new ArchiveConflict(name)
      objects.set(name, text)
    },
    get: async name => {
      const text = objects.get(name)
      return text === undefined ? undefined : new TextEncoder().encode(text)
    },
  }
  const bugs: unknown[] = []

  /** What the index of open records showed when the clock was moved last: that is how far it lags. */
  let seen: string[] = []
  const look = async () => {
    seen = (await lists.open({ limit: 1000 })).entries.slice()
  }

  /** The world as one process sees it. `points` counts its writes. */
  const processOf = (plan: WritePlan) => {
    let dead = false
    let writes = 0
    const guarded = async <T>(isWrite: boolean, act: () => Promise<T>): Promise<T> => {
      if (dead) throw new Killed()
      const fault = isWrite ? plan.get(writes) : undefined
      if (isWrite) writes += 1
      if (fault === 'killed before') dead = true
      if (dead) throw new Killed()
      if (fault === 'fails') throw new Error('the write failed')
      const result = await act()
      if (fault === 'killed after') dead = true
      if (dead) throw new Killed()
      if (fault === 'is lost') throw new Error('the answer to the write was lost')
      return result
    }
    const guardAll = <T extends object>(port: T, isWrite: (method: string) => boolean): T =>
      new Proxy(port, {
        get: (target, name) => {
          const method: unknown = Reflect.get(target, name)
          if (typeof method !== 'function' || name === 'acceptableUntil') return method
          return (...args: unknown[]) => guarded(isWrite(String(name)), async () => method.apply(target, args))
        },
      })
    const remote = createQueryService({
      endpoint: new URL(service.url),
      signatureVersion,
      exchange: service.exchange,
      clock,
    })
    const deps: ReconcileDeps = {
      downloads: {
        get: async () => {
          throw new Error('these jobs have no PDFs')
        },
      },
      service: guardAll(
        createRetryingService(remote, {
          clock,
          random: Math.random,
          wait: async milliseconds => {
            now += milliseconds
          },
        }),
        method => method === 'createJob',
      ),
      jobs: guardAll(store, method => WRITES.some(write => write === method)),
      history: guardAll(history, method => method === 'append'),
      lists: lags ? { ...lists, open: async () => ({ entries: seen }) } : lists,
      archive: guardAll(archive, method => method === 'put'),
      keys: { ofTeam: async () => [KEY], find: async () => ({ ...KEY, team: CALLER.team }) },
      clock,
      newId: randomUUID,
      log: { info: () => undefined, error: (message, fields) => void bugs.push([message, fields]) },
      metrics: { report: () => undefined },
      era: 'lenient',
      timing: { deadlineMs: 20_000, leaseMs: 30_000, resolveMarginMs: 5_000 },
    }
    return { deps, writes: () => writes }
  }

  const pass = async (seconds: number) => {
    await look()
    now += seconds * 1000
  }

  /** @param key `undefined`: the manifest stands for itself */
  const submit = async (text: string, key?: string, plan: WritePlan = new Map()) => {
    const { deps, writes } = processOf(plan)
    const input = { caller: CALLER, requestId: randomUUID(), text, ...(key !== undefined && { idempotencyKey: key }) }
    const outcome = await submitJob(deps, input).then(
      (submission: Submission) => ({ submission }),
      (error: unknown) => ({ error }),
    )
    return { ...outcome, writes: writes() }
  }

  const settleAll = async (plan: WritePlan = new Map()): Promise<Reconciliation | undefined> => {
    const { deps } = processOf(plan)
    // A run that dies is followed by another; what it left is what matters.
    return reconcile(deps, new Date(now + 3_600_000)).catch(() => undefined)
  }

  /** A client that does not give up: it does as `Retry-After` says until it has its job. */
  const insist = async (text: string, key?: string): Promise<Submission> => {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const outcome = await submit(text, key)
      if ('submission' in outcome) return outcome.submission
      if (!(outcome.error instanceof JobError)) throw outcome.error
      await pass(outcome.error.details.retryAfterSeconds ?? 1)
    }
    throw new Error('no job after 20 attempts')
  }

  const cancel = async (jobId: string) => {
    await cancelJob(processOf(new Map()).deps, { caller: CALLER, jobId })
  }

  /** Every job at the service, cancelled ones included, sorted. */
  const jobIds = async () => {
    const { jobs } = await depotJobs.list(KEY.accessKeyId, { limit: 1000 })
    return jobs.map(({ jobId }) => jobId).sort()
  }

  /** One job at the service for each of the submissions, one record, one job item, one SIGNATURE; and all of them agree. */
  const expectTruth = async (submissions: readonly Submission[]) => {
    const expected = [...new Set(submissions.map(({ job }) => job.jobId))].sort()
    expect(await jobIds()).toEqual(expected)

    const all = await items()
    const records = all.filter(({ sk }) => sk === 'RECORD')
    const kept = all.filter(({ sk }) => sk === 'JOB')
    expect(records.map(({ jobId }) => jobId).sort()).toEqual(expected)
    expect(records.map(({ state, open }) => ({ state, open }))).toEqual(
      expected.map(() => ({ state: 'created', open: undefined })),
    )
    expect(kept.map(({ jobId }) => jobId).sort()).toEqual(expected)
    for (const { job } of submissions) {
      expect(kept.find(({ jobId }) => jobId === job.jobId)).toMatchObject({ id: job.id, signature: job.signature })
      expect(objects.get(`signatures/local/${job.jobId}/SIGNATURE`)).toBe(job.signatureFileContents)
      expect((await depotJobs.get(job.jobId))?.signature).toBe(job.signature)
    }
    expect(objects.size).toBe(expected.length)
  }

  return {
    submit,
    insist,
    cancel,
    jobIds,
    settleAll,
    pass,
    expectTruth,
    items,
    bugs,
    stop: async () => {
      await service.stop()
      await stores.stop()
    },
    setGate: service.setGate,
    /** The next calls of CreateJob, or of any operation, meet these faults in turn. */
    spoilNext: (
      faults: readonly ServiceFault[],
      isSpoilt: (action: string) => boolean = action => action === 'CreateJob',
    ) => {
      const left = [...faults]
      const plan: FaultPlan = action => (isSpoilt(action) ? left.shift() : undefined)
      service.setPlan(plan)
    },
  }
}

export type TruthWorld = Awaited<ReturnType<typeof createTruthWorld>>

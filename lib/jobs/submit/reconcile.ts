import pLimit from 'p-limit'
import type { Actor } from '../../audit/event.ts'
import { unmarkGenerator } from '../../manifest/fields/generator.ts'
import { readManifest } from '../../manifest/read.ts'
import { askStatus } from '../follow/get-status.ts'
import { jobKey } from '../job-key.ts'
import type { JobLists } from '../job-store.ts'
import { type ArtifactDeps, archiveArtifacts } from '../look-up/get-artifact.ts'
import { recordRelease } from '../record-event.ts'
import type { ServiceCall, ServiceStatus } from '../service.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import { lacksSignature } from '../whole-answer.ts'
import { finishSubmission } from './finish-submission.ts'
import { createJobSearch, type JobSearch } from './job-search.ts'
import { resolveBySearch } from './resolve-submission.ts'
import { adoptEvent, manifestWarning, storeAnswer } from './store-answer.ts'

export type ReconcileDeps = ArtifactDeps & {
  readonly lists: Pick<JobLists, 'open'>
  /**
   * Called before a submission is left alone although it is not certain what became of it, at each such look. Default: nothing
   */
  readonly whenUnclear?: (record: SubmissionRecord) => Promise<void>
}

/**
 * What became of each open record:
 *
 * - `adopted`: the service had made its job, which is kept now;
 * - `released`: no job was created, and none can be now; the key is free;
 * - `finished`: the job was kept already, and what was left to be done is done (its SIGNATURE and PDFs archived, say);
 * - `waiting`: another request works on it, or its outcome is not certain yet;
 * - `failed`: it could not be looked into now (which is logged); the next run tries again.
 */
export type ReconcileOutcome = 'adopted' | 'released' | 'finished' | 'waiting' | 'failed'

export type Reconciliation = Readonly<Record<ReconcileOutcome, number>>

/** So many records are settled at a time; each asks the service. */
const CONCURRENCY = 4
const PAGE = 100
/** For so long a PDF that cannot be fetched is asked for again. */
const ARTIFACT_PATIENCE_MS = 7 * 24 * 60 * 60_000

const RECONCILER: Actor = { principal: 'reconcile' }

/**
 * Bring every submission to its end that no request works on. Looks at open records only, and never sends
 * CreateJob. Two runs at once do no harm: only the owner of its lease works on a record.
 *
 * @param until when to stop; what is left then is for the next run
 */
export const reconcile = async (deps: ReconcileDeps, until: Date): Promise<Reconciliation> => {
  const counts: Record<ReconcileOutcome, number> = { adopted: 0, released: 0, finished: 0, waiting: 0, failed: 0 }
  const limit = pLimit(CONCURRENCY)
  let after: string | undefined
  do {
    const page = await deps.lists.open({ limit: PAGE, ...(after !== undefined && { after }) })
    const searchFor = sharedSearches(deps)
    const outcomes = await Promise.all(page.entries.map(id => limit(() => settleOne(deps, id, until, searchFor))))
    for (const outcome of outcomes) if (outcome) counts[outcome] += 1
    after = page.after
  } while (after !== undefined && deps.clock() < until)
  const { adopted, released, finished, waiting, failed } = counts
  deps.metrics.report({
    SubmissionsReconciled: adopted + released + finished,
    SubmissionsOpen: waiting + failed,
  })
  return counts
}

type SearchFor = (record: SubmissionRecord) => Promise<JobSearch>

/**
 * One look through each key's jobs for all the records of a page, however many of them are open. What the look saw too
 * early for a record is not certain for that record, and waits for the next.
 */
const sharedSearches = (deps: ReconcileDeps): SearchFor => {
  const searches = new Map<string, JobSearch>()
  return async record => {
    // Also where the look is under way: whose key is gone is not to be looked for.
    const credentials = await jobKey(deps.keys, record)
    const newCall = (): ServiceCall => {
      const startedAt = deps.clock()
      return { credentials, startedAt, deadline: new Date(startedAt.getTime() + deps.timing.deadlineMs) }
    }
    const search = searches.get(credentials.accessKeyId) ?? createJobSearch(deps, newCall)
    searches.set(credentials.accessKeyId, search)
    return search
  }
}

const settleOne = async (
  deps: ReconcileDeps,
  id: string,
  until: Date,
  searchFor: SearchFor,
): Promise<ReconcileOutcome | undefined> => {
  if (deps.clock() >= until) return 'waiting'
  try {
    // The index may lag; the record itself says whether it is open.
    const record = await deps.jobs.record(id)
    if (record?.open === undefined) return undefined
    return record.state === 'submitting' ? await settle(deps, record, searchFor) : await finish(deps, record)
  } catch (error) {
    deps.log.error('record not reconciled', { recordId: id, error })
    return 'failed'
  }
}

const finish = async (deps: ReconcileDeps, record: SubmissionRecord): Promise<ReconcileOutcome> => {
  const job = record.jobId === undefined ? undefined : await deps.jobs.job(record.jobId)
  if (!job) throw new Error(`Record ${record.id} is complete but its job ${record.jobId} is not kept`)
  const isGivenUp = deps.clock().getTime() - Date.parse(job.createdAt) > ARTIFACT_PATIENCE_MS
  // The service answers later what its answer to CreateJob did not have.
  const whole = lacksSignature(job) && !isGivenUp ? (await askStatus(deps, job, RECONCILER)).job : job
  await finishSubmission(deps, record, whole, (await archiveArtifacts(deps, whole)) || isGivenUp, isGivenUp)
  return (await deps.jobs.record(record.id))?.open === undefined ? 'finished' : 'failed'
}

const settle = async (
  deps: ReconcileDeps,
  existing: SubmissionRecord,
  searchFor: SearchFor,
): Promise<ReconcileOutcome> => {
  const startedAt = deps.clock()
  const at = startedAt.toISOString()
  if (existing.lease.until > at) return 'waiting'
  const lease = { owner: deps.newId(), until: new Date(startedAt.getTime() + deps.timing.leaseMs).toISOString() }
  if (!(await deps.jobs.change(existing.id, existing.lease.owner, { lease }, at))) return 'waiting'

  const record = { ...existing, lease }
  const letGo = () => deps.jobs.change(record.id, lease.owner, { lease: { ...lease, until: at } }, at)
  try {
    if (record.acceptableUntil === undefined) return await release(deps, record)
    const settlement = await resolveBySearch(deps, record, await searchFor(record))
    if (settlement.outcome === 'found') return await adopt(deps, record, settlement.status)
    if (settlement.outcome === 'absent') return await release(deps, record)
    await deps.whenUnclear?.(record)
    await letGo()
    return 'waiting'
  } catch (error) {
    await letGo()
    throw error
  }
}

const adopt = async (
  deps: ReconcileDeps,
  record: SubmissionRecord,
  status: ServiceStatus & { readonly cancelled: boolean },
): Promise<ReconcileOutcome> => {
  const text = unmarkGenerator(status.currentManifest ?? '', record.id)
  const { diagnostics } = readManifest(text, { era: deps.era })
  const submission = { record, text, warnings: diagnostics.map(manifestWarning) }
  await storeAnswer(deps, submission, status, [adoptEvent(RECONCILER, status)], status)
  return 'adopted'
}

/** Releases the claim. The error is ours: the service was not reached. */
const release = async (deps: ReconcileDeps, record: SubmissionRecord): Promise<ReconcileOutcome> => {
  const notSent = { code: 'NOT_SENT', detail: 'The request did not reach the service, and has expired.' }
  const at = deps.clock().toISOString()
  // First: once the record is refused, nothing shows that its event is missing.
  await recordRelease(deps, record, RECONCILER, at)
  return (await deps.jobs.refuse(record, notSent, at)) ? 'released' : 'waiting'
}

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
  /** Called for a submission whose outcome is still uncertain, each time. Default: nothing */
  readonly whenUnclear?: (record: SubmissionRecord) => Promise<void>
}

/**
 * The outcome for each open record:
 *
 * - `adopted`: the service had made its job, which is stored now;
 * - `released`: no job was created, and none can be created any longer; the key is free;
 * - `finished`: the job was stored already, and the rest is done now, for example its SIGNATURE and PDFs are archived;
 * - `waiting`: another request works on it, or its outcome is not certain yet;
 * - `failed`: this failed, which is logged; the next run tries again.
 */
export type ReconcileOutcome = 'adopted' | 'released' | 'finished' | 'waiting' | 'failed'

export type Reconciliation = Readonly<Record<ReconcileOutcome, number>>

/** How many records are reconciled at a time. Each asks the service. */
const CONCURRENCY = 4
const PAGE = 100
/** How long Waybill tries to fetch a job's PDFs. */
const ARTIFACT_PATIENCE_MS = 7 * 24 * 60 * 60_000

const RECONCILER: Actor = { principal: 'reconcile' }

/**
 * Bring every open submission to its end, unless a request works on it. Never sends CreateJob. Two runs at once do no harm:
 * only the owner of its lease works on a record.
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
    const outcomes = await Promise.all(page.entries.map(id => limit(() => reconcileOne(deps, id, until, searchFor))))
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
 * One search for each key, shared by all records of a page. If the search was made too early for a record, the outcome of
 * that record stays uncertain until the next run.
 */
const sharedSearches = (deps: ReconcileDeps): SearchFor => {
  const searches = new Map<string, JobSearch>()
  return async record => {
    // For each record, also if the search has begun: a record whose key is gone must not use it.
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

const reconcileOne = async (
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
    return record.state === 'submitting' ? await resolve(deps, record, searchFor) : await finish(deps, record)
  } catch (error) {
    deps.log.error('record not reconciled', { recordId: id, error })
    return 'failed'
  }
}

const finish = async (deps: ReconcileDeps, record: SubmissionRecord): Promise<ReconcileOutcome> => {
  const job = record.jobId === undefined ? undefined : await deps.jobs.job(record.jobId)
  if (!job) throw new Error(`Record ${record.id} is complete but its job ${record.jobId} is not stored`)
  const isGivenUp = deps.clock().getTime() - Date.parse(job.createdAt) > ARTIFACT_PATIENCE_MS
  // GetStatus may have what the answer to CreateJob lacked.
  const whole = lacksSignature(job) && !isGivenUp ? (await askStatus(deps, job, RECONCILER)).job : job
  await finishSubmission(deps, record, whole, (await archiveArtifacts(deps, whole)) || isGivenUp, isGivenUp)
  return (await deps.jobs.record(record.id))?.open === undefined ? 'finished' : 'failed'
}

const resolve = async (
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
    const resolution = await resolveBySearch(deps, record, await searchFor(record))
    if (resolution.outcome === 'found') return await adopt(deps, record, resolution.status)
    if (resolution.outcome === 'absent') return await release(deps, record)
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

/** Releases the claim, with an error of our own, since the service was not reached. */
const release = async (deps: ReconcileDeps, record: SubmissionRecord): Promise<ReconcileOutcome> => {
  const notSent = { code: 'NOT_SENT', detail: 'The request did not reach the service, and has expired.' }
  const at = deps.clock().toISOString()
  // Before the record: once that is refused, nothing shows a missing event.
  await recordRelease(deps, record, RECONCILER, at)
  return (await deps.jobs.refuse(record, notSent, at)) ? 'released' : 'waiting'
}

import type { Actor } from '../../audit/event.ts'
import type { Diagnostic } from '../../manifest/diagnostics/diagnostic.ts'
import { markGenerator } from '../../manifest/fields/generator.ts'
import { redactManifest } from '../../manifest/redact/secret-values.ts'
import type { Figures } from '../../metrics.ts'
import type { Timestamp } from '../../system.ts'
import { recordEvents } from '../change-events.ts'
import { sha256Hex } from '../idempotency.ts'
import type { Job, JobHappening, JobSubject, ServiceAnswer, StoredJob, Warning } from '../job.ts'
import { withNextLook } from '../pace.ts'
import { signatureArchiveName } from '../signature-file.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import { taggingOf } from '../tagging.ts'
import { needsNoSignature } from '../whole-answer.ts'
import { copySignature } from './copy-signature.ts'
import type { SubmissionDeps, SubmissionInFlight } from './submission-deps.ts'

/**
 * Store the service's answer, and complete the record.
 *
 * 1. Store the job item and archive the SIGNATURE, side by side. Once the item is stored, nothing is lost. So if the archive
 *    fails, the submission does not: the record stays open, and the SIGNATURE is archived later.
 * 2. Complete the record, unless another owner has completed it with this job meanwhile. If the service has just made the job
 *    at the first attempt, the record itself becomes the first event of the job's history. Otherwise the same write stores the
 *    events with the record, which stays open until history has them.
 *
 * @param events the events for history; the one of the submission is left out if the record itself is that event
 */
export const storeAnswer = async (
  deps: SubmissionDeps,
  { record, text, sent = markGenerator(text, record.id), warnings }: SubmissionInFlight,
  answer: ServiceAnswer,
  events: readonly [AnswerEvent, ...AnswerEvent[]],
  {
    cancelled = false,
    createdAt,
    isFirstAttempt = false,
    figures = () => ({}),
  }: {
    readonly cancelled?: boolean
    readonly createdAt?: Timestamp
    readonly isFirstAttempt?: boolean
    /** Figures to report in the same line, once everything is stored. Default: none */
    readonly figures?: () => Figures
  } = {},
): Promise<StoredJob> => {
  const storedAt = deps.clock().toISOString()
  const made: Job = {
    ...subject(record),
    ...taggingOf(record),
    id: record.id,
    ...answerOf(answer),
    state: cancelled ? 'cancelled' : 'created',
    accessKeyId: record.accessKeyId,
    warnings: [...warnings, ...answer.warnings.map(serviceWarning)],
    manifest: redactManifest(text),
    manifestSha256: sha256Hex(text),
    sentSha256: sha256Hex(sent),
    version: 1,
    createdAt: createdAt ?? storedAt,
    updatedAt: storedAt,
  }
  const job = withNextLook(made, deps.clock(), deps.pace)

  const archiving = archiveSignature(deps, job)
  const [saved, archived, pointed, copied] = await Promise.allSettled([
    saveJob(deps, job, archiving),
    archiving,
    pointFromLists(deps, job),
    copySignature(deps, job),
  ])
  if (saved.status === 'rejected') throw saved.reason
  const archivedAt = archived.status === 'fulfilled' ? archived.value : undefined
  const isSpread = [pointed, copied].every(step => step.status === 'fulfilled' && step.value)

  await complete(deps, record, job, events, {
    archivedAt,
    isSpread,
    isNew: isFirstAttempt && createdAt === undefined,
  })
  deps.metrics.report({ ...(archivedAt && { SignaturesArchived: 1 }), ...figures() })
  return { job, ...(archivedAt && { archivedAt }) }
}

/** The event of a job whose answer was lost and that was found at the service. */
export const adoptEvent = (by: Actor, { jobId }: Pick<ServiceAnswer, 'jobId'>): AnswerEvent => ({
  by,
  action: 'adopt',
  outcome: 'done',
  detail: jobId,
})

/** An event of an answer, and its actor. */
export type AnswerEvent = JobHappening & { readonly by: Actor }

/** Stores the job, with the time of its archive if that is known soon. */
const saveJob = async (
  { jobs, archiveHeadStart }: SubmissionDeps,
  job: Job,
  archiving: Promise<Timestamp | undefined>,
) => {
  const archivedAt = archiveHeadStart && (await Promise.race([archiving, archiveHeadStart().then(() => undefined)]))
  await jobs.save({ ...job, ...(archivedAt !== undefined && { archivedAt }) })
}

const complete = async (
  { jobs, history, clock, log }: SubmissionDeps,
  { id, lease }: SubmissionRecord,
  job: Job,
  events: readonly AnswerEvent[],
  { archivedAt, isSpread, isNew }: { archivedAt: Timestamp | undefined; isSpread: boolean; isNew: boolean },
): Promise<void> => {
  const { jobId, artifacts } = job
  const isArchived = archivedAt !== undefined || needsNoSignature(job)
  // Reconciliation fetches the PDFs, so that no request waits for them.
  const open = !isSpread || !isArchived || artifacts.length > 0
  try {
    const completion = { jobId, open, ...(archivedAt && { archivedAt }) }
    const now = clock()
    // A reader of the history may have passed the time of a job that took long to be stored.
    const isPrompt = now.getTime() - Date.parse(job.createdAt) < PROMPT_MS
    const at = now.toISOString()
    const finish = async (more: { readonly submittedAt?: Timestamp }, left: readonly AnswerEvent[]) => {
      const unrecorded = left.map(({ by, ...what }) => ({
        id: `${jobId}-${job.version}-${what.action}`,
        at,
        ...by,
        ...what,
      }))
      const first = { ...completion, ...more, ...(unrecorded.length > 0 && { open: true, unrecorded }) }
      if (!(await jobs.complete(id, lease.owner, first, at))) return false
      if (unrecorded.length === 0) return true
      await recordEvents(history, job, unrecorded)
      return jobs.complete(id, lease.owner, completion, at)
    }
    const others = events.filter(({ action }) => action !== 'submit')
    if (isNew && isPrompt && (await finish({ submittedAt: job.createdAt }, others))) return
    if (await finish({}, events)) return
  } catch (error) {
    // The job item is stored, so nothing is lost: the next request with this key, or reconciliation, completes the record.
    log.error('record not completed; it stays open', { recordId: id, jobId, error })
    return
  }
  const other = await jobs.record(id)
  if (other?.jobId !== jobId) throw new Error(`Record ${id} has job ${other?.jobId} as well as ${jobId}`)
}

/** Far below the time that the feed waits for late events (30 s in DynamoDB), in milliseconds. */
const PROMPT_MS = 10_000

/** Archives a job's SIGNATURE. `undefined`: the job has none, or this failed, which is logged. */
export const archiveSignature = async (
  { archive, clock, log, metrics }: Pick<SubmissionDeps, 'archive' | 'clock' | 'log' | 'metrics'>,
  { team, jobId, signatureFileContents }: Job,
): Promise<Timestamp | undefined> => {
  if (signatureFileContents === undefined) return undefined
  try {
    const bytes = new TextEncoder().encode(signatureFileContents)
    await archive.put(signatureArchiveName(team, jobId), bytes, 'text/plain; charset=utf-8')
    return clock().toISOString()
  } catch (error) {
    metrics.report({ SignaturesNotArchived: 1 })
    log.error('SIGNATURE not archived; the record stays open', { jobId, error })
    return undefined
  }
}

/** Lets lists by any bucket or tag find a job. `false`: this failed, which is logged. */
export const pointFromLists = async ({ jobs, log }: Pick<SubmissionDeps, 'jobs' | 'log'>, job: Job) => {
  try {
    await jobs.pointFromLists(job)
    return true
  } catch (error) {
    log.error('job not listed under all of its buckets and tags; the record stays open', { jobId: job.jobId, error })
    return false
  }
}

const subject = ({ team, kind, jobType, deviceId, buckets }: JobSubject): JobSubject => ({
  team,
  kind,
  jobType,
  deviceId,
  buckets,
})

const answerOf = ({ jobId, signature, signatureFileContents, shippingAddress, artifacts }: ServiceAnswer) => ({
  jobId,
  ...(signature !== undefined && { signature }),
  ...(signatureFileContents !== undefined && { signatureFileContents }),
  ...(shippingAddress !== undefined && { shippingAddress }),
  artifacts,
})

export const manifestWarning = ({ code, detail, pointer, line, column }: Diagnostic): Warning => ({
  code,
  detail,
  pointer,
  line,
  column,
})

export const serviceWarning = (detail: string): Warning => ({
  code: 'SERVICE_WARNING',
  detail,
})

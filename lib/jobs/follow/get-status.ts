import { isDeepStrictEqual } from 'node:util'
import type { Actor } from '../../audit/event.ts'
import { unmarkGenerator } from '../../manifest/fields/generator.ts'
import { readManifest } from '../../manifest/read.ts'
import { redactManifest } from '../../manifest/redact/secret-values.ts'
import type { Timestamp } from '../../system.ts'
import { actorOf } from '../../teams/caller.ts'
import { renewed } from '../artifact-file.ts'
import { brokenChange } from '../change/broken-change.ts'
import { changedOptions } from '../change/changed-options.ts'
import { type ChangeEvent, recordChanges, withEvents } from '../change-events.ts'
import { fingerprint, sha256Hex } from '../idempotency.ts'
import type { Job, JobPatch, StoredJob, StoredStatus } from '../job.ts'
import type { JobDeps } from '../job-deps.ts'
import { jobKey } from '../job-key.ts'
import { attemptOnJob } from '../look-up/attempt-on-job.ts'
import type { GetJob } from '../look-up/get-job.ts'
import type { ServiceStatus } from '../service.ts'
import { serviceError } from '../service-error.ts'
import { ServiceFailure } from '../service-failure.ts'
import { storeManifest } from '../store-manifest.ts'
import { nextSubject, subjectOf } from '../subject.ts'
import { lacksSignature, missingParts } from '../whole-answer.ts'

/** A job with the service's newest status. */
export type AskedJob = StoredJob & { readonly status: StoredStatus }

/**
 * Ask the service for a job's status, and store the answer: where device and data are, whether the job is cancelled or
 * expired, and the manifest in force, if it was changed without Waybill.
 *
 * Refuses: JOB_NOT_FOUND, SIGNING_KEY_MISSING, and the SERVICE_ codes.
 */
export const getStatus = async (deps: JobDeps, input: GetJob): Promise<AskedJob> => {
  const { asked } = await readStatus(deps, input)
  return asked
}

/** The same, with the service's own answer, unless it has closed the job. History records it before the answer. */
export const readStatus = (
  deps: JobDeps,
  input: GetJob,
): Promise<{ readonly asked: AskedJob; readonly answer?: ServiceStatus }> =>
  attemptOnJob(deps, input, 'read-status', async stored => {
    const { job, status, ...answer } = await askStatus(deps, stored.job, actorOf(input))
    return { asked: { ...stored, job, status }, ...answer }
  })

/** What is new about a job at the service. */
export interface JobNews {
  /** The service's own answer. Absent: it has closed the job. */
  readonly answer?: ServiceStatus
  /** The change of the job item that follows. */
  readonly patch: JobPatch & { readonly status: StoredStatus }
}

/** The same for a job that was read already. History does not record it. */
export const askStatus = async (
  deps: JobDeps,
  job: Job,
  asker: Actor,
): Promise<{ readonly job: Job; readonly status: StoredStatus; readonly answer?: ServiceStatus }> => {
  const { patch, ...news } = await askForNews(deps, job)
  return { ...news, status: patch.status, job: await saveNews(deps, job, { ...news, patch }, asker) }
}

/** Ask the service for a job's status, and store nothing. */
export const askForNews = async (deps: JobDeps, job: Job): Promise<JobNews> => {
  const credentials = await jobKey(deps.keys, job)
  const startedAt = deps.clock()
  const deadline = new Date(startedAt.getTime() + deps.timing.deadlineMs)
  try {
    const answer = await deps.service.getStatus(job.jobId, { credentials, startedAt, deadline })
    return { answer, patch: { ...inStep(deps, job, answer), status: storedStatus(answer, deps.clock().toISOString()) } }
  } catch (error) {
    if (!(error instanceof ServiceFailure) || error.fault?.code !== 'ExpiredJobIdException') {
      throw serviceError(error, deps.clock())
    }
    const status = { ...job.status, checkedAt: deps.clock().toISOString(), progressCode: 'Expired' }
    return { patch: { state: 'expired', status } }
  }
}

/**
 * Store the service's answer about a job with its events: the device's new stage, and the outcome of a change that broke
 * off. While another request changes the job, its item stays as it is.
 */
export const saveNews = async (deps: JobDeps, job: Job, news: JobNews, asker: Actor): Promise<Job> => {
  const { patch } = news
  const { change, ...before } = job
  const { checkedAt } = patch.status
  // While another request changes the job, the item belongs to that request; the answer is returned, and stored next time.
  if (change && change.until > checkedAt) return job
  const seen: Job = { ...before, ...patch, version: job.version + 1 }
  const broken =
    change?.request && brokenChange(change.request, job, { job: seen, manifest: news.answer?.currentManifest })
  const isOurs = broken?.outcome === 'done'
  const next = { at: checkedAt, ...(isOurs && broken.by && { by: broken.by.principal }) }
  const isChanged = patch.manifest !== undefined
  const changed: Job = {
    ...seen,
    ...(isChanged && { authorship: await storeManifest(deps.jobs, job, next) }),
    ...(isNews(job, patch) && { updatedAt: checkedAt }),
    follow: { ...job.follow, askedAt: checkedAt },
  }
  // Lists must find the job by its new device and buckets.
  if (patch.buckets || patch.deviceId !== undefined) await deps.jobs.pointFromLists(changed)
  const sides = isChanged ? changedOptions(job, changed) : {}
  const sync: ChangeEvent = { action: 'sync', outcome: 'done', detail: changed.state, ...sides }
  const events = [
    ...(broken ? [{ ...broken, ...(isOurs && sides) }] : []),
    // A change that our own request made has its own event.
    ...(isSync(patch) && !isOurs ? [sync] : []),
  ]
  const now = new Date(checkedAt)
  const after = withEvents(job, changed, { now, actor: asker, events, pace: deps.pace })
  if (!(await deps.jobs.replace(after))) return job
  return recordChanges(deps, after)
}

/** Whether the service's answer differs from its last one. */
export const isNews = (job: Job, patch: JobNews['patch']): boolean =>
  isSync(patch) || !isDeepStrictEqual(withoutTime(patch.status), withoutTime(job.status))

/** Whether the job at the service differs from its item. */
const isSync = (patch: JobNews['patch']) => Object.keys(patch).length > 1

const withoutTime = ({ checkedAt: _, ...status }: Partial<StoredStatus> = {}) => status

/** The parts of the service's answer that differ from the job item. */
const inStep = ({ era }: JobDeps, job: Job, answer: ServiceStatus): JobPatch => ({
  ...(lacksSignature(job) && missingParts(job, answer)),
  ...changes({ era }, job, answer),
})

const changes = (
  { era }: Pick<JobDeps, 'era'>,
  job: Job,
  { progressCode, currentManifest }: ServiceStatus,
): JobPatch => ({
  ...(progressCode === 'Canceled' && job.state !== 'cancelled' && { state: 'cancelled' as const }),
  ...(progressCode === 'Expired' && job.state !== 'expired' && { state: 'expired' as const }),
  // A purged manifest does not come back.
  ...(currentManifest !== undefined &&
    job.purgedAt === undefined &&
    sha256Hex(currentManifest) !== job.sentSha256 &&
    manifestInForce(job, currentManifest, era)),
})

const manifestInForce = (job: Job, marked: string, era: JobDeps['era']): JobPatch => {
  const text = unmarkGenerator(marked, job.id)
  const { manifest } = readManifest(text, { era })
  return {
    manifest: redactManifest(text),
    manifestSha256: sha256Hex(text),
    sentSha256: sha256Hex(marked),
    artifacts: renewed(job.artifacts, job),
    ...(manifest && {
      ...nextSubject(job, subjectOf(job.team, manifest)),
      fingerprint: fingerprint(job.team, manifest.jobType, manifest),
    }),
  }
}

const storedStatus = (answer: ServiceStatus, checkedAt: Timestamp): StoredStatus => ({
  checkedAt,
  ...present({
    locationCode: answer.locationCode,
    locationMessage: answer.locationMessage,
    progressCode: answer.progressCode,
    progressMessage: answer.progressMessage,
    carrier: answer.carrier,
    trackingNumber: answer.trackingNumber,
    logBucket: answer.logBucket,
    logKey: answer.logKey,
    errorCount: answer.errorCount,
  }),
})

const present = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    // The filter above is what makes this type true.
    readonly [K in keyof T]?: Exclude<T[K], undefined>
  }

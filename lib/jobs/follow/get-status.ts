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

/** A job whose service was asked. */
export type AskedJob = StoredJob & { readonly status: StoredStatus }

/**
 * Ask the service for a job's status, and store the answer: where device and data are, whether the job was cancelled or
 * has expired, and the manifest that is in force, if it was changed without Waybill.
 *
 * Refuses: JOB_NOT_FOUND, SIGNING_KEY_MISSING, and the SERVICE_ codes.
 */
export const getStatus = async (deps: JobDeps, input: GetJob): Promise<AskedJob> => {
  const { asked } = await readStatus(deps, input)
  return asked
}

/** The same, with the service's own words, unless it has closed the job. History has it before it is answered. */
export const readStatus = (
  deps: JobDeps,
  input: GetJob,
): Promise<{ readonly asked: AskedJob; readonly said?: ServiceStatus }> =>
  attemptOnJob(deps, input, 'read-status', async kept => {
    const { job, status, ...said } = await askStatus(deps, kept.job, actorOf(input))
    return { asked: { ...kept, job, status }, ...said }
  })

/** What the service says of a job. */
export interface JobNews {
  /** The service's own words, unless it has closed the job. */
  readonly said?: ServiceStatus
  /** What the job item must take over from them. */
  readonly patch: JobPatch & { readonly status: StoredStatus }
}

/** The same for a job that is at hand; with the service's own words, unless it has closed the job. */
export const askStatus = async (
  deps: JobDeps,
  job: Job,
  asker: Actor,
): Promise<{ readonly job: Job; readonly status: StoredStatus; readonly said?: ServiceStatus }> => {
  const { patch, ...news } = await askForNews(deps, job)
  return { ...news, status: patch.status, job: await saveNews(deps, job, { ...news, patch }, asker) }
}

/** Ask the service how a job stands, and store nothing. */
export const askForNews = async (deps: JobDeps, job: Job): Promise<JobNews> => {
  const credentials = await jobKey(deps.keys, job)
  const startedAt = deps.clock()
  const deadline = new Date(startedAt.getTime() + deps.timing.deadlineMs)
  try {
    const said = await deps.service.getStatus(job.jobId, { credentials, startedAt, deadline })
    return { said, patch: { ...inStep(deps, job, said), status: keptStatus(said, deps.clock().toISOString()) } }
  } catch (error) {
    if (!(error instanceof ServiceFailure) || error.fault?.code !== 'ExpiredJobIdException') {
      throw serviceError(error, deps.clock())
    }
    const status = { ...job.status, checkedAt: deps.clock().toISOString(), progressCode: 'Expired' }
    return { patch: { state: 'expired', status } }
  }
}

/**
 * Store the service's answer about a job, and record what it is to the device; and how a change of the job has ended whose
 * request was broken off. While another request changes the job, its item stays as it is.
 */
export const saveNews = async (deps: JobDeps, job: Job, news: JobNews, asker: Actor): Promise<Job> => {
  const { patch } = news
  const { change, ...before } = job
  const { checkedAt } = patch.status
  // While another request changes the job, the item belongs to that request; the answer is returned, and stored next time.
  if (change && change.until > checkedAt) return job
  const seen: Job = { ...before, ...patch, version: job.version + 1 }
  const broken =
    change?.request && brokenChange(change.request, job, { job: seen, manifest: news.said?.currentManifest })
  const isOurs = broken?.outcome === 'done'
  const next = { at: checkedAt, ...(isOurs && broken.by && { by: broken.by.principal }) }
  const isChanged = patch.manifest !== undefined
  const changed: Job = {
    ...seen,
    ...(isChanged && { authorship: await storeManifest(deps.jobs, job, next) }),
    ...(isNews(job, patch) && { updatedAt: checkedAt }),
    follow: { ...job.follow, askedAt: checkedAt },
  }
  // Lists must find the job by what it is about now.
  if (patch.buckets || patch.deviceId !== undefined) await deps.jobs.pointFromLists(changed)
  const sides = isChanged ? changedOptions(job, changed) : {}
  const sync: ChangeEvent = { action: 'sync', outcome: 'done', detail: changed.state, ...sides }
  const events = [
    ...(broken ? [{ ...broken, ...(isOurs && sides) }] : []),
    // What a request of ours has done is its event.
    ...(isSync(patch) && !isOurs ? [sync] : []),
  ]
  const now = new Date(checkedAt)
  const after = withEvents(job, changed, { now, actor: asker, events, pace: deps.pace })
  if (!(await deps.jobs.replace(after))) return job
  return recordChanges(deps, after)
}

/** Whether the service reports anything else than at the time before. */
export const isNews = (job: Job, patch: JobNews['patch']): boolean =>
  isSync(patch) || !isDeepStrictEqual(withoutTime(patch.status), withoutTime(job.status))

/** Whether the job at the service is not what its item shows. */
const isSync = (patch: JobNews['patch']) => Object.keys(patch).length > 1

const withoutTime = ({ checkedAt: _, ...status }: Partial<StoredStatus> = {}) => status

/** What the service knows better than the job item. */
const inStep = ({ era }: JobDeps, job: Job, said: ServiceStatus): JobPatch => ({
  ...(lacksSignature(job) && missingParts(job, said)),
  ...changes({ era }, job, said),
})

const changes = (
  { era }: Pick<JobDeps, 'era'>,
  job: Job,
  { progressCode, currentManifest }: ServiceStatus,
): JobPatch => ({
  ...(progressCode === 'Canceled' && job.state !== 'cancelled' && { state: 'cancelled' as const }),
  ...(progressCode === 'Expired' && job.state !== 'expired' && { state: 'expired' as const }),
  // What was removed does not come back.
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

const keptStatus = (said: ServiceStatus, checkedAt: Timestamp): StoredStatus => ({
  checkedAt,
  ...present({
    locationCode: said.locationCode,
    locationMessage: said.locationMessage,
    progressCode: said.progressCode,
    progressMessage: said.progressMessage,
    carrier: said.carrier,
    trackingNumber: said.trackingNumber,
    logBucket: said.logBucket,
    logKey: said.logKey,
    errorCount: said.errorCount,
  }),
})

const present = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    // The filter above is what makes this type true.
    readonly [K in keyof T]?: Exclude<T[K], undefined>
  }

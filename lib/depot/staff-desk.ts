import { redactManifest } from '../manifest/redact/secret-values.ts'
import type { Timestamp } from '../system.ts'
import { manifestOf } from './barcode-sheets.ts'
import type { DepotDeps } from './depot-deps.ts'
import { normalizeJobId } from './job-ids.ts'
import { expiresAt, hereSince, jobPosition, stageOf } from './job-position.ts'
import { logPlace } from './manifest-effects.ts'
import type { BucketPlace, DepotEvent, DepotJob, HerePlace } from './ports.ts'
import { ALLOWED, forbidden, judgeSignature } from './staff-actions.ts'
import type { StaffError } from './staff-error.ts'
import type { QueuePage, StaffOrder } from './staff-requests.ts'

/** How many attempts to write. Each fails if another request changes the job meanwhile. */
const MAX_TRIES = 5

/** How many jobs are read at once to find those of one stage. */
const BATCH = 100

export const findJob = async ({ jobs }: DepotDeps, id: string): Promise<DepotJob | StaffError> => {
  const jobId = normalizeJobId(id)
  const job = jobId && (await jobs.get(jobId))
  return job || { status: 404, code: 'JOB_NOT_FOUND', detail: `Unknown job ${id.slice(0, 64)}.` }
}

/**
 * Adds a step to the job's events, if it is allowed now, on top of changes that others made meanwhile.
 *
 * @param version of the job that the staff saw. Default: any
 */
export const carryOut = async (
  deps: DepotDeps,
  id: string,
  order: StaffOrder,
  version?: number,
): Promise<DepotJob | StaffError> => {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const job = await findJob(deps, id)
    if ('status' in job) return job
    const now = deps.clock()
    const detail = forbidden(job, order.verb, now)
    if (detail !== undefined) {
      const stage = stageOf(job, now)
      return { status: 409, code: 'TRANSITION_NOT_ALLOWED', detail, stage, allowed: ALLOWED[stage] }
    }
    if (version !== undefined && version !== job.version) {
      const changed = `Job ${job.jobId} has changed since you looked at it. Look at it again.`
      return { status: 412, code: 'JOB_CHANGED', detail: changed }
    }
    const event = await eventOf(deps, job, order, now.toISOString())
    const next = { ...job, events: [...(job.events ?? []), event], version: job.version + 1 }
    if (await deps.jobs.replace(next)) {
      deps.log.info(`depot staff: ${order.verb}`, { jobId: job.jobId, stage: stageOf(next, now) })
      return next
    }
  }
  return { status: 503, code: 'JOB_BUSY', detail: `Job ${id} is being changed by others; try again.` }
}

const eventOf = async (deps: DepotDeps, job: DepotJob, order: StaffOrder, at: Timestamp): Promise<DepotEvent> => {
  switch (order.verb) {
    case 'receive':
      return { type: 'received', signature: judgeSignature(deps.signingSecret, job, order.signature), at }
    case 'load':
      return { type: 'loading', at }
    case 'abort':
      return { type: 'aborted', reason: order.reason, at }
    case 'finish':
      return { type: 'finished', errors: order.errors ?? 0, log: await putLog(deps, job, order.log), at }
    case 'return':
      return { type: 'returned', carrier: order.carrier, trackingNumber: order.trackingNumber, at }
  }
}

/** Saves the log at the place that GetStatus names. If the staff sent none, its own tools must save it there. */
const putLog = async (deps: DepotDeps, job: DepotJob, log: string | undefined): Promise<BucketPlace> => {
  const manifest = manifestOf(deps, job)
  if (!manifest) throw new Error(`The manifest of ${job.jobId} is no longer valid`)
  const place = logPlace(manifest, job.jobId)
  if (log !== undefined) await deps.files.put(place, Buffer.from(log), 'text/plain; charset=utf-8')
  return place
}

/** The devices at the depot, the first arrival first. */
export const listQueue = async (
  { jobs, clock }: DepotDeps,
  { stage, limit, after }: QueuePage,
): Promise<{ readonly jobs: readonly DepotJob[]; readonly after?: HerePlace }> => {
  const found: DepotJob[] = []
  let from = after
  do {
    const page = await jobs.here({ limit: BATCH, ...(from && { after: from }) })
    const now = clock()
    found.push(...page.jobs.filter(job => stage === undefined || stageOf(job, now) === stage))
    from = page.after
  } while (from && found.length <= limit)
  const last = found.length > limit ? found[limit - 1] : undefined
  const since = last && hereSince(last)
  return { jobs: found.slice(0, limit), ...(last && since !== undefined && { after: { since, jobId: last.jobId } }) }
}

/** What a list shows of a job. */
export const jobSummary = (deps: DepotDeps, job: DepotJob) => {
  const now = deps.clock()
  const { jobId, jobType, owner, createdAt, events = [], version } = job
  const stage = stageOf(job, now)
  const position = jobPosition(job, now)
  const { kind, deviceId } = manifestOf(deps, job) ?? {}
  const receivedAt = events[0]?.at
  return {
    jobId,
    jobType,
    ...(kind !== undefined && { kind, deviceId }),
    owner,
    createdAt,
    expiresAt: expiresAt(job).toISOString(),
    ...(receivedAt !== undefined && { receivedAt }),
    stage,
    allowed: ALLOWED[stage],
    location: { code: position.LocationCode, message: position.LocationMessage },
    progress: { code: position.ProgressCode, message: position.ProgressMessage },
    proof: job.sheet ? 'barcode' : 'SIGNATURE',
    events,
    version,
  }
}

/** Everything that the staff may know: the manifest without passwords. */
export const jobReport = (deps: DepotDeps, job: DepotJob) => ({
  ...jobSummary(deps, job),
  manifest: redactManifest(job.manifest),
})

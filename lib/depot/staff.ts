import { createHash, timingSafeEqual } from 'node:crypto'
import { redactManifest } from '../manifest/redact/secret-values.ts'
import { Unavailable } from '../system.ts'
import { STAFF_PATH } from './artifact-links.ts'
import { manifestOf } from './barcode-sheets.ts'
import type { DepotAnswer, DepotDeps, DepotRequest } from './depot-deps.ts'
import { normalizeJobId } from './job-ids.ts'
import { expiresAt, jobPosition, stageOf } from './job-position.ts'
import { logPlace } from './manifest-effects.ts'
import type { BucketPlace, DepotEvent, DepotJob } from './ports.ts'
import { ALLOWED, forbidden, judgeSignature } from './staff-actions.ts'
import { isStaffVerb, readOrder, type StaffOrder } from './staff-requests.ts'

const MAX_BODY_BYTES = 1024 * 1024
/** More changes of the same job by others, within one request, are not expected. */
const MAX_TRIES = 5

/**
 * What the depot's staff may ask, with the staff's secret in `Authorization: Bearer …`; JSON in, JSON out.
 *
 * - `GET /staff/jobs/{jobId}`: a job with all that happened to it
 * - `POST /staff/jobs/{jobId}/{verb}`: something was done with its device
 */
export const serveStaff = async (deps: DepotDeps, request: DepotRequest): Promise<DepotAnswer> => {
  const requestId = deps.newId()
  try {
    const answered = await answer(deps, request)
    return jsonAnswer(isStaffError(answered) ? problem(answered, requestId) : { status: 200, body: answered })
  } catch (error) {
    deps.log.error('staff request failed', { requestId, error })
    if (error instanceof Unavailable) {
      const detail = 'A part of the depot did not answer in time. Send the same request again.'
      return jsonAnswer(problem({ status: 503, code: 'STORE_UNAVAILABLE', detail }, requestId))
    }
    return jsonAnswer(problem({ status: 500, code: 'INTERNAL_ERROR', detail: 'The depot failed.' }, requestId))
  }
}

interface StaffError {
  readonly status: number
  readonly code: string
  readonly detail: string
}
const isStaffError = (value: object): value is StaffError => 'status' in value

const answer = async (deps: DepotDeps, { method, path, headers, body }: DepotRequest): Promise<object> => {
  if (!isStaff(deps, headers.authorization)) {
    const detail = 'The staff secret is missing or incorrect. Send it in the header "Authorization: Bearer SECRET".'
    return { status: 401, code: 'NOT_AUTHENTICATED', detail } satisfies StaffError
  }
  const [, id, verb] = /^jobs\/([^/]+)(?:\/([^/]+))?$/.exec(path.slice(STAFF_PATH.length)) ?? []
  if (id === undefined || (verb !== undefined && !isStaffVerb(verb))) {
    const detail =
      'There is GET /staff/jobs/{jobId}, and POST /staff/jobs/{jobId}/ with receive, load, finish, abort, return.'
    return { status: 404, code: 'ROUTE_NOT_FOUND', detail } satisfies StaffError
  }
  if (method.toUpperCase() !== (verb ? 'POST' : 'GET')) {
    return {
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
      detail: `${path} takes ${verb ? 'POST' : 'GET'}.`,
    } satisfies StaffError
  }
  if (body === undefined || body.length > MAX_BODY_BYTES) {
    const detail = `A body must not have more than ${MAX_BODY_BYTES} bytes.`
    return { status: 413, code: 'BODY_TOO_LARGE', detail } satisfies StaffError
  }
  if (verb === undefined) {
    const job = await findJob(deps, id)
    return isStaffError(job) ? job : jobReport(deps, job)
  }
  const order = readOrder(verb, body)
  if (typeof order === 'string') return { status: 400, code: 'FIELD_INVALID', detail: order } satisfies StaffError
  const job = await carryOut(deps, id, order)
  return isStaffError(job) ? job : jobReport(deps, job)
}

/** Both are hashed, so that the time that this takes depends neither on content nor on length of the secret. */
const isStaff = ({ staffSecret }: DepotDeps, authorization = '') => {
  const given = authorization.replace(/^Bearer\s+/i, '').trim()
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return staffSecret !== '' && timingSafeEqual(digest(given), digest(staffSecret))
}

const findJob = async ({ jobs }: DepotDeps, id: string): Promise<DepotJob | StaffError> => {
  const jobId = normalizeJobId(id)
  const job = jobId && (await jobs.get(jobId))
  return job || { status: 404, code: 'JOB_NOT_FOUND', detail: `Unknown job ${id.slice(0, 64)}.` }
}

/** Adds what was done to the job's events, if it may be done now; on top of what others did meanwhile. */
const carryOut = async (deps: DepotDeps, id: string, order: StaffOrder): Promise<DepotJob | StaffError> => {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const job = await findJob(deps, id)
    if (isStaffError(job)) return job
    const now = deps.clock()
    const detail = forbidden(job, order.verb, now)
    if (detail !== undefined) return { status: 409, code: 'TRANSITION_NOT_ALLOWED', detail }
    const event = await eventOf(deps, job, order, now.toISOString())
    const next = { ...job, events: [...(job.events ?? []), event], version: job.version + 1 }
    if (await deps.jobs.replace(next)) {
      deps.log.info(`depot staff: ${order.verb}`, { jobId: job.jobId, stage: stageOf(next, now) })
      return next
    }
  }
  return { status: 503, code: 'JOB_BUSY', detail: `Job ${id} is being changed by others; try again.` }
}

const eventOf = async (deps: DepotDeps, job: DepotJob, order: StaffOrder, at: string): Promise<DepotEvent> => {
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

/** What stands in the way of a request before anybody has looked at it, as the staff's tools read it. */
export const staffProblem = (error: StaffError, requestId: string): DepotAnswer => jsonAnswer(problem(error, requestId))

/** Saves the log where GetStatus says that it is; without one, that is where the staff's own tools must save it. */
const putLog = async (deps: DepotDeps, job: DepotJob, log: string | undefined): Promise<BucketPlace> => {
  const manifest = manifestOf(deps, job)
  if (!manifest) throw new Error(`The manifest of ${job.jobId} is no longer valid`)
  const place = logPlace(manifest, job.jobId)
  if (log !== undefined) await deps.files.put(place, Buffer.from(log), 'text/plain; charset=utf-8')
  return place
}

/** All that the staff may know: of the manifest no password. */
const jobReport = (deps: DepotDeps, job: DepotJob) => {
  const now = deps.clock()
  const { jobId, jobType, owner, createdAt, events = [] } = job
  const stage = stageOf(job, now)
  const position = jobPosition(job, now)
  return {
    jobId,
    jobType,
    owner,
    createdAt,
    expiresAt: expiresAt(job).toISOString(),
    stage,
    allowed: ALLOWED[stage],
    location: { code: position.LocationCode, message: position.LocationMessage },
    progress: { code: position.ProgressCode, message: position.ProgressMessage },
    proof: job.sheet ? 'barcode' : 'SIGNATURE',
    events,
    manifest: redactManifest(job.manifest),
  }
}

const problem = ({ status, code, detail }: StaffError, requestId: string) => ({
  status,
  body: { type: 'about:blank', title: code, status, code, detail, requestId },
})

const jsonAnswer = ({ status, body }: { status: number; body: object }): DepotAnswer => ({
  status,
  headers: {
    'Content-Type': status === 200 ? 'application/json' : 'application/problem+json',
    'Cache-Control': 'no-store',
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
  },
  body: `${JSON.stringify(body)}\n`,
})

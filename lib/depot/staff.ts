import { createHash, timingSafeEqual } from 'node:crypto'
import type { Query } from '../query-api/form.ts'
import { Unavailable } from '../system.ts'
import { STAFF_PATH } from './artifact-links.ts'
import type { DepotAnswer, DepotDeps, DepotRequest } from './depot-deps.ts'
import { carryOut, findJob, jobReport, jobSummary, listQueue } from './staff-desk.ts'
import { isStaffError, type StaffError } from './staff-error.ts'
import { isStaffVerb, readIfMatch, readOrder, readQueuePage } from './staff-requests.ts'

const MAX_BODY_BYTES = 1024 * 1024

/**
 * What the depot's staff may ask, with the staff's secret in `Authorization: Bearer …`; JSON in, JSON out.
 *
 * - `GET /staff/jobs`: the devices that are here, with `stage`, `limit`, and `since` and `jobId` of the last one of the page before
 * - `GET /staff/jobs/{jobId}`: a job with all that happened to it
 * - `POST /staff/jobs/{jobId}/{verb}`: something was done with its device; `If-Match` names the job's version
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

const ROUTES =
  'There is GET /staff/jobs, GET /staff/jobs/{jobId}, and POST /staff/jobs/{jobId}/ with receive, load, finish, abort, return.'

const answer = async (deps: DepotDeps, request: DepotRequest): Promise<object> => {
  const { method, path, query, headers, body } = request
  if (!isStaff(deps, headers.authorization)) {
    const detail = 'The staff secret is missing or incorrect. Send it in the header "Authorization: Bearer SECRET".'
    return { status: 401, code: 'NOT_AUTHENTICATED', detail } satisfies StaffError
  }
  const place = path.slice(STAFF_PATH.length)
  const [, id, verb] = /^jobs\/([^/]+)(?:\/([^/]+))?$/.exec(place) ?? []
  if ((id === undefined && place !== 'jobs') || (verb !== undefined && !isStaffVerb(verb))) {
    return { status: 404, code: 'ROUTE_NOT_FOUND', detail: ROUTES } satisfies StaffError
  }
  if (method.toUpperCase() !== (verb ? 'POST' : 'GET')) {
    const detail = `${path} takes ${verb ? 'POST' : 'GET'}.`
    return { status: 405, code: 'METHOD_NOT_ALLOWED', detail } satisfies StaffError
  }
  if (body === undefined || body.length > MAX_BODY_BYTES) {
    const detail = `A body must not have more than ${MAX_BODY_BYTES} bytes.`
    return { status: 413, code: 'BODY_TOO_LARGE', detail } satisfies StaffError
  }
  if (id === undefined) return queue(deps, query)
  if (verb === undefined) return reportOf(deps, await findJob(deps, id))
  const order = readOrder(verb, body)
  if (typeof order === 'string') return invalid('FIELD_INVALID', order)
  const version = readIfMatch(headers['if-match'])
  if (typeof version === 'string') return invalid('IF_MATCH_INVALID', version)
  return reportOf(deps, await carryOut(deps, id, order, version))
}

const invalid = (code: string, detail: string): StaffError => ({ status: 400, code, detail })

const reportOf = (deps: DepotDeps, job: Awaited<ReturnType<typeof findJob>>) =>
  isStaffError(job) ? job : jobReport(deps, job)

const queue = async (deps: DepotDeps, query: Query): Promise<object> => {
  const asked = readQueuePage(new URLSearchParams(typeof query === 'string' ? query : query.map(([...pair]) => pair)))
  if (typeof asked === 'string') return invalid('QUERY_INVALID', asked)
  const { jobs, after } = await listQueue(deps, asked)
  return { jobs: jobs.map(job => jobSummary(deps, job)), ...(after && { after }) }
}

/** Both are hashed, so that the time that this takes depends neither on content nor on length of the secret. */
const isStaff = ({ staffSecret }: DepotDeps, authorization = '') => {
  const given = authorization.replace(/^Bearer\s+/i, '').trim()
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return staffSecret !== '' && timingSafeEqual(digest(given), digest(staffSecret))
}

/** What stands in the way of a request before anybody has looked at it, as the staff's tools read it. */
export const staffProblem = (error: StaffError, requestId: string): DepotAnswer => jsonAnswer(problem(error, requestId))

const problem = ({ status, code, detail, ...more }: StaffError, requestId: string) => ({
  status,
  body: { type: 'about:blank', title: code, status, code, detail, requestId, ...more },
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

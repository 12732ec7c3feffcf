import { createEndpoint, type EndpointOperations, type Signer } from '../query-api/endpoint.ts'
import { fault } from '../query-api/faults.ts'
import { StoreFull, Unavailable } from '../system.ts'
import { ARTIFACTS_PATH, STAFF_PATH } from './artifact-links.ts'
import { cancelJob } from './cancel-job.ts'
import { createJob } from './create-job.ts'
import type { DepotAnswer, DepotDeps, DepotRequest } from './depot-deps.ts'
import { getShippingLabel } from './get-shipping-label.ts'
import { getStatus } from './get-status.ts'
import { listJobs } from './list-jobs.ts'
import type { DepotKey } from './ports.ts'
import { serveArtifact } from './serve-artifact.ts'
import { serveStaff } from './staff.ts'
import { updateJob } from './update-job.ts'

const OPERATIONS = {
  CreateJob: createJob,
  UpdateJob: updateJob,
  CancelJob: cancelJob,
  GetStatus: getStatus,
  ListJobs: listJobs,
  GetShippingLabel: getShippingLabel,
} as const satisfies EndpointOperations<DepotDeps, Signer<DepotKey>>

/**
 * The depot: an Import/Export service as one function, for any server. `/` is the Query API, `/artifacts/` has the PDFs, and
 * `/staff/` is for the staff.
 */
export const createDepot = (deps: DepotDeps) => {
  const queryApi = createEndpoint<DepotKey, DepotDeps>(deps, OPERATIONS, faultOf)
  return (request: DepotRequest): Promise<DepotAnswer> => {
    if (request.path.startsWith(ARTIFACTS_PATH)) return artifactOrFailure(deps, request)
    if (request.path.startsWith(STAFF_PATH)) return serveStaff(deps, request)
    return queryApi(request)
  }
}

/** Without room, or without an answer of what the depot runs on, no job is made; what is asked again later may be. */
const faultOf = (error: unknown) => {
  if (error instanceof StoreFull) return fault('ServiceUnavailable', 'The depot has no room to store anything')
  if (error instanceof Unavailable) return fault('ServiceUnavailable', 'A part of the depot did not answer in time')
  return undefined
}

const artifactOrFailure = (deps: DepotDeps, request: DepotRequest) =>
  serveArtifact(deps, request).catch((error: unknown) => {
    deps.log.error('artifact failed', { requestId: deps.newId(), error })
    const status = error instanceof Unavailable ? 503 : 500
    return { status, headers: { 'Content-Type': 'text/plain' }, body: 'The depot failed.\n' }
  })

import { createEndpoint, type EndpointAnswer, type EndpointRequest } from '../query-api/endpoint.ts'
import type { OperationName } from '../query-api/operations.ts'
import { cancelJob } from './cancel-job.ts'
import { createJob } from './create-job.ts'
import type { DepotDeps, OperationOf } from './depot-deps.ts'
import { getStatus } from './get-status.ts'
import { listJobs } from './list-jobs.ts'
import { updateJob } from './update-job.ts'

export type DepotRequest = EndpointRequest
export type DepotAnswer = EndpointAnswer

/** What this depot can do. An operation that is not here is answered like one that nobody knows. */
const OPERATIONS_HERE: { readonly [O in OperationName]?: OperationOf<O> } = {
  CreateJob: createJob,
  UpdateJob: updateJob,
  CancelJob: cancelJob,
  GetStatus: getStatus,
  ListJobs: listJobs,
}

/** The depot: an Import/Export service as one function, whoever carries the requests. */
export const createDepot = (deps: DepotDeps) => createEndpoint(deps, OPERATIONS_HERE)

import { encodeAnswer, encodeFault } from '../query-api/answer.ts'
import { type RawRequest, receive } from '../query-api/authentication.ts'
import { explainFault } from '../query-api/explain-fault.ts'
import { type Fault, fault, isFault, statusOf } from '../query-api/faults.ts'
import type { Params } from '../query-api/form.ts'
import { API_VERSIONS, isOperationName, type OperationName } from '../query-api/operations.ts'
import { decodeRequest } from '../query-api/request.ts'
import { readAuthentication, verify } from '../query-api/verify.ts'
import { cancelJob } from './cancel-job.ts'
import { createJob } from './create-job.ts'
import type { Caller, DepotDeps, OperationOf } from './depot-deps.ts'
import { getStatus } from './get-status.ts'
import { listJobs } from './list-jobs.ts'
import { updateJob } from './update-job.ts'

/** A request as it came; no body if it was too large to be read. */
export type DepotRequest = Omit<RawRequest, 'body'> & { readonly body: Uint8Array | undefined }

export interface DepotAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What this depot can do. An operation that is not here is answered like one that nobody knows. */
const OPERATIONS_HERE: { readonly [O in OperationName]?: OperationOf<O> } = {
  CreateJob: createJob,
  UpdateJob: updateJob,
  CancelJob: cancelJob,
  GetStatus: getStatus,
  ListJobs: listJobs,
}

const MAX_BODY_BYTES = 1024 * 1024
const METHODS: ReadonlySet<string> = new Set(['GET', 'POST'])

/**
 * The depot: an Import/Export service as one function, whoever carries the requests.
 *
 * 1. Size, method, path, parameters, the operation's name.
 * 2. Who signed it.
 * 3. The operation, with the parameters that the signature vouches for.
 * 4. An answer in XML, whatever happened.
 *
 * `Date` is when the request came: every read for its answer was made later, so a job that a list does not show was not
 * there at that moment. A server in front must not replace it by a later one (`docs/query-api.md`).
 */
export const createDepot =
  (deps: DepotDeps) =>
  async (request: DepotRequest): Promise<DepotAnswer> => {
    const receivedAt = deps.clock()
    const requestId = deps.newId()
    const outcome = await respond(deps, request, requestId).catch((error: unknown) => {
      deps.log.error('depot failed', { requestId, error })
      return fault('InternalFailure')
    })
    const status = isFault(outcome) ? statusOf(outcome) : 200
    return {
      status,
      headers: {
        'Content-Type': 'text/xml',
        Date: receivedAt.toUTCString(),
        'x-amzn-RequestId': requestId,
        ...(status === 405 && { Allow: [...METHODS].join(', ') }),
      },
      body: isFault(outcome) ? encodeFault(explainFault(outcome, request), status, requestId) : outcome.xml,
    }
  }

interface Success {
  readonly xml: string
}

const respond = async (deps: DepotDeps, request: DepotRequest, requestId: string): Promise<Success | Fault> => {
  const { body } = request
  if (body === undefined || body.byteLength > MAX_BODY_BYTES) {
    return fault('RequestEntityTooLarge', `A request's body must not have more than ${MAX_BODY_BYTES} bytes.`)
  }
  if (!METHODS.has(request.method.toUpperCase())) return fault('MethodNotAllowed', 'The Query API takes GET and POST.')
  if (request.path !== '/' && request.path !== '')
    return fault('MalformedQueryString', 'The Query API is at the path /.')

  const received = receive({ ...request, body })
  if (received.problems.length > 0) return fault('MalformedQueryString', received.problems.join(' '))
  const named = operationOf(received.params)
  if (isFault(named)) return named

  const authentication = readAuthentication(received)
  if (isFault(authentication)) return authentication
  const key = await deps.keys.find(authentication.accessKeyId)
  const verified = verify(authentication, key, deps.clock())
  if (isFault(verified)) return verified

  const operation = operationOf(verified.params)
  if (isFault(operation)) return operation
  const caller = { accessKeyId: authentication.accessKeyId, acceptableUntil: verified.acceptableUntil }
  return perform(deps, operation.name, verified.params, caller, requestId)
}

const operationOf = (params: Params): { readonly name: OperationName } | Fault => {
  const action = params.get('Action') || params.get('Operation')
  if (!action) return fault('MissingAction', 'Request must contain an Action, such as CreateJob.')
  const version = params.get('Version') || undefined
  const isKnown = isOperationName(action) && action in OPERATIONS_HERE && (!version || API_VERSIONS.has(version))
  if (isKnown) return { name: action }
  return fault(
    'InvalidAction',
    `Could not find operation ${action.slice(0, 64)} for version ${version?.slice(0, 64) ?? 'NO_VERSION_SPECIFIED'}`,
  )
}

const perform = async <O extends OperationName>(
  deps: DepotDeps,
  name: O,
  params: Params,
  caller: Caller,
  requestId: string,
): Promise<Success | Fault> => {
  const operation: OperationOf<O> | undefined = OPERATIONS_HERE[name]
  if (!operation) throw new Error(`No operation ${name}`)
  const request = decodeRequest(name, params)
  if (isFault(request)) return request
  const result = await operation(deps, request, caller)
  return isFault(result) ? result : { xml: encodeAnswer(name, result, requestId) }
}

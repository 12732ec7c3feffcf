import { encodeAnswer, encodeFault } from './answer.ts'
import { type RawRequest, receive } from './authentication.ts'
import { explainFault } from './explain-fault.ts'
import { type Fault, type FaultCode, fault, isFault, statusOf } from './faults.ts'
import type { Params, Query } from './form.ts'
import {
  API_VERSIONS,
  isOperationName,
  OPERATIONS,
  type OperationName,
  type RequestOf,
  type ResultOf,
} from './operations.ts'
import { decodeRequest } from './request.ts'
import { type KnownKey, readAuthentication, verify } from './verify.ts'

/** A request as it came. */
export interface EndpointRequest extends Omit<RawRequest, 'body' | 'query'> {
  readonly query: Query
  /** `undefined`: the body was too large to be read. */
  readonly body: Uint8Array | undefined
  /** The network address that it came from. */
  readonly address?: string | undefined
  /** The path before the endpoint's own `/`, which the client signs too, for example `/prod`. Default: empty */
  readonly basePath?: string
}

export interface EndpointAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The caller, proven by the signature. */
export interface Signer<K extends KnownKey = KnownKey> {
  readonly accessKeyId: string
  /** The key, from `keys.find`. */
  readonly key: K
  /** When the request expires. */
  readonly acceptableUntil: Date
  /** The signature of the request. Only the same request has the same one. */
  readonly signature: string
  /** The ID of the request, which its answer has too. */
  readonly requestId: string
  /** The network address that it came from. */
  readonly address: string | undefined
  readonly userAgent: string | undefined
  /** Adds a header to the answer, for facts that the XML has no element for. Tools ignore headers that they do not know. */
  readonly announce: (name: string, value: string) => void
}

/** The facts of a request for the server's log, also of a refused one. */
export interface SeenRequest<K extends KnownKey = KnownKey> {
  readonly operation?: OperationName
  /** The access key that the request names. It is proven only if `key` is present. */
  readonly accessKeyId?: string
  /** The key that signed it. */
  readonly key?: K
  readonly code?: string
}

/** The ports of an endpoint. */
export interface EndpointDeps<K extends KnownKey = KnownKey> {
  readonly keys: { find(accessKeyId: string): Promise<K | undefined> }
  readonly clock: () => Date
  readonly newId: () => string
  readonly log: { error(message: string, fields?: Readonly<Record<string, unknown>>): void }
}

/** One operation, requested by an authenticated signer. */
export type EndpointOperation<D, C, O extends OperationName> = (
  deps: D,
  request: RequestOf<O>,
  caller: C,
) => Promise<ResultOf<O> | Fault>

/** The operations of an endpoint. A missing one is answered like an unknown operation. */
export type EndpointOperations<D, C> = { readonly [O in OperationName]?: EndpointOperation<D, C, O> }

const MAX_BODY_BYTES = 1024 * 1024
const METHODS: ReadonlySet<string> = new Set(['GET', 'POST'])

/**
 * The server's side of the Query API as one function, for any server and any operations.
 *
 * 1. Check size, method, path, parameters and the operation's name.
 * 2. Verify the signature.
 * 3. Run the operation, with the parameters that the signature covers.
 * 4. Answer in XML, in every case.
 *
 * The header `Date` is the time of the request, and every read for the answer is later. So a job that a list does not show did
 * not exist at that time. A server in front must not replace it by a later time (`docs/query-api.md`).
 *
 * @param faultOf the fault for an error that an operation throws. Default: InternalFailure
 */
export const createEndpoint =
  <K extends KnownKey, D extends EndpointDeps<K>>(
    deps: D,
    operations: EndpointOperations<D, Signer<K>>,
    faultOf: (error: unknown) => Fault | undefined = () => undefined,
  ) =>
  async (
    request: EndpointRequest,
    requestId = deps.newId(),
  ): Promise<EndpointAnswer & { readonly seen: SeenRequest<K> }> => {
    const receivedAt = deps.clock()
    let seen: SeenRequest<K> = {}
    const announced = new Map<string, string>()
    const see = (more: SeenRequest<K>) => {
      seen = { ...seen, ...more }
    }
    const outcome = await respond(deps, operations, request, { requestId, see, announced }).catch((error: unknown) => {
      deps.log.error('Query API failed', { requestId, error })
      return faultOf(error) ?? fault('InternalFailure')
    })
    if (isFault(outcome)) {
      const { code } = outcome
      return { ...faultAnswer(explainFault(outcome, request), receivedAt, requestId), seen: { ...seen, code } }
    }
    const headers = { ...headersOf(receivedAt, requestId), ...Object.fromEntries(announced) }
    return { status: 200, headers, body: outcome.xml, seen }
  }

/** A fault as an answer. */
export const faultAnswer = (fault: Fault, receivedAt: Date, requestId: string): EndpointAnswer => {
  const status = statusOf(fault)
  const { retryAfterSeconds } = fault
  return {
    status,
    headers: {
      ...headersOf(receivedAt, requestId),
      ...(status === 405 && { Allow: [...METHODS].join(', ') }),
      ...(retryAfterSeconds !== undefined && { 'Retry-After': String(retryAfterSeconds) }),
    },
    body: encodeFault(fault, status, requestId),
  }
}

const headersOf = (receivedAt: Date, requestId: string) => ({
  'Content-Type': 'text/xml',
  Date: receivedAt.toUTCString(),
  'x-amzn-RequestId': requestId,
})

interface Success {
  readonly xml: string
}

const respond = async <K extends KnownKey, D extends EndpointDeps<K>>(
  deps: D,
  operations: EndpointOperations<D, Signer<K>>,
  request: EndpointRequest,
  {
    requestId,
    see,
    announced,
  }: {
    readonly requestId: string
    readonly see: (more: SeenRequest<K>) => void
    readonly announced: Map<string, string>
  },
): Promise<Success | Fault> => {
  const { body } = request
  if (body === undefined || body.byteLength > MAX_BODY_BYTES) {
    return fault('RequestEntityTooLarge', `A request's body must not have more than ${MAX_BODY_BYTES} bytes.`)
  }
  if (!METHODS.has(request.method.toUpperCase())) return fault('MethodNotAllowed', 'The Query API takes GET and POST.')
  const { basePath = '' } = request
  if (request.path !== `${basePath}/` && request.path !== basePath) {
    return fault('MalformedQueryString', `The Query API is at the path ${basePath}/.`)
  }

  const received = receive({ ...request, body })
  if (received.problems.length > 0) return fault('MalformedQueryString', someOf(received.problems))
  const named = operationOf(operations, received.params)
  if (isFault(named)) return named
  see({ operation: named.name })

  const authentication = readAuthentication(received)
  if (isFault(authentication)) return authentication
  const { accessKeyId } = authentication
  see({ accessKeyId })
  const key = await deps.keys.find(accessKeyId)
  const verified = verify(authentication, key, deps.clock())
  if (isFault(verified)) return verified
  if (key === undefined) throw new Error('An unknown key was verified')
  see({ key })

  // Read again from the signed parameters: an unsigned one may have named another operation.
  const operation = operationOf(operations, verified.params)
  if (isFault(operation)) return operation
  const caller = {
    accessKeyId,
    key,
    acceptableUntil: verified.acceptableUntil,
    signature: authentication.given,
    requestId,
    address: request.address,
    userAgent: request.headers['user-agent'],
    announce: (name: string, value: string) => void announced.set(name, value),
  }
  return perform(deps, operations, operation.name, verified.params, caller, requestId)
}

/** How many problems of a form a fault lists; a form can have a thousand. */
const MOST_PROBLEMS = 5

const someOf = (problems: readonly string[]): string =>
  problems.length <= MOST_PROBLEMS
    ? problems.join(' ')
    : `${problems.slice(0, MOST_PROBLEMS).join(' ')} There are ${problems.length} such problems.`

const operationOf = (operations: object, params: Params): { readonly name: OperationName } | Fault => {
  const action = params.get('Action') || params.get('Operation')
  if (!action) return fault('MissingAction', 'Request must contain an Action, such as CreateJob.')
  const version = params.get('Version') || undefined
  const isKnown = isOperationName(action) && action in operations && (!version || API_VERSIONS.has(version))
  if (isKnown) return { name: action }
  return fault(
    'InvalidAction',
    `Could not find operation ${action.slice(0, 64)} for version ${version?.slice(0, 64) ?? 'NO_VERSION_SPECIFIED'}`,
  )
}

const perform = async <D, C, O extends OperationName>(
  deps: D,
  operations: EndpointOperations<D, C>,
  name: O,
  params: Params,
  caller: C,
  requestId: string,
): Promise<Success | Fault> => {
  const operation: EndpointOperation<D, C, O> | undefined = operations[name]
  if (!operation) throw new Error(`No operation ${name}`)
  const request = decodeRequest(name, params)
  if (isFault(request)) return declared(name, request)
  const result = await operation(deps, request, caller)
  return isFault(result) ? declared(name, result) : { xml: encodeAnswer(name, result, requestId) }
}

/**
 * A fault that the operation declares, since typed clients have no class for others. Faults of the front end are always allowed.
 * The replacement must not make a client believe that its job does not exist.
 */
const declared = (name: OperationName, refused: Fault): Fault => {
  const faults: readonly FaultCode[] = OPERATIONS[name].faults
  if (!refused.code.endsWith('Exception') || faults.includes(refused.code)) return refused
  return {
    ...refused,
    code: faults.includes('InvalidParameterException') ? 'InvalidParameterException' : 'ServiceUnavailable',
  }
}

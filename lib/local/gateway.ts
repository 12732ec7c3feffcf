import type { APIGatewayProxyEvent } from 'aws-lambda'
import { callerOrProblem } from '../http/kit/authorization.ts'
import { decodeUrl } from '../http/kit/decode-url.ts'
import { resultOf } from '../http/kit/exchange.ts'
import { findRoute, type Match } from '../http/kit/find-route.ts'
import { type Handler, optionsAnswer, problemAnswer } from '../http/kit/handler.ts'
import { problemOf } from '../http/kit/problem.ts'
import { RequestError } from '../http/kit/request-error.ts'
import { queryErrorFault } from '../http/query/query-api.ts'
import { type FunctionName, needsCaller, ROUTES, type Route } from '../http/routes.ts'
import type { Clock, Log, NewId } from '../system.ts'
import type { Authorizer } from '../teams/authorizer.ts'
import type { Caller } from '../teams/caller.ts'
import type { Flushed } from './after-flush.ts'
import { type IncomingRequest, type RunningServer, serve } from './http-server.ts'
import { type OwnNames, whyForeign } from './own-requests.ts'
import { preflightAnswer } from './preflight.ts'
import type { RawAnswer } from './raw-answer.ts'

/** What API Gateway takes at the most. */
const MAX_BODY_BYTES = 10 * 1024 * 1024

interface GatewayDeps {
  readonly handlers: Readonly<Record<FunctionName, Handler>>
  readonly authorizer: Authorizer
  readonly names: OwnNames
  /** Nothing that the handlers have stored or seen is answered before. */
  readonly flushed: Flushed
  readonly newId: NewId
  readonly clock: Clock
  readonly log: Log
}

/** API Gateway on one machine: the same routes, the same events, the same kind of answers where no function is asked. */
export const serveGateway = (deps: GatewayDeps, port: number, requestTimeoutMs?: number): Promise<RunningServer> =>
  serve(request => answer(deps, request), {
    port,
    maxBodyBytes: MAX_BODY_BYTES,
    ...(requestTimeoutMs !== undefined && { requestTimeoutMs }),
    answerError: ({ code, detail, retryAfterSeconds }, target = '/') => {
      const headers = retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }
      const error = new RequestError(code, detail, { headers })
      return errorAnswer(deps, error, { path: pathOf(target), requestId: deps.newId(), request: 'a request' })
    },
  })

const answer = async (deps: GatewayDeps, request: IncomingRequest): Promise<RawAnswer> => {
  const requestId = deps.newId()
  const path = pathOf(request.target)
  try {
    const foreign = whyForeign(request.headers, request.port, deps.names, isPage(request.method, path))
    if (foreign !== undefined) throw new RequestError('REQUEST_FOREIGN', foreign)
    const preflight = preflightAnswer(request, deps.names.origins)
    if (preflight) return preflight
    if (request.method === 'OPTIONS') return rawAnswer(resultOf(optionsAnswer(path), requestId))
    const { route, params } = findRoute(request.method, path)
    const caller = await callerOf(deps.authorizer, route, request)
    const event = eventOf(deps, request, { requestId, path, route, params, caller })
    const result = await deps.handlers[route.function](event)
    await deps.flushed()
    return rawAnswer(result)
  } catch (error) {
    return errorAnswer(deps, error, { path, requestId, request: `${request.method} ${path}` })
  }
}

/** The console's own page. Its files are asked for by itself alone. */
const isPage = (method: string, path: string): boolean =>
  method === 'GET' && ['/console', '/console/', '/console/index.html'].includes(path)

const pathOf = (target: string) => target.split('?', 1)[0] ?? '/'

/** An error as XML or as a problem, depending on its path. */
const errorAnswer = (
  { log, clock }: GatewayDeps,
  error: unknown,
  { path, requestId, request }: { readonly path: string; readonly requestId: string; readonly request: string },
): RawAnswer => {
  const { problem, headers } = problemOf(error, { instance: path, requestId })
  if (problem.status >= 500) log.error(problem.title, { requestId, error })
  else log.info(request, { requestId, status: problem.status, code: problem.code })
  const answered = speaksXml(path)
    ? queryErrorFault(error, { requestId, at: clock() })
    : problemAnswer(problem, headers)
  return rawAnswer(resultOf(answered, requestId))
}

/** Tools that speak the Query API read nothing else, not even where no function is asked. */
const speaksXml = (path: string) => ROUTES.some(route => route.path === path && route.caller === 'signer')

/** A route without a caller is not authorised, as with API Gateway's own authorisers. */
const callerOf = async (authorizer: Authorizer, route: Route, { headers }: IncomingRequest) =>
  needsCaller(route) ? callerOrProblem(authorizer, headers.authorization) : undefined

const rawAnswer = ({ statusCode, headers, body, isBase64Encoded }: ReturnType<typeof resultOf>): RawAnswer => ({
  status: statusCode,
  headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)])),
  body: isBase64Encoded ? Buffer.from(body, 'base64') : body,
})

const queryOf = (target: string): Record<string, string[]> => {
  const query = new Map<string, string[]>()
  const start = target.indexOf('?')
  for (const pair of start < 0 ? [] : target.slice(start + 1).split('&')) {
    if (pair === '') continue
    const [name = '', ...rest] = pair.replaceAll('+', ' ').split('=').map(decodeUrl)
    const value = rest.join('=')
    const values = query.get(name)
    if (values) values.push(value)
    else query.set(name, [value])
  }
  return Object.fromEntries(query)
}

/** The event that API Gateway would send. Bodies are base64, as where every media type counts as binary. */
const eventOf = (
  deps: GatewayDeps,
  request: IncomingRequest,
  { requestId, path, route, params, caller }: Match & { requestId: string; path: string; caller: Caller | undefined },
): APIGatewayProxyEvent => {
  if (request.body === undefined) {
    throw new RequestError('BODY_TOO_LARGE', `The body is larger than ${MAX_BODY_BYTES} bytes.`)
  }
  const query = queryOf(request.target)
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat()] as const],
  )
  const event = {
    resource: route.path,
    path,
    httpMethod: request.method,
    headers: Object.fromEntries(headers.map(([name, values]) => [name, values.at(-1) ?? ''])),
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: Object.fromEntries(Object.entries(query).map(([name, values]) => [name, values.at(-1)])),
    multiValueQueryStringParameters: query,
    pathParameters: { ...params },
    stageVariables: null,
    body: request.body.length === 0 ? null : Buffer.from(request.body).toString('base64'),
    isBase64Encoded: request.body.length > 0,
    requestContext: {
      requestId,
      path,
      httpMethod: request.method,
      resourcePath: route.path,
      stage: 'local',
      protocol: 'HTTP/1.1',
      requestTimeEpoch: deps.clock().getTime(),
      authorizer: caller ? { ...caller } : null,
      identity: { sourceIp: request.address, userAgent: request.headers['user-agent'] },
    },
  }
  // API Gateway sends more of its own (account, API and stage IDs, the caller's identity) than any function of ours reads.
  return event as unknown as APIGatewayProxyEvent
}

import middy, { type MiddlewareObj } from '@middy/core'
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import type { EventSink } from '../../audit/ports.ts'
import { recordEventOrLog } from '../../audit/record-event.ts'
import { teamStream } from '../../audit/streams.ts'
import type { Clock, Log, Metrics, NewId } from '../../system.ts'
import { actorOf, type Caller, type Role } from '../../teams/caller.ts'
import type { TeamDirectory } from '../../teams/directory.ts'
import type { TeamThrottle } from '../../teams/throttle.ts'
import { callerOfArn } from '../../teams/who-asks.ts'
import { type Access, actionOf, type FunctionName, needsCaller, type RouteNameIn, routeNamed } from '../routes.ts'
import { askingOf } from './asking.ts'
import { cutName } from './bounded-errors.ts'
import { countError } from './count-error.ts'
import { countServerError } from './count-server-error.ts'
import { allowOrigins } from './cross-origin.ts'
import { decodedBody } from './decoded-body.ts'
import { type HttpAnswer, type HttpRequest, requestOf, resultOf, type Seen } from './exchange.ts'
import { allowedMethods, findRoute } from './find-route.ts'
import { mayCall } from './may-call.ts'
import { type Problem, problemOf } from './problem.ts'
import { RequestError } from './request-error.ts'
import { requireTurn } from './require-turn.ts'

/** A request whose caller is known and allowed. */
export type CallerRequest = HttpRequest & { readonly caller: Caller }

/** The action of a route. */
export type RouteAction = (request: CallerRequest) => Promise<HttpAnswer>

export type Handler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>

/** The ports that every function's handler needs. */
export interface HandlerDeps {
  readonly log: Log
  readonly clock: Clock
  /** Records refused requests, with `newId`. Default: none are recorded, for functions whose routes are not in history */
  readonly history?: EventSink
  readonly newId?: NewId
  readonly metrics?: Metrics
  /** Finds the team of an IAM identity. Default: none, for stages whose authoriser names the callers */
  readonly teams?: TeamDirectory
  /** The origins of web pages that may read the answers. Default: none */
  readonly corsOrigins?: readonly string[]
  /** Limits the requests of teams. Default: no limit */
  readonly throttle?: TeamThrottle
}

type Step = MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult>

/** The handler of a function with several routes: it parses the request, authorises it, acts, and maps errors to problems. */
export const createHandler = <F extends FunctionName>(
  actions: Readonly<Record<RouteNameIn<F>, RouteAction>>,
  deps: HandlerDeps,
): Handler => {
  const byRoute: ReadonlyMap<string, RouteAction> = new Map(Object.entries<RouteAction>(actions))
  const callers: Callers = new WeakMap()
  const started: Started = new WeakMap()
  const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(deps.corsOrigins?.length ? [allowOrigins(deps.corsOrigins)] : [])
    .use(accessLog(deps, callers, started))
    .use(mapError(deps, callers, started))
    .handler(async event => {
      const request = requestOf(event)
      const action = byRoute.get(request.route)
      if (!action) {
        // API Gateway also sends requests here that match no route.
        if (event.httpMethod === 'OPTIONS') return resultOf(optionsAnswer(event.path), request.requestId)
        findRoute(event.httpMethod, event.path)
        throw new RequestError('ROUTE_NOT_FOUND', `The route ${request.route} is not here.`)
      }
      const access = accessOf(request)
      const caller = await callerOf(request, access, deps.teams)
      const asked = { ...request, caller }
      callers.set(event, { team: caller.team, principal: caller.principal })
      // Not recorded in history: that would cost more than the refused request.
      if (access !== 'anyone' && access !== 'signer') {
        const isChange = !request.route.startsWith('GET ')
        await requireTurn(deps.throttle, { team: caller.team, limit: request.limit, isChange })
      }
      try {
        requireAccess(access, caller)
        requireNoQuery(request)
        // Not for signers, whose signature covers the bytes as sent. The body of GET and DELETE has no meaning.
        const isRead = access !== 'signer' && /^P(?:OS|U)T /.test(request.route)
        const body = isRead ? await decodedBody(request) : request.body
        const { seen, ...answer } = await action({ ...asked, body })
        if (seen) callers.set(event, seen)
        return resultOf(answer, request.requestId)
      } catch (error) {
        if (error instanceof RequestError) await recordRefusal(deps, asked, error)
        throw error
      }
    })
  return async event => {
    // Middy's second argument is Lambda's context, which no step of ours reads.
    const result = await handler(event, {} as Parameters<typeof handler>[1])
    countServerError(deps.metrics, result.statusCode)
    return result
  }
}

/** Answers `OPTIONS` with the methods of a path. */
export const optionsAnswer = (path: string): HttpAnswer => ({
  status: 204,
  headers: { Allow: allowedMethods(path) },
  body: new Uint8Array(),
})

/** A caller without a team, who has no jobs. */
const NO_CALLER: Caller = { team: '', principal: '', role: 'member' }

/** Who may call a request's route; `undefined`: the route does not exist. */
const accessOf = ({ route }: HttpRequest): Access | undefined => routeNamed(route)?.caller

/** A parameter that the route does not read is an error: `POST …/cancel?validateOnly=true` must not cancel. */
const requireNoQuery = (request: HttpRequest): void => {
  const row = routeNamed(request.route)
  if (!row || row.query || !needsCaller(row)) return
  // IAM's signature may be in the query.
  const name = [...request.query.keys()].find(given => !given.startsWith('X-Amz-'))
  if (name === undefined) return
  throw new RequestError(
    'QUERY_INVALID',
    `${request.route} takes no parameter ${JSON.stringify(cutName(name))}, nor any other.`,
  )
}

const callerOf = async (
  request: HttpRequest,
  access: Access | undefined,
  teams: TeamDirectory | undefined,
): Promise<Caller> => {
  if (access === 'anyone') return request.caller ?? NO_CALLER
  // Only the signature counts here, not the authoriser's caller.
  if (access === 'signer') return NO_CALLER
  return request.caller ?? signerOf(request, teams)
}

const requireAccess = (access: Access | undefined, caller: Caller): void => {
  if (access === 'anyone' || access === 'signer' || (access !== undefined && mayCall(caller, access))) return
  throw new RequestError('NOT_ALLOWED', (access && FOR_OTHERS[access]) ?? WHY_NOT[caller.role])
}

const FOR_OTHERS: Readonly<Partial<Record<Access, string>>> = {
  operator: 'Only an operator looks after teams; ask one of them.',
  depot: "Only the depot's staff handles devices; an operator can put you into the group -depot.",
}

const WHY_NOT: Readonly<Record<Role, string>> = {
  member: 'A member of a team may not do this.',
  viewer: 'A viewer sees the jobs of its team and changes none; ask a member of the team.',
  auditor: 'An auditor sees every job and changes none; ask a member of the team.',
  operator: 'An operator looks after teams and sees no job; ask a member of the team.',
  depot: "The depot's staff handles devices and sees no team's jobs; ask a member of the team.",
}

/** The caller of an IAM identity, for requests without an authoriser of ours. */
const signerOf = async ({ userArn }: HttpRequest, teams: TeamDirectory | undefined): Promise<Caller> => {
  if (userArn === undefined) {
    throw new RequestError('NOT_AUTHENTICATED', 'The request names no team; sign it, or send a token.', {
      headers: { 'WWW-Authenticate': 'AWS4-HMAC-SHA256, Bearer realm="waybill"' },
    })
  }
  const caller = teams && (await callerOfArn(teams, userArn))
  if (caller) return caller
  throw new RequestError('NOT_ALLOWED', `${userArn} is of no team; an operator can put its role into one.`)
}

/**
 * Records a known caller's request that is not allowed or cannot be read. Actions record their own errors themselves. Requests
 * of unknown callers are only in the log.
 */
const recordRefusal = async (deps: HandlerDeps, request: CallerRequest, { code }: RequestError): Promise<void> => {
  const { log, clock, history, newId } = deps
  const { caller, requestId, params, route } = request
  const action = actionOf(route)
  if (action === undefined || history === undefined || newId === undefined) return
  const { team } = caller
  const jobId = params.jobId?.slice(0, LONGEST_JOB_ID)
  await recordEventOrLog({ history, newId, log, clock }, teamStream(team, requestId), actorOf(askingOf(request)), {
    action,
    outcome: 'refused',
    code,
    team,
    ...(jobId !== undefined && { jobId }),
  })
}

const LONGEST_JOB_ID = 64

/** The caller of each event's request, once known, and other facts for the log. */
type Callers = WeakMap<object, Seen>

const whoIs = (callers: Callers, event: APIGatewayProxyEvent) => {
  const { principal, ...seen } = callers.get(event) ?? NO_CALLER
  const action = actionOf(`${event.httpMethod} ${event.resource}`)
  return {
    ...(principal ? { team: seen.team, principal } : {}),
    ...(action !== undefined && { action }),
    ...('action' in seen && seen),
  }
}

/** When each request came, in milliseconds. */
type Started = WeakMap<object, number>

const durationOf = (event: object, clock: Clock, started: Started): number => {
  const now = clock().getTime()
  return now - (started.get(event) ?? now)
}

/** Logs one line for each request, with the facts that operators search for. Never a body or a header. */
const accessLog = ({ log, clock }: HandlerDeps, callers: Callers, started: Started): Step => {
  return {
    before: ({ event }) => {
      log.begin?.(event.requestContext.requestId)
      started.set(event, clock().getTime())
    },
    after: ({ event, response }) => {
      const { requestId } = event.requestContext
      const durationMs = durationOf(event, clock, started)
      const { Location: made } = response?.headers ?? {}
      log.info(`${event.httpMethod} ${event.path}`, {
        requestId,
        ...whoIs(callers, event),
        status: response?.statusCode,
        durationMs,
        ...(made !== undefined && { made }),
      })
    },
  }
}

const mapError = ({ log, clock, metrics }: HandlerDeps, callers: Callers, started: Started): Step => ({
  onError: request => {
    countError(metrics, request.error)
    const { requestId, path } = request.event.requestContext
    const { problem, headers } = problemOf(request.error, { instance: path, requestId })
    const { httpMethod, path: asked } = request.event
    const who = whoIs(callers, request.event)
    const line = {
      requestId,
      request: `${httpMethod} ${asked}`,
      ...who,
      code: problem.code,
      status: problem.status,
      durationMs: durationOf(request.event, clock, started),
    }
    if (problem.status >= 500) log.error(problem.title, { ...line, error: request.error })
    else log.info(problem.title, line)
    request.response = resultOf(problemAnswer(problem, headers), requestId)
  },
})

/** A problem as an answer, with its own media type (RFC 9457, section 3). */
export const problemAnswer = (problem: Problem, headers: Readonly<Record<string, string>>): HttpAnswer => ({
  status: problem.status,
  headers,
  body: problem,
  contentType: 'application/problem+json',
})

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

/** A request whose caller may make it. */
export type CallerRequest = HttpRequest & { readonly caller: Caller }

/** What a route does. */
export type RouteAction = (request: CallerRequest) => Promise<HttpAnswer>

export type Handler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>

/** What the handler of every function needs. */
export interface HandlerDeps {
  readonly log: Log
  readonly clock: Clock
  /** Where refused requests are recorded, with `newId`. Default: nowhere, where no route is in history */
  readonly history?: EventSink
  readonly newId?: NewId
  readonly metrics?: Metrics
  /** Who has IAM's ARNs as members. Default: none, where another authoriser names the callers. */
  readonly teams?: TeamDirectory
  /** Web pages that may read the answers. Default: none */
  readonly corsOrigins?: readonly string[]
  /** Default: teams may ask as often as they like */
  readonly throttle?: TeamThrottle
}

type Step = MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult>

/** A function's handler: parse, authorise, act, map error, for each of its routes. */
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
        // API Gateway sends here what none of its routes serves.
        if (event.httpMethod === 'OPTIONS') return resultOf(optionsAnswer(event.path), request.requestId)
        findRoute(event.httpMethod, event.path)
        throw new RequestError('ROUTE_NOT_FOUND', `The route ${request.route} is not here.`)
      }
      const access = accessOf(request)
      const caller = await callerOf(request, access, deps.teams)
      const asked = { ...request, caller }
      callers.set(event, { team: caller.team, principal: caller.principal })
      // History has none of these: it would cost more than the request that is refused.
      if (access !== 'anyone' && access !== 'signer') {
        const isChange = !request.route.startsWith('GET ')
        await requireTurn(deps.throttle, { team: caller.team, limit: request.limit, isChange })
      }
      try {
        requireAccess(access, caller)
        requireNoQuery(request)
        // A tool's signature is over the bytes that it sent, and what GET and DELETE carry has no meaning.
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

/** What a path can be asked for. */
export const optionsAnswer = (path: string): HttpAnswer => ({
  status: 204,
  headers: { Allow: allowedMethods(path) },
  body: new Uint8Array(),
})

/** A caller without a team: a store never holds a job of it. */
const NO_CALLER: Caller = { team: '', principal: '', role: 'member' }

/** Who may call a request's route; `undefined`: the route does not exist. */
const accessOf = ({ route }: HttpRequest): Access | undefined => routeNamed(route)?.caller

/** A parameter that nothing reads must not look as if it counted: `POST …/cancel?validateOnly=true` cancels. */
const requireNoQuery = (request: HttpRequest): void => {
  const row = routeNamed(request.route)
  if (!row || row.query || !needsCaller(row)) return
  // IAM's signature may stand in the query.
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
  // Only the signature counts here, and not the caller that an authoriser names.
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

/** Whom an IAM identity stands for, where no authoriser of ours has named the caller. */
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
 * History has what a known caller may not do, or asked for in a form that cannot be read; what use cases refuse, they record
 * themselves. Requests whose caller is unknown are in the log alone.
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

/** Who makes the request of an event, once that is known, and what the log has of it besides. */
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

/** When each request came. */
type Started = WeakMap<object, number>

const durationOf = (event: object, clock: Clock, started: Started): number => {
  const now = clock().getTime()
  return now - (started.get(event) ?? now)
}

/** One line a request, with what an operator searches for, and never a body or a header. */
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

/** RFC 9457, section 3: the media type of a problem is its own. */
export const problemAnswer = (problem: Problem, headers: Readonly<Record<string, string>>): HttpAnswer => ({
  status: problem.status,
  headers,
  body: problem,
  contentType: 'application/problem+json',
})

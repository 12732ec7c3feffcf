import { createEndpoint, type EndpointAnswer, faultAnswer } from '../../query-api/endpoint.ts'
import { fault } from '../../query-api/faults.ts'
import type { DecodedQuery } from '../../query-api/form.ts'
import type { HttpAnswer, HttpRequest } from '../kit/exchange.ts'
import { createHandler } from '../kit/handler.ts'
import { queryFault } from './faults.ts'
import { QUERY_OPERATIONS } from './operations.ts'
import type { QueryDeps } from './query-deps.ts'

/**
 * The function that speaks the Import/Export Query API. Tools for the service only need another address. The signing key
 * identifies the caller, who acts for the key's team.
 */
export const queryApi = (deps: QueryDeps) => {
  const endpoint = createEndpoint(deps, QUERY_OPERATIONS)
  const act = async (request: HttpRequest): Promise<HttpAnswer> => {
    const { requestId, route, path, query, headers, body, address } = request
    const [method = ''] = route.split(' ')
    // The route is `/`, so the rest of the path is a stage or a custom domain's base path, which clients sign too.
    const basePath = path.replace(/\/$/, '')
    const asked = { method, path, basePath, query: pairsOf(query), headers, body, address }
    const { seen, ...answer } = await endpoint(asked, requestId)
    const { key, accessKeyId, operation: action, code } = seen
    return {
      ...httpAnswer(answer),
      seen: { team: key?.team, principal: key && accessKeyId, accessKeyId, action, code },
    }
  }
  const show = async (request: HttpRequest): Promise<HttpAnswer> =>
    deps.consoleUrl !== undefined && isBrowser(request)
      ? { status: 302, headers: { Location: deps.consoleUrl }, body: new Uint8Array() }
      : act(request)
  return createHandler<'query-api'>({ 'POST /': act, 'GET /': show }, deps)
}

/** Whether a person has opened the address in a browser: a tool does not ask for HTML, and always sends parameters. */
const isBrowser = ({ headers, query }: HttpRequest) =>
  query.size === 0 && headers.authorization === undefined && /\btext\/html\b/i.test(headers.accept ?? '')

/** The fault for an error before any function was called. */
export const queryErrorFault = (error: unknown, { requestId, at }: { requestId: string; at: Date }): HttpAnswer =>
  httpAnswer(faultAnswer(queryFault(error) ?? fault('InternalFailure'), at, requestId))

const httpAnswer = ({ status, headers, body }: EndpointAnswer): HttpAnswer => {
  const { 'Content-Type': contentType = '', ...others } = headers
  return { status, headers: others, contentType, body: new TextEncoder().encode(body) }
}

/** The parameters, decoded by API Gateway. A repeated name is still repeated. */
const pairsOf = (query: HttpRequest['query']): DecodedQuery =>
  [...query].flatMap(([name, values]) => values.map(value => [name, value] as const))

import { createEndpoint, type EndpointAnswer, faultAnswer } from '../../query-api/endpoint.ts'
import { fault } from '../../query-api/faults.ts'
import { rfc3986 } from '../../query-api/form.ts'
import type { HttpAnswer, HttpRequest } from '../kit/exchange.ts'
import { createHandler } from '../kit/handler.ts'
import { queryFault } from './faults.ts'
import { QUERY_OPERATIONS } from './operations.ts'
import type { QueryDeps } from './query-deps.ts'

/**
 * The function that speaks the Import/Export Query API: tools that know the service alone need only another address.
 * The signing key identifies the caller, who acts for the key's team.
 */
export const queryApi = (deps: QueryDeps) => {
  const endpoint = createEndpoint(deps, QUERY_OPERATIONS)
  const act = async ({ requestId, route, path, query, headers, body }: HttpRequest): Promise<HttpAnswer> => {
    const [method = ''] = route.split(' ')
    // The route is matched, so all that is not its `/` is a stage or a custom domain's base path, which clients sign too.
    const basePath = path.replace(/\/$/, '')
    return httpAnswer(await endpoint({ method, path, basePath, query: queryString(query), headers, body }, requestId))
  }
  return createHandler<'query-api'>({ 'POST /': act, 'GET /': act }, deps)
}

/** What went wrong before any function was asked, as those who speak the Query API read it. */
export const queryErrorFault = (error: unknown, { requestId, at }: { requestId: string; at: Date }): HttpAnswer =>
  httpAnswer(faultAnswer(queryFault(error) ?? fault('InternalFailure'), at, requestId))

const httpAnswer = ({ status, headers, body }: EndpointAnswer): HttpAnswer => {
  const { 'Content-Type': contentType = '', ...others } = headers
  return { status, headers: others, contentType, body: new TextEncoder().encode(body) }
}

/**
 * The query string again, of which API Gateway gives the decoded parameters only. Signatures cover parameters and not their
 * spelling, so nothing is lost. A name that occurs twice still does. `=` stays, so that a hint can find a forgotten `&`.
 */
const queryString = (query: HttpRequest['query']): string =>
  [...query]
    .flatMap(([name, values]) => values.map(value => `${rfc3986(name)}=${rfc3986(value).replaceAll('%3D', '=')}`))
    .join('&')

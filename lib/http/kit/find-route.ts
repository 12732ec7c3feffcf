import { distance } from '../../manifest/fields/spelling.ts'
import { ROUTES, type Route } from '../routes.ts'
import { decodeUrl } from './decode-url.ts'
import { RequestError } from './request-error.ts'

/** A route, and its parameters in a path. */
export interface Match {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/** The methods of a path. `GET` also allows `HEAD` (RFC 9110, section 9.3.2). */
const methodsOf = (routes: readonly Route[]): string =>
  [...new Set(routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))), 'OPTIONS'].join(', ')

/** The method whose route serves a request: `GET` also serves `HEAD`. */
export const servedMethod = (method: string): string => (method === 'HEAD' ? 'GET' : method)

/**
 * The route of a request.
 *
 * @throws RequestError ROUTE_NOT_FOUND, METHOD_NOT_ALLOWED (with `Allow`), URL_MALFORMED
 */
export const findRoute = (method: string, path: string): Match => {
  const here = routesAt(path)
  const served = servedMethod(method)
  const match = here.find(({ route }) => route.method === served)
  if (match) return match
  const allow = methodsOf(here.map(({ route }) => route))
  throw new RequestError('METHOD_NOT_ALLOWED', `${path} takes ${allow}, not ${method}.`, { headers: { Allow: allow } })
}

/**
 * The methods of a path, for `OPTIONS` (RFC 9110, section 9.3.7).
 *
 * @throws RequestError ROUTE_NOT_FOUND, URL_MALFORMED
 */
export const allowedMethods = (path: string): string => methodsOf(routesAt(path).map(({ route }) => route))

const routesAt = (path: string): readonly Match[] => {
  // API Gateway ignores a slash at the end of a path. The page needs it for its relative links.
  const segments = (path === '/console/' ? '/console' : path).split('/').map(decodeUrl)
  const here = matchesOf(segments)
  if (here.length > 0) return here
  throw new RequestError('ROUTE_NOT_FOUND', `The path ${path} does not exist. ${adviceFor(path, segments)}`)
}

/** A part of a route's path: a fixed text, or the name of a parameter. */
interface Part {
  readonly text: string
  readonly parameter: string | undefined
}

const partsOf = ({ path }: Route): readonly Part[] =>
  path.split('/').map(text => ({ text, parameter: /^\{(\w+)\}$/.exec(text)?.[1] }))

/** The routes by the number of their parts. */
const PATTERNS = Map.groupBy(
  ROUTES.map((route: Route) => ({ route, parts: partsOf(route) })),
  ({ parts }) => parts.length,
)

const matchesOf = (segments: readonly string[]): readonly Match[] =>
  (PATTERNS.get(segments.length) ?? []).flatMap(({ route, parts }) => {
    const params = matchParts(parts, segments)
    return params ? [{ route, params }] : []
  })

/** The hint to the document of all routes. */
const ALL_ROUTES = 'GET /v1/openapi.json lists every route.'

const adviceFor = (path: string, segments: readonly string[]): string => {
  if (segments.at(-1) === '' && matchesOf(segments.slice(0, -1)).length > 0) {
    return `Leave out the slash at its end: ${path.slice(0, -1)}.`
  }
  const nearest = nearestPath(segments)
  if (nearest === undefined) return ALL_ROUTES
  const methods = ROUTES.filter(route => route.path === nearest).map(route => route.method)
  return `Did you mean ${methods.join(', ')} ${nearest}? ${ALL_ROUTES}`
}

/** Longer paths are not compared with the routes, since that would take too long. In characters. */
const LONGEST_COMPARED = 200

/** The path of the most similar route, if the difference can be a typing mistake. */
const nearestPath = (segments: readonly string[]): string | undefined => {
  const asked = segments.join('/')
  if (asked.length > LONGEST_COMPARED) return undefined
  const ranked = ROUTES.map(({ path }) => {
    // Parameters take the values of the request.
    const filled = path.split('/').map((part, index) => (part.startsWith('{') ? (segments[index] ?? part) : part))
    return { path, slips: distance(asked.toLowerCase(), filled.join('/')) }
  }).sort((a, b) => a.slips - b.slips)
  const [best] = ranked
  return best && best.slips <= Math.max(2, asked.length / 4) ? best.path : undefined
}

const matchParts = (parts: readonly Part[], segments: readonly string[]): Record<string, string> | undefined => {
  const params: Record<string, string> = {}
  for (const [index, { text, parameter }] of parts.entries()) {
    const segment = segments[index] ?? ''
    if (parameter === undefined ? text !== segment : segment === '') return undefined
    if (parameter !== undefined) params[parameter] = segment
  }
  return params
}

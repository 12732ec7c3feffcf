import { ROUTES, type Route } from '../routes.ts'
import { decodeUrl } from './decode-url.ts'
import { RequestError } from './request-error.ts'

/** A route, and what its parameters are in a path. */
export interface Match {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/**
 * The route that a request is for.
 *
 * @throws RequestError ROUTE_NOT_FOUND, METHOD_NOT_ALLOWED (with `Allow`), URL_MALFORMED
 */
export const findRoute = (method: string, path: string): Match => {
  // API Gateway takes a path with a slash at its end for the one without. A page needs the slash for its relative links.
  const segments = (path === '/console/' ? '/console' : path).split('/').map(decodeUrl)
  const here = ROUTES.flatMap(route => {
    const params = matchPath(route.path, segments)
    return params ? [{ route, params }] : []
  })
  const [first] = here
  if (!first) {
    const known = ROUTES.map(route => `${route.method} ${route.path}`).join(', ')
    throw new RequestError('ROUTE_NOT_FOUND', `The path ${path} does not exist. Waybill serves ${known}.`)
  }
  const match = here.find(({ route }) => route.method === method)
  if (match) return match
  const allow = here.map(({ route }) => route.method).join(', ')
  throw new RequestError('METHOD_NOT_ALLOWED', `${path} takes ${allow}, not ${method}.`, { headers: { Allow: allow } })
}

const matchPath = (pattern: string, segments: readonly string[]): Record<string, string> | undefined => {
  const parts = pattern.split('/')
  if (parts.length !== segments.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? ''
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? []
    if (name === undefined ? part !== segment : segment === '') return undefined
    if (name !== undefined) params[name] = segment
  }
  return params
}

import type { HttpRequest } from './exchange.ts'

/** The `Link` header to the next page of a list, if there is one (RFC 8288). */
export const nextPage = (request: HttpRequest, token: string | undefined): { readonly Link?: string } =>
  token === undefined ? {} : { Link: `<${nextLink(request, token)}>; rel="next"` }

/** The address of the same list with another page token. */
const nextLink = ({ path, query }: HttpRequest, pageToken: string): string => {
  const search = new URLSearchParams(
    [...query].flatMap(([name, values]) => values.map((value): [string, string] => [name, value])),
  )
  search.set('pageToken', pageToken)
  return `${path}?${search}`
}

import type { HttpRequest } from './exchange.ts'
import { RequestError } from './request-error.ts'

/** AIP-158: how many entries a page has if nobody says, and at the most. */
const USUAL_PAGE = 50
const LARGEST_PAGE = 1000

export interface PageQuery {
  readonly limit: number
  /** What the page before ended with. */
  readonly after?: readonly string[]
  /** Other parameters that the list knows. */
  readonly filters: Readonly<Record<string, string>>
}

/**
 * `pageSize`, `pageToken` and a list's own filters.
 *
 * @param tokenParts how many parts a token of this list has
 * @throws RequestError QUERY_INVALID
 */
export const pageQuery = ({ query }: HttpRequest, filterNames: readonly string[], tokenParts: number): PageQuery => {
  const filters: Record<string, string> = {}
  let limit = USUAL_PAGE
  let after: readonly string[] | undefined
  for (const [name, values] of query) {
    const [value = ''] = values
    if (values.length > 1) throw new RequestError('QUERY_INVALID', `The parameter "${name}" is given more than once.`)
    if (name === 'pageSize') limit = pageSize(value)
    else if (name === 'pageToken') after = value === '' ? undefined : readToken(value, tokenParts)
    else if (filterNames.includes(name)) filters[name] = value
    else {
      const known = [...filterNames, 'pageSize', 'pageToken'].join(', ')
      throw new RequestError('QUERY_INVALID', `There is no parameter ${JSON.stringify(name)} here; known: ${known}.`)
    }
  }
  return { limit, filters, ...(after && { after }) }
}

const pageSize = (text: string): number => {
  const size = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (size < 1) throw new RequestError('QUERY_INVALID', `pageSize must be a whole number from 1 to ${LARGEST_PAGE}.`)
  return Math.min(size, LARGEST_PAGE)
}

/** Where a page ended. It carries no authority: whose entries are listed always comes from the caller. */
export const pageToken = (...parts: readonly string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')

const readToken = (token: string, count: number): readonly string[] => {
  const parts = parseJson(Buffer.from(token, 'base64url').toString('utf8'))
  if (Array.isArray(parts) && parts.length === count && parts.every(part => typeof part === 'string')) return parts
  throw new RequestError('QUERY_INVALID', 'pageToken must be one that this list gave; leave it out to begin anew.')
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the caller refuses it like any other token that no list gave
  }
}

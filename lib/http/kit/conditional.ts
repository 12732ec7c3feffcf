import type { HttpRequest } from './exchange.ts'

/** The tags in a conditional header; `*` means any tag (RFC 9110, sections 13.1.1 and 13.1.2). */
const tagsOf = (header: string) => header.split(',').map(tag => tag.trim())

/** `If-Match`, compared strongly. `undefined`: the request has no tag. */
export const matches = ({ headers }: HttpRequest): ((etag: string) => boolean) | undefined => {
  const header = headers['if-match']
  if (header === undefined) return undefined
  const tags = tagsOf(header)
  return etag => tags.includes('*') || tags.includes(etag)
}

/** `If-None-Match`, compared weakly: whether the caller does not have this version yet. */
export const noneMatches = ({ headers }: HttpRequest, etag: string): boolean => {
  const tags = tagsOf(headers['if-none-match'] ?? '').map(tag => tag.replace(/^W\//, ''))
  return !tags.includes('*') && !tags.includes(etag)
}

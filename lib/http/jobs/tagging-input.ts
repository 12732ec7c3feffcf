import { type Tagging, type Tags, tagOfText, tagsInvalid } from '../../jobs/tagging.ts'
import { decodeUrl } from '../kit/decode-url.ts'
import type { HttpRequest } from '../kit/exchange.ts'
import { RequestError } from '../kit/request-error.ts'

/** The headers for tags and a description, if the body is the manifest itself. */
export const TAGS_HEADER = 'Waybill-Tags'
export const DESCRIPTION_HEADER = 'Waybill-Description'

/** Tags and description in the query: `tag=NAME=VALUE` for each tag, and `description`. */
const taggingOfQuery = (request: HttpRequest): Tagging => {
  const tags = tagsOfQuery(request)
  const descriptions = request.query.get('description') ?? []
  if (descriptions.length > 1)
    throw new RequestError('QUERY_INVALID', 'The parameter "description" is given more than once.')
  const [description] = descriptions
  return { ...(tags && { tags }), ...(description !== undefined && { description }) }
}

/**
 * Tags and description of a submission, from its body, its query and its headers.
 *
 * @throws JobError TAGS_INVALID, RequestError QUERY_INVALID, URL_MALFORMED
 */
export const taggingOfRequest = (request: HttpRequest, body: Tagging): Tagging =>
  mergedTagging([body, taggingOfQuery(request), taggingOfHeaders(request)])

/**
 * The tags of a query, `tag=NAME=VALUE` for each.
 *
 * @throws JobError TAGS_INVALID
 */
export const tagsOfQuery = ({ query }: HttpRequest): Tags | undefined => {
  const texts = query.get('tag')
  return texts && tagsOf(texts.map(text => ({ text, tag: tagOfText(text) })))
}

/** Tags and description in the headers: the tags form-encoded, as in S3's `x-amz-tagging`, the description percent-encoded. */
export const taggingOfHeaders = ({ headers }: HttpRequest): Tagging => {
  const tags = headers[TAGS_HEADER.toLowerCase()]
  const description = headers[DESCRIPTION_HEADER.toLowerCase()]
  return {
    ...(tags !== undefined && { tags: tagsOf([...new URLSearchParams(tags)].map(tag => ({ text: tag[0], tag }))) }),
    ...(description !== undefined && { description: decodeUrl(description) }),
  }
}

const tagsOf = (
  given: readonly { readonly text: string; readonly tag: readonly [string, string] | undefined }[],
): Tags =>
  mergedTags(
    given.map(({ text, tag }) => {
      if (tag) return Object.fromEntries([tag])
      throw tagsInvalid(`${JSON.stringify(text.slice(0, 64))} does not name a tag: write NAME=VALUE.`)
    }),
  )

/**
 * Tags and descriptions from several places as one.
 *
 * @throws JobError TAGS_INVALID for a tag with two values, RequestError QUERY_INVALID for two descriptions
 */
export const mergedTagging = (given: readonly Tagging[]): Tagging => {
  const tags = mergedTags(given.flatMap(one => (one.tags ? [one.tags] : [])))
  const descriptions = new Set(given.flatMap(one => one.description ?? []))
  const [description] = descriptions
  if (descriptions.size > 1) throw new RequestError('QUERY_INVALID', 'There are several descriptions; send one.')
  return { ...(Object.keys(tags).length > 0 && { tags }), ...(description !== undefined && { description }) }
}

const mergedTags = (all: readonly Tags[]): Tags => {
  const merged = new Map<string, string>()
  for (const [name, value] of all.flatMap(tags => Object.entries(tags))) {
    if ((merged.get(name) ?? value) !== value) {
      throw tagsInvalid(`The tag ${JSON.stringify(name.slice(0, 64))} has two values; send one.`)
    }
    merged.set(name, value)
  }
  return Object.fromEntries(merged)
}

import type { Caller } from '../../teams/caller.ts'
import type { Page } from '../job-filter.ts'
import type { PageRequest } from '../job-store.ts'
import { pageTokenInvalid } from '../place.ts'
import { pageToken as makePageToken, placeOf } from './page-token.ts'

export interface Paging {
  readonly pageSize: number
  /** Default: the first page. */
  readonly pageToken?: string
}

/** A page, with the token of the next one. */
export interface TokenPage<T> {
  readonly entries: readonly T[]
  readonly nextPageToken?: string
}

/** The name of a list, made of the caller's role, the kind of list, and its filters. */
export const listName = ({ role }: Caller, ...what: readonly unknown[]) => JSON.stringify([role, ...what])

/**
 * Reads one page of a list, with tokens that fit only this list.
 *
 * @param list from `listName`
 *
 * Refuses: PAGE_TOKEN_INVALID.
 */
export const readPage = async <T>(
  { pageSize, pageToken }: Paging,
  list: string,
  read: (page: PageRequest) => Promise<Page<T>>,
): Promise<TokenPage<T>> => {
  const place = pageToken === undefined ? undefined : placeOf(list, pageToken)
  if (pageToken !== undefined && place === undefined) throw pageTokenInvalid()
  const { entries, after } = await read({ limit: pageSize, ...(place !== undefined && { after: place }) })
  return { entries, ...(after !== undefined && { nextPageToken: makePageToken(list, after) }) }
}

import type { RandomBytes } from '../../system.ts'
import { JobError } from '../errors.ts'
import type { Page } from '../job-filter.ts'
import type { PageRequest } from '../job-store.ts'
import type { PageKey } from '../ports.ts'
import { openPageToken, sealPageToken } from './page-token.ts'

export interface PagingDeps {
  readonly pageKey: PageKey
  readonly randomBytes: RandomBytes
}

export interface Paging {
  readonly pageSize: number
  /** Default: the first page. */
  readonly pageToken?: string
}

/** A page as callers see it. */
export interface TokenPage<T> {
  readonly entries: readonly T[]
  readonly nextPageToken?: string
}

/**
 * Reads one page of a list, with tokens that fit this very list only.
 *
 * @param boundTo what the list is: route, filters, who asks
 *
 * Refuses: PAGE_TOKEN_INVALID.
 */
export const readPage = async <T>(
  { pageKey, randomBytes }: PagingDeps,
  { pageSize, pageToken }: Paging,
  boundTo: string,
  read: (page: PageRequest) => Promise<Page<T>>,
): Promise<TokenPage<T>> => {
  const key = await pageKey()
  const place = pageToken === undefined ? undefined : openPageToken(key, boundTo, pageToken)
  if (pageToken !== undefined && place === undefined) {
    throw new JobError(
      'PAGE_TOKEN_INVALID',
      'This pageToken is none that this list gave. Send it with the very filters that it came with, or leave it out to begin anew.',
    )
  }
  const { entries, after } = await read({ limit: pageSize, ...(place !== undefined && { after: place }) })
  return { entries, ...(after !== undefined && { nextPageToken: sealPageToken(key, randomBytes(12), boundTo, after) }) }
}

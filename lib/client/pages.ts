/** What every page of a list is asked for with. */
export interface PageQuery {
  readonly pageSize: number
  readonly pageToken?: string
}

/** As many as Waybill gives at once. */
const MOST = 1000

/** Every entry of a list, page by page, newest first. */
export async function* eachPage<P extends { readonly nextPageToken?: string }, T>(
  ask: (query: PageQuery) => Promise<P>,
  entriesOf: (page: P) => readonly T[],
  pageSize = MOST,
): AsyncGenerator<readonly T[]> {
  for (let pageToken = ''; ; ) {
    const page = await ask({ pageSize, ...(pageToken !== '' && { pageToken }) })
    yield entriesOf(page)
    pageToken = page.nextPageToken ?? ''
    if (pageToken === '') return
  }
}

/** A whole list at once. */
export const allPages = async <P extends { readonly nextPageToken?: string }, T>(
  ask: (query: PageQuery) => Promise<P>,
  entriesOf: (page: P) => readonly T[],
): Promise<readonly T[]> => {
  const all: T[] = []
  for await (const entries of eachPage(ask, entriesOf)) all.push(...entries)
  return all
}

/** After so many requests a page is given as it is: of what a filter seldom matches, a large list may have one entry in thousands. */
const MOST_REQUESTS = 10

/**
 * A page of a list as people see it. Waybill's own may be short or empty although there is more, since a filter counts after
 * reading; this one has as many entries as it may, or ends the list, or has taken ten requests.
 */
export const filledPage = async <P extends { readonly nextPageToken?: string }, T>(
  ask: (query: PageQuery) => Promise<P>,
  entriesOf: (page: P) => readonly T[],
  { pageSize, pageToken: first }: PageQuery,
): Promise<{ readonly entries: readonly T[]; readonly nextPageToken?: string }> => {
  const entries: T[] = []
  let pageToken = first ?? ''
  for (let requests = 0; requests < MOST_REQUESTS && entries.length < pageSize; requests++) {
    const page = await ask({ pageSize: pageSize - entries.length, ...(pageToken !== '' && { pageToken }) })
    entries.push(...entriesOf(page))
    pageToken = page.nextPageToken ?? ''
    if (pageToken === '') return { entries }
  }
  return { entries, nextPageToken: pageToken }
}

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

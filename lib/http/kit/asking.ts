import type { Asking, Caller } from '../../teams/caller.ts'
import type { HttpRequest } from './exchange.ts'

type Known = HttpRequest & { readonly caller: Caller }

/** Who asks, and from where, as use cases and history take it. */
export const askingOf = ({ caller, requestId, accessKeyId, address, userAgent }: Known): Required<Asking> => ({
  caller,
  requestId,
  accessKeyId,
  address,
  userAgent,
})

const LONGEST_QUERY = 500

/** What a list was asked for, as its event names it. A page token only says that it was asked for more of the same. */
export const queryDetail = ({ path, query }: Known): { readonly detail: string } => {
  const search = new URLSearchParams(
    [...query].flatMap(([name, [value = '']]) => (name === 'pageToken' ? [] : [[name, value] as [string, string]])),
  )
  return { detail: `${path}${search.size > 0 ? `?${search}` : ''}`.slice(0, LONGEST_QUERY) }
}

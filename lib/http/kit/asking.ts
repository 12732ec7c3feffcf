import type { Asking, Caller } from '../../teams/caller.ts'
import type { HttpRequest } from './exchange.ts'

type Known = HttpRequest & { readonly caller: Caller }

/** The caller and origin of a request, for actions and history. */
export const askingOf = ({ caller, requestId, accessKeyId, address, userAgent }: Known): Required<Asking> => ({
  caller,
  requestId,
  accessKeyId,
  address,
  userAgent,
})

const LONGEST_QUERY = 500

/** The query of a list, for its event. A page token is left out: it only asks for more of the same list. */
export const queryDetail = ({ path, query }: Known): { readonly detail: string } => {
  const search = new URLSearchParams(
    [...query].flatMap(([name, [value = '']]) => (name === 'pageToken' ? [] : [[name, value] as [string, string]])),
  )
  return { detail: `${path}${search.size > 0 ? `?${search}` : ''}`.slice(0, LONGEST_QUERY) }
}

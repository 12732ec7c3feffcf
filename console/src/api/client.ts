import { QueryClient } from '@tanstack/react-query'
import { createClient } from '../../../lib/client/client.ts'
import { authorized } from '../sign-in/session.ts'
import { ApiProblem } from './problem.ts'

/** Waybill's own address: the page lies in `console/` below it. */
export const ENDPOINT = new URL('..', document.baseURI).href.replace(/\/$/, '')

/** The HTTP API, as whoever has signed in. */
export const api = createClient({
  endpoint: ENDPOINT,
  authorize: authorized,
})

/** A file, with the same credentials: links alone would send none. */
export const fetchFile = async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(await authorized(new Request(new URL(path, `${ENDPOINT}/`), { headers })))

const MOST_RETRIES = 2

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Offline is an error that the page shows, and not a reason to wait without a word.
      networkMode: 'always',
      staleTime: 5_000,
      retry: (failures, error) => failures < MOST_RETRIES && error instanceof ApiProblem && error.problem.retryable,
      retryDelay: failures => 400 * 2 ** failures,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './problem.ts'

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

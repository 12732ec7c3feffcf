import { useQuery } from '@tanstack/react-query'
import { api } from './client.ts'
import { answered } from './problem.ts'

/** Who looks at the page, and what they may do here. */
export const useMe = () => useQuery({ queryKey: ['me'], queryFn: () => answered(api.GET('/v1/me')), staleTime: 60_000 })

/**
 * Whether the API would let the caller do this, as `POST /v1/jobs`. What is not allowed has no button. Until it is known
 * nothing is offered; where it cannot be found out, the API decides.
 */
export const useMay = (route: string): boolean => {
  const { data, isError } = useMe()
  return data ? data.may.includes(route) : isError
}

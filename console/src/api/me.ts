import { queryOptions, useQuery } from '@tanstack/react-query'
import type { paths } from '../../../lib/client/client.ts'
import { api } from './client.ts'
import { answered } from './problem.ts'

type Method = 'get' | 'post' | 'put' | 'delete'

/** Every route of the API by its name, as `POST /v1/jobs`; one that does not exist does not compile. */
export type RouteName = {
  [P in keyof paths & string]: {
    [M in Method]: paths[P] extends Readonly<Record<M, object>> ? `${Uppercase<M>} ${P}` : never
  }[Method]
}[keyof paths & string]

/** Who looks at the page, and what they may do here. */
export const ME = queryOptions({
  queryKey: ['me'],
  queryFn: () => answered(api.GET('/v1/me')),
  staleTime: 60_000,
})

export const useMe = () => useQuery(ME)

/**
 * Whether the API would let the caller do this. What is not allowed has no button. Until it is known nothing is offered; where
 * it cannot be found out, the API decides.
 */
export const useMay = (route: RouteName): boolean => useIsAllowed()(route) ?? false

/** The same for any route. `undefined`: it is not known yet. */
export const useIsAllowed = (): ((route: RouteName) => boolean | undefined) => {
  const { data, isError } = useMe()
  return route => (data ? data.may.includes(route) : isError || undefined)
}

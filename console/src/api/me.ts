import { useQuery } from '@tanstack/react-query'
import { askMe, type IsAllowed, ME_KEY, type RouteName } from './ask-me.ts'

export const useMe = () => useQuery({ queryKey: ME_KEY, queryFn: askMe, staleTime: 60_000 })

/**
 * Whether the API would let the caller do this. What is not allowed has no button. Until it is known nothing is offered; where
 * it cannot be found out, the API decides.
 */
export const useMay = (route: RouteName): boolean => useIsAllowed()(route) ?? false

/** The same for any route. `undefined`: it is not known yet. */
export const useIsAllowed = (): IsAllowed => {
  const { data, isError } = useMe()
  return route => (data ? data.may.includes(route) : isError || undefined)
}

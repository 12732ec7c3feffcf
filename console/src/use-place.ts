import { useSyncExternalStore } from 'react'
import { type Place, placeOf } from './route.ts'

const subscribe = (changed: () => void) => {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

export const usePlace = (): Place => {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash)
  return placeOf(hash)
}

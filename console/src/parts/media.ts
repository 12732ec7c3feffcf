import { useSyncExternalStore } from 'react'

/** Where Cloudscape has no room for navigation beside the content. */
export const NARROW = window.matchMedia('(max-width: 688px)')

/** Where steps have no room side by side. */
export const NO_ROOM_FOR_STEPS = window.matchMedia('(max-width: 899px)')

/** Whether a window is so now; it follows what is done to the window. */
export const useMedia = (media: MediaQueryList): boolean =>
  useSyncExternalStore(
    changed => {
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    () => media.matches,
  )

import { useSyncExternalStore } from 'react'

/** A message over the screen: what was done, or what failed. */
export interface Flash {
  readonly id: string
  readonly type: 'success' | 'error' | 'warning' | 'info'
  readonly header?: string
  readonly content: string | FlashedError
}

/** Shown with the words of the problem that it is. */
interface FlashedError {
  readonly error: unknown
}

let flashes: readonly Flash[] = []
const listeners = new Set<() => void>()
let next = 0

const set = (changed: readonly Flash[]) => {
  flashes = changed
  for (const listener of listeners) listener()
}

export const flash = (message: Omit<Flash, 'id'>): void => {
  next++
  // The newest lies on top of the stack.
  set([{ ...message, id: String(next) }, ...flashes.slice(0, 4)])
}

/** What failed away from the place where it was begun, such as a download. */
export const flashProblem = (error: unknown): void => flash({ type: 'error', content: { error } })

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useFlashes = () => ({
  flashes: useSyncExternalStore(subscribe, () => flashes),
  dismiss: (id: string) => set(flashes.filter(one => one.id !== id)),
})

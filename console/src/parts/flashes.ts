import { useSyncExternalStore } from 'react'
import { placeOf } from '../route.ts'

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

/** A message that is shown, and where; `undefined`: what has flashed it may still lead to another screen. */
type Shown = Flash & { at?: string }

let flashes: readonly Shown[] = []
const listeners = new Set<() => void>()
let next = 0

const set = (changed: readonly Shown[]) => {
  flashes = changed
  for (const listener of listeners) listener()
}

export const flash = (message: Omit<Flash, 'id'>): void => {
  next++
  const shown: Shown = { ...message, id: String(next) }
  // The newest lies on top of the stack.
  set([shown, ...flashes.slice(0, 4)])
  setTimeout(() => {
    shown.at = screenNow()
  })
}

const screenNow = (): string => placeOf(window.location.hash).segments.join('/')

/** What was flashed on a screen before is over: beside another job it would be read as being about that one. */
export const leaveFlashes = (): void => {
  const here = screenNow()
  const staying = flashes.filter(({ at = here }) => at === here)
  if (staying.length < flashes.length) set(staying)
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

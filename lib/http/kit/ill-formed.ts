import { cutName } from './bounded-errors.ts'

/** A value that JSON can express and that cannot be stored. */
export interface IllFormed {
  /** JSON Pointer. */
  readonly pointer: string
  readonly detail: string
}

const HALF = 'Half of a character stands here, a surrogate without its other one, which no text can have.'
const PROTO = 'A name cannot be "__proto__": it would be lost on its way.'

/**
 * Finds half of a surrogate pair, which UTF-8 and stores cannot hold, or a member that is lost when an object is copied.
 * `undefined`: the value has neither.
 */
export const illFormed = (value: unknown, pointer = ''): IllFormed | undefined => {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : { pointer, detail: HALF }
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, member] of Object.entries(value)) {
    if (!name.isWellFormed()) return { pointer, detail: HALF }
    const at = `${pointer}/${cutName(name)}`
    const found = name === '__proto__' ? { pointer: at, detail: PROTO } : illFormed(member, at)
    if (found) return found
  }
  return undefined
}

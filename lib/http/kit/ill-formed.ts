import { cutName } from './bounded-errors.ts'

/**
 * Where a value has half of a character: JSON can write a surrogate without its other one, and neither UTF-8 nor a store has
 * that. A JSON Pointer; `undefined`: nowhere.
 */
export const whereIllFormed = (value: unknown, at = ''): string | undefined => {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : at
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, member] of Object.entries(value)) {
    if (!name.isWellFormed()) return at
    const there = whereIllFormed(member, `${at}/${cutName(name)}`)
    if (there !== undefined) return there
  }
  return undefined
}

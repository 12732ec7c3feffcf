import { useCallback, useRef, useState } from 'react'
import { unsaved } from './unsaved.ts'

/** What a form holds: texts and choices. */
type Fields = Readonly<Record<string, unknown>>

export interface UnsavedForm<T> {
  readonly value: T
  readonly change: (changed: Partial<T>) => void
  /** Whether it has something that was typed at an earlier visit. */
  readonly isFound: boolean
  /** It became something that is saved. It stays, to be used again. */
  readonly saved: () => void
  /** It is saved, or not wanted: the form begins anew. Default: as it began at first */
  readonly renew: (value?: T) => void
}

interface Options<T> {
  /** Whether there is a secret in it, which is put into no storage of the browser. Default: there is none */
  readonly isSecret?: (value: T) => boolean
}

/**
 * The fields of a form, which are there again when someone comes back to it.
 *
 * @param name of the form, for all forms of the page
 * @param first what it begins with
 */
export const useUnsaved = <T extends Fields>(name: string, first: T, options: Options<T> = {}): UnsavedForm<T> => {
  const { isSecret = () => false } = options
  const begun = useRef(first)
  const [value, setValue] = useState<T>(() => restored(unsaved.resume(name), first))
  const latest = useRef(value)
  const [isFound, setFound] = useState(() => !isSame(value, first))
  return {
    value,
    isFound,
    change: changed => {
      // Two changes may come before the next drawing.
      const next = { ...latest.current, ...changed }
      latest.current = next
      setValue(next)
      if (isSame(next, begun.current)) return unsaved.drop(name)
      unsaved.hold(name, JSON.stringify(next))
      unsaved.store(name, isSecret(next))
    },
    saved: useCallback(() => unsaved.saved(name), [name]),
    renew: (next = begun.current) => {
      begun.current = next
      latest.current = next
      unsaved.drop(name)
      setValue(next)
      setFound(false)
    },
  }
}

const isSame = (a: Fields, b: Fields): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The page itself has written it; an earlier version of the page may have had other fields. */
const restored = <T extends Fields>(text: string | undefined, first: T): T => {
  if (text === undefined) return first
  try {
    const known: unknown = JSON.parse(text)
    if (typeof known !== 'object' || known === null) return first
    const isField = ([field, part]: [string, unknown]) =>
      first[field] === undefined ||
      (typeof part === typeof first[field] && Array.isArray(part) === Array.isArray(first[field]))
    return { ...first, ...Object.fromEntries(Object.entries(known).filter(isField)) }
  } catch {
    return first
  }
}

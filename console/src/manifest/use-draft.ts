import { useEffect, useRef, useState } from 'react'
import { applyEdits } from '../../../lib/manifest/assist/apply-edits.ts'
import type { Fix } from '../../../lib/manifest/diagnostics/diagnostic.ts'
import { askManifest } from './ask.ts'
import type { ManifestView, OptionChange } from './protocol.ts'

/** The language is asked when the typing pauses. */
const ASK_AFTER_MS = 80

interface Options<V> {
  /** Asks the language about a text. Another function asks anew about the same text */
  readonly ask: (text: string) => Promise<V>
  /** Under which name a reload finds the text again. Default: it is stored nowhere */
  readonly stored?: string
  /** What it begins with. Default: nothing */
  readonly first?: string
}

/**
 * A manifest that is being written, and what the language reports of it. A reload does not lose one that is stored, unless it has
 * a password or PIN in it: such a text is put into no storage.
 */
export const useDraft = <V extends ManifestView>({ ask, stored, first = '' }: Options<V>) => {
  const [text, setText] = useState(() => (stored === undefined ? first : (sessionStorage.getItem(stored) ?? first)))
  const [found, setFound] = useState<{ readonly of: string; readonly view: V }>()
  const latest = useRef(text)
  const changes = useRef<Promise<unknown>>(Promise.resolve())

  useEffect(() => {
    let isLatest = true
    const timer = setTimeout(async () => {
      const view = await ask(text)
      if (!isLatest) return
      setFound({ of: text, view })
      if (stored === undefined) return
      if (view.hasSecret) sessionStorage.removeItem(stored)
      else sessionStorage.setItem(stored, text)
    }, ASK_AFTER_MS)
    return () => {
      isLatest = false
      clearTimeout(timer)
    }
  }, [text, ask, stored])

  const set = (next: string) => {
    latest.current = next
    setText(next)
  }
  // Of an empty page nothing is known that would count for a text; of a text that is being typed, most of it still does.
  const view = found && (found.of.trim() !== '' || text.trim() === '') ? found.view : undefined
  return {
    text,
    view,
    set,
    current: () => ({ text: latest.current, hasSecret: view?.hasSecret ?? true }),
    /** One after the other, each on the text that the one before has made. */
    setOptions: (asked: readonly OptionChange[]) => {
      changes.current = changes.current.then(async () =>
        set(await askManifest('set', { text: latest.current, changes: asked })),
      )
    },
    fixed: (fix: Fix): string => applyEdits(text, fix.edits) ?? text,
  }
}

export type Draft<V extends ManifestView = ManifestView> = ReturnType<typeof useDraft<V>>

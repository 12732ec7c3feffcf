import { useEffect, useRef, useState } from 'react'
import { applyEdits } from '../../../lib/manifest/assist/apply-edits.ts'
import type { Fix } from '../../../lib/manifest/diagnostics/diagnostic.ts'
import { tabStorage } from '../parts/storage.ts'
import { askManifest } from './ask.ts'
import type { ManifestView, OptionChange } from './protocol.ts'

/** The language is asked when the typing pauses. */
const ASK_AFTER_MS = 80

/** A manifest as it is at a moment, with all that was written, and what the language reports of it. */
export interface WholeManifest<V extends ManifestView = ManifestView> {
  readonly text: string
  readonly view: V
}

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
  const [text, setText] = useState(() => (stored === undefined ? first : (tabStorage.read(stored) ?? first)))
  const [found, setFound] = useState<{ readonly of: string; readonly view: V }>()
  const [failure, setFailure] = useState<unknown>()
  const [attempts, setAttempts] = useState(0)
  const latest = useRef(text)
  const changes = useRef<Promise<unknown>>(Promise.resolve())

  useEffect(() => {
    let isLatest = true
    const show = (view: V) => {
      if (!isLatest) return
      setFound({ of: text, view })
      setFailure(undefined)
      if (stored === undefined) return
      if (view.hasSecret) tabStorage.remove(stored)
      else tabStorage.store(stored, text)
    }
    const timer = setTimeout(
      () => ask(text).then(show, (error: unknown) => isLatest && setFailure(error)),
      ASK_AFTER_MS,
    )
    return () => {
      isLatest = false
      clearTimeout(timer)
    }
  }, [text, ask, stored, attempts])

  const set = (next: string) => {
    latest.current = next
    setText(next)
  }
  // Of an empty page nothing is known that would count for a text; of a text that is being typed, most of it still does.
  const view = found && (found.of.trim() !== '' || text.trim() === '') ? found.view : undefined
  return {
    text,
    view,
    /** Whether the view is of this very text. */
    isViewed: found?.of === text,
    set,
    /** Why nothing is known of it. */
    failure,
    tryAgain: () => setAttempts(attempts + 1),
    /**
     * The text with everything that was written until now, also what a field of the form has only just handed over: what is
     * sent is what stands on the page.
     */
    whole: async (): Promise<WholeManifest<V>> => {
      await changes.current
      const { current } = latest
      return { text: current, view: await ask(current) }
    },
    /** One after the other, each on the text that the one before has made. */
    setOptions: (asked: readonly OptionChange[]) => {
      changes.current = changes.current.then(async () => {
        try {
          set(await askManifest('set', { text: latest.current, changes: asked }))
        } catch (error) {
          setFailure(error)
        }
      })
    },
    /** A fix is of the text that it was found in: one of an older text mends nothing. */
    fixed: (fix: Fix): string => (found?.of === text && applyEdits(text, fix.edits)) || text,
  }
}

export type Draft<V extends ManifestView = ManifestView> = ReturnType<typeof useDraft<V>>

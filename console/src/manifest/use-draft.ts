import { useEffect, useRef, useState } from 'react'
import { applyEdits } from '../../../lib/manifest/assist/apply-edits.ts'
import type { Fix } from '../../../lib/manifest/diagnostics/diagnostic.ts'
import { unsaved } from '../parts/unsaved.ts'
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
  /** Under which name the text is found again after someone has left it. Default: it is not */
  readonly stored?: string
  /** What it begins with. Default: nothing */
  readonly first?: string
}

/**
 * A manifest that is being written, and what the language reports of it. Whoever leaves it finds it again, also after a reload,
 * unless it has a password or PIN in it: such a text is put into no storage, and the browser asks before it is lost.
 */
export const useDraft = <V extends ManifestView>({ ask, stored, first = '' }: Options<V>) => {
  const [text, setText] = useState(() => (stored === undefined ? first : (unsaved.resume(stored) ?? first)))
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
      if (stored !== undefined) unsaved.store(stored, view.hasSecret)
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
    if (stored === undefined) return
    if (next === first) unsaved.drop(stored)
    else unsaved.hold(stored, next)
  }
  // Of an empty page nothing is known that would count for a text; of a text that is being typed, most of it still does.
  const view = found && (found.of.trim() !== '' || text.trim() === '') ? found.view : undefined
  return {
    text,
    view,
    /** Whether the view is of this very text. */
    isViewed: found?.of === text,
    set,
    /** It became something that is saved. The text stays here, to be used again. */
    saved: () => stored !== undefined && unsaved.saved(stored),
    /** It is saved elsewhere, and no text is found here again. */
    drop: () => stored !== undefined && unsaved.drop(stored),
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

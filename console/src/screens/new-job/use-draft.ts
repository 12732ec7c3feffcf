import { useEffect, useRef, useState } from 'react'
import { applyEdits } from '../../../../lib/manifest/assist/apply-edits.ts'
import type { OptionTexts } from '../../../../lib/manifest/assist/option-texts.ts'
import type { Fix } from '../../../../lib/manifest/diagnostics/diagnostic.ts'
import { askManifest } from '../../manifest/ask.ts'
import type { ManifestView } from '../../manifest/protocol.ts'

const STORED = 'waybill.draft'
/** The language is asked when the typing pauses. */
const ASK_AFTER_MS = 80

/**
 * The manifest that is being written, and what the language says of it. A reload does not lose it, unless it has a password or
 * PIN in it: such a text is put into no storage.
 *
 * @param defaults what the team fills in where the manifest leaves it out
 */
export const useDraft = (defaults: OptionTexts) => {
  const [text, setText] = useState(() => sessionStorage.getItem(STORED) ?? '')
  const [found, setFound] = useState<{ readonly of: string; readonly view: ManifestView }>()
  const latest = useRef(text)
  const changes = useRef<Promise<unknown>>(Promise.resolve())

  useEffect(() => {
    let isLatest = true
    const timer = setTimeout(async () => {
      const view = await askManifest('view', { text, defaults })
      if (!isLatest) return
      setFound({ of: text, view })
      if (view.hasSecret) sessionStorage.removeItem(STORED)
      else sessionStorage.setItem(STORED, text)
    }, ASK_AFTER_MS)
    return () => {
      isLatest = false
      clearTimeout(timer)
    }
  }, [text, defaults])

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
    setOption: (path: readonly string[], value: string) => {
      changes.current = changes.current.then(async () =>
        set(await askManifest('set', { text: latest.current, path, value })),
      )
    },
    fixed: (fix: Fix): string => applyEdits(text, fix.edits) ?? text,
  }
}

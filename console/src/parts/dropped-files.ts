import { useEffect } from 'react'

/** Where a file may be dropped although nothing has said so yet: text that is written in, and fields for files. */
const takesFiles = (target: EventTarget): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input[type=file]'))

const refuse = (event: DragEvent): void => {
  const { dataTransfer } = event
  if (event.defaultPrevented || !dataTransfer?.types.includes('Files') || event.composedPath().some(takesFiles)) return
  event.preventDefault()
  dataTransfer.dropEffect = 'none'
}

/**
 * For screens with a field for files: a file that is dropped beside it does nothing. Otherwise the browser would open it in place of
 * the page, and what was typed would be gone.
 */
export const useOnlyFieldsTakeFiles = (): void =>
  useEffect(() => {
    window.addEventListener('dragover', refuse)
    window.addEventListener('drop', refuse)
    return () => {
      window.removeEventListener('dragover', refuse)
      window.removeEventListener('drop', refuse)
    }
  }, [])

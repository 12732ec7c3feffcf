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
 * A file that is dropped beside the field for files does nothing. Otherwise the browser would open it in place of the page, and what
 * was typed would be gone.
 *
 * @returns ends it
 */
export const refuseDrops = (): (() => void) => {
  window.addEventListener('dragover', refuse)
  window.addEventListener('drop', refuse)
  return () => {
    window.removeEventListener('dragover', refuse)
    window.removeEventListener('drop', refuse)
  }
}

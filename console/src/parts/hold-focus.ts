import { takeFocus } from './focus.ts'

/** The heading of the nearest part around something that is gone. */
const headingNear = (around: readonly Element[]): HTMLElement | undefined => {
  for (const part of around) {
    const heading = part.isConnected && (part.querySelector('h1') ?? part.querySelector('h2, h3'))
    if (heading instanceof HTMLElement) return heading
  }
  return undefined
}

const ancestorsOf = (element: Element): readonly Element[] => {
  const parent = element.parentElement
  return parent ? [parent, ...ancestorsOf(parent)] : []
}

/**
 * Who works by keyboard or listens stays where they are: where what had the focus is gone, the heading of the part around it gets
 * it; where it could not be used for a while, it gets it back.
 */
export const holdFocus = (): void => {
  let last: HTMLElement | undefined
  let around: readonly Element[] = []
  let wasDisabled = false
  const remember = (element: EventTarget | null) => {
    if (!(element instanceof HTMLElement)) return
    last = element
    around = ancestorsOf(element)
    wasDisabled = false
  }
  // A click beside everything leaves the focus nowhere, as it should.
  const forget = () => {
    last = undefined
  }
  const look = () => {
    if (!last || document.activeElement !== document.body) return
    if (!last.isConnected) takeFocus(headingNear(around))
    else if (last.matches(':disabled')) wasDisabled = true
    else if (wasDisabled) last.focus()
  }
  const observer = new MutationObserver(() => requestAnimationFrame(look))
  observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] })
  document.addEventListener('focusin', ({ target }) => remember(target))
  document.addEventListener('pointerdown', forget)
  remember(document.activeElement)
}

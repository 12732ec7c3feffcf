const CONTROLS = 'a, button, input'

/** Watches what someone does with the first page, so that nothing of it is lost when the whole page takes its place. */
export interface TakeOver {
  /** Waits until nothing is pressed: what is let go must still be there. */
  readonly letGo: () => Promise<void>
  /**
   * Takes the first page away. The whole page must be there.
   *
   * @returns what goes on with the whole page: its same control has the focus, the text, and the click
   */
  readonly takeAway: () => () => void
}

export const watchFirst = (first: HTMLElement): TakeOver => {
  let isDown = false
  let pressed: Element | undefined
  let clicked: Element | undefined
  let waiting: (() => void)[] = []

  const release = () => {
    isDown = false
    pressed = undefined
    for (const go of waiting.splice(0)) go()
  }
  const controlOf = ({ target }: Event) =>
    (target instanceof Element && first.contains(target) && target.closest(CONTROLS)) || undefined

  const down = (event: Event) => {
    // Another button opens the browser's own menu, which may swallow that it is let go.
    if (event instanceof PointerEvent && event.button !== 0) return
    isDown = true
    pressed = controlOf(event)
  }
  // The click comes after it.
  const up = () => setTimeout(release)
  const click = (event: Event) => {
    const control = controlOf(event)
    // A link leads where it leads without the whole page.
    if (control instanceof HTMLButtonElement) clicked = control
    control?.classList.add('first-clicked')
  }
  const watched = { pointerdown: down, pointerup: up, pointercancel: up, click } as const
  for (const [name, react] of Object.entries(watched)) window.addEventListener(name, react, { capture: true })

  return {
    letGo: async () => {
      while (isDown) await new Promise<void>(go => (waiting = [...waiting, go]))
    },
    takeAway: () => {
      for (const [name, react] of Object.entries(watched)) window.removeEventListener(name, react, { capture: true })
      const { activeElement } = document
      const focused = activeElement !== null && first.contains(activeElement) ? activeElement : undefined
      first.remove()
      return () => {
        const control = focused && sameIn(document, focused)
        control?.focus()
        if (focused instanceof HTMLInputElement && control instanceof HTMLInputElement) type(control, focused.value)
        if (clicked) sameIn(document, clicked)?.click()
        else if (isDown && pressed) clickWhenLetGo(sameIn(document, pressed))
      }
    },
  }
}

/** The same control of another page: a link that leads to the same place, or what has the same name. */
const sameIn = (page: Document, control: Element): HTMLElement | undefined => {
  const id = idOf(control)
  return [...page.querySelectorAll<HTMLElement>(CONTROLS)].find(
    other => idOf(other) === id && other.checkVisibility({ visibilityProperty: true }),
  )
}

const idOf = (control: Element): string => {
  const href = control.getAttribute('href')
  if (href !== null) return `link ${href}`
  // Some buttons of Cloudscape are links that lead nowhere.
  const kind = control.localName === 'a' ? 'button' : control.localName
  return `${kind} ${control.getAttribute('aria-label') ?? control.textContent.trim()}`
}

/** As if it was typed there, so that the component notices. */
const type = (input: HTMLInputElement, text: string): void => {
  if (text === '') return
  // React looks at the input's own `value`, which it has put in front of the browser's.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text)
  input.dispatchEvent(new Event('input', { bubbles: true }))
}

/** The browser itself makes a click only where the same element was pressed and let go. */
const clickWhenLetGo = (control: HTMLElement | undefined): void => {
  const letGo = ({ target }: Event) => {
    if (control && target instanceof Node && control.contains(target)) control.click()
  }
  window.addEventListener('pointerup', letGo, { capture: true, once: true })
  window.addEventListener('pointercancel', () => window.removeEventListener('pointerup', letGo, { capture: true }), {
    capture: true,
    once: true,
  })
}

/** A phone, say: slow to show the whole page, and held by someone who often only looks. */
const TOUCH_ONLY = window.matchMedia('(hover: none) and (pointer: coarse)')

/** What someone does who wants more than to look. */
const SIGNS = ['pointerdown', 'click', 'focusin', 'keydown', 'wheel', 'scroll', 'hashchange']

/**
 * Waits until the whole page should take the place of the first one, which shows all that there is to read: at once, but where
 * people touch, with the first touch.
 */
export const wanted = (): Promise<void> =>
  TOUCH_ONLY.matches
    ? new Promise(resolve => {
        const see = () => {
          for (const sign of SIGNS) window.removeEventListener(sign, see, { capture: true })
          resolve()
        }
        for (const sign of SIGNS) window.addEventListener(sign, see, { capture: true, passive: true })
      })
    : Promise.resolve()

/** Whether the first page stays until someone does something. */
export const staysFirst = (): boolean => TOUCH_ONLY.matches

/** Waits until the browser has nothing better to do. */
export const idle = (): Promise<void> =>
  new Promise(resolve => {
    // Safari does not have it.
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve(), { timeout: 1_000 })
    else setTimeout(resolve, 100)
  })

/** Waits until what was drawn is on the screen. */
export const painted = (): Promise<void> =>
  // The second frame begins once the picture of the first one is on the screen.
  new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))

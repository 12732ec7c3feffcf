import type { ComponentType } from 'react'
import { componentWords } from '../i18n/component-words.ts'
import { firstLanguage } from '../i18n/i18n.tsx'
import { CodeGone } from '../parts/code-gone.ts'
import { placeOf } from '../route.ts'
import { screenAt } from '../screens/screens.ts'

/** Who waits for an API that is slow needs the page no later for it. */
const LONGEST_WAIT_MS = 300

let show: () => void = () => undefined
const shown = new Promise<void>(resolve => {
  show = resolve
})

/** The first page is on the screen: reading the code of the whole one no longer holds it up. */
export const firstPageIsShown = (): void => {
  // The second frame begins once the picture of the first one is on the screen.
  requestAnimationFrame(() => requestAnimationFrame(show))
}

/** The whole page, with all that its first screen needs to be shown at once. */
export const loadApp = async (): Promise<{ default: ComponentType }> => {
  await Promise.race([shown, new Promise(resolve => setTimeout(resolve, LONGEST_WAIT_MS))])
  const [{ App }] = await Promise.all([
    import('../app.tsx').catch((error: unknown) => {
      throw new CodeGone('The code of the page could not be loaded.', { cause: error })
    }),
    // A screen whose code does not come shows that itself.
    screenAt(placeOf(window.location.hash), () => undefined)
      .code.load()
      .catch(() => undefined),
    componentWords(firstLanguage()),
  ])
  return { default: App }
}

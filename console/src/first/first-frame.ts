import type { IsAllowed } from '../api/ask-me.ts'
import { LANGUAGES, type Words } from '../i18n/translate.ts'
import { themeNow } from '../parts/theme.ts'
import { linkTo } from '../route.ts'
import { screensFor } from '../screens/screens.ts'
import { isSignedIn } from '../sign-in/session.ts'
import { iconButton, toolButton } from './controls.ts'
import { element } from './element.ts'

/** The frame of the page, as `AppLayout` will have it. */
export interface FirstFrame {
  readonly element: HTMLElement
  /** Fills in what depends on who looks at the page, and where they are. */
  readonly showNavigation: (isAllowed: IsAllowed, section: string) => void
  /**
   * Shows what the page is about.
   *
   * @param isBusy something else will take its place by itself; who listens to the page is not read both
   */
  readonly show: (isBusy: boolean, ...content: readonly Node[]) => void
}

export const firstFrame = ({ t, language }: Words): FirstFrame => {
  const tools = element('div', { class: 'first-tools' })
  const entries = element('ul')
  const main = element('main')
  const frame = element(
    'div',
    { class: 'first' },
    element('header', {}, element('a', { href: linkTo([]) }, 'Waybill'), tools),
    element('div', { class: 'first-menu' }, iconButton(t('frame.navigationOpen'), 'menu')),
    element('nav', { 'aria-label': t('frame.navigation') }, entries),
    main,
  )
  return {
    element: frame,
    showNavigation: (isAllowed, section) => {
      const other = t(themeNow() === 'dark' ? 'frame.light' : 'frame.dark')
      tools.replaceChildren(
        toolButton(LANGUAGES[language], t('frame.language', { language: LANGUAGES[language] }), 'language'),
        toolButton(other, other, 'settings'),
        ...(isSignedIn() ? [toolButton(t('frame.signOut'), t('frame.signOut'))] : []),
      )
      entries.replaceChildren(
        ...screensFor(isAllowed).map(screen => {
          const current = screen.section === section ? 'page' : undefined
          return element(
            'li',
            {},
            element('a', { href: linkTo([screen.section]), 'aria-current': current }, t(screen.title)),
          )
        }),
      )
    },
    show: (isBusy, ...content) => {
      main.setAttribute('aria-busy', String(isBusy))
      main.replaceChildren(...content)
    },
  }
}

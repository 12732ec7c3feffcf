import AppLayout from '@cloudscape-design/components/app-layout'
import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar'
import SideNavigation from '@cloudscape-design/components/side-navigation'
import TopNavigation from '@cloudscape-design/components/top-navigation'
import { Suspense, useEffect, useRef, useState } from 'react'
import { useIsAllowed } from './api/me.ts'
import { ComponentWordsProvider } from './i18n/component-words-provider.tsx'
import { useI18n } from './i18n/i18n.tsx'
import { LANGUAGES, type Language } from './i18n/translate.ts'
import { leaveFlashes, useFlashes } from './parts/flashes.ts'
import { focusHeading } from './parts/focus.ts'
import { Loading } from './parts/loading.tsx'
import { NARROW } from './parts/media.ts'
import { ProblemTitle, ProblemWords } from './parts/problem-words.tsx'
import { ScreenBoundary } from './parts/screen-boundary.tsx'
import { chooseTheme, themeNow } from './parts/theme.ts'
import { linkTo } from './route.ts'
import { ScreenView } from './screens/screen-view.tsx'
import { screenAt, screensFor } from './screens/screens.ts'
import { isSignedIn, signOut } from './sign-in/session.ts'
import { usePlace } from './use-place.ts'

/** The frame of every screen: what is always there, and the screen of the address in it. */
export const App = () => {
  const { t, language, setLanguage } = useI18n()
  const place = usePlace()
  const [theme, setTheme] = useState(themeNow)
  const isAllowed = useIsAllowed()
  const { flashes, dismiss } = useFlashes()
  const screen = screenAt(place, isAllowed)
  const title = t(screen.title, screen.titleValues?.(place))
  useEffect(() => {
    document.title = `${title} – Waybill`
  }, [title])
  const name = place.segments.join('/')
  useFocusOnNewScreen(name)
  useEffect(leaveFlashes, [name])
  useHeldFocus()
  useValidAria()
  const [isNavigationOpen, setNavigationOpen] = useNavigationOpen()

  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <ComponentWordsProvider>
      <a className="skip" href={window.location.hash || '#/jobs'} onClick={skipToMain}>
        {t('frame.skip')}
      </a>
      <div id="top">
        <TopNavigation
          identity={{ href: linkTo([]), title: 'Waybill' }}
          utilities={[
            {
              type: 'menu-dropdown',
              text: LANGUAGES[language],
              ariaLabel: t('frame.language', { language: LANGUAGES[language] }),
              iconName: 'globe',
              items: Object.entries(LANGUAGES).map(([id, text]) => ({ id, text })),
              // The items are the languages.
              onItemClick: ({ detail }) => setLanguage(detail.id as Language),
            },
            {
              type: 'button',
              text: t(other === 'dark' ? 'frame.dark' : 'frame.light'),
              disableTextCollapse: false,
              iconName: 'settings',
              ariaLabel: t(other === 'dark' ? 'frame.dark' : 'frame.light'),
              onClick: () => {
                chooseTheme(other)
                setTheme(other)
              },
            },
            ...(isSignedIn()
              ? [
                  {
                    type: 'button' as const,
                    text: t('frame.signOut'),
                    ariaLabel: t('frame.signOut'),
                    onClick: signOut,
                  },
                ]
              : []),
          ]}
        />
      </div>
      <AppLayout
        headerSelector="#top"
        toolsHide
        navigationOpen={isNavigationOpen}
        onNavigationChange={({ detail }) => setNavigationOpen(detail.open)}
        ariaLabels={{
          navigation: t('frame.navigation'),
          navigationClose: t('frame.navigationClose'),
          navigationToggle: t('frame.navigationOpen'),
          notifications: t('frame.notifications'),
        }}
        navigation={
          <SideNavigation
            activeHref={linkTo([screen.section])}
            items={screensFor(isAllowed).map(({ section, title: name }) => ({
              type: 'link',
              text: t(name),
              href: linkTo([section]),
            }))}
          />
        }
        notifications={
          <Flashbar
            stackItems
            items={flashes.map(({ content, ...flash }): FlashbarProps.MessageDefinition => {
              const isText = typeof content === 'string'
              return {
                ...flash,
                ...(!isText && { header: <ProblemTitle error={content.error} /> }),
                content: isText ? <span className="break">{content}</span> : <ProblemWords error={content.error} />,
                // Read aloud when it comes; the focus stays where it is.
                ariaRole: 'status',
                dismissible: true,
                dismissLabel: t('frame.dismiss'),
                onDismiss: () => dismiss(flash.id),
              }
            })}
          />
        }
        content={
          <ScreenBoundary key={name}>
            <Suspense fallback={<Loading />}>
              <ScreenView load={screen.load} place={place} />
            </Suspense>
          </ScreenBoundary>
        }
      />
    </ComponentWordsProvider>
  )
}

/** Open where there is room. A window that becomes wide again has its navigation again, too. */
const useNavigationOpen = () => {
  const [isOpen, setOpen] = useState(!NARROW.matches)
  useEffect(() => {
    const follow = () => setOpen(!NARROW.matches)
    NARROW.addEventListener('change', follow)
    return () => NARROW.removeEventListener('change', follow)
  }, [])
  return [isOpen, setOpen] as const
}

/** AppLayout gives its `nav` an attribute that ARIA does not allow there; screen readers would get nonsense. */
const useValidAria = (): void => {
  useEffect(() => {
    const mend = () => {
      for (const nav of document.querySelectorAll('nav[aria-orientation]')) nav.removeAttribute('aria-orientation')
    }
    const observer = new MutationObserver(mend)
    observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['aria-orientation'] })
    mend()
    return () => observer.disconnect()
  }, [])
}

/** Its code is loaded with the first key: who only points has no focus to lose. */
const useHeldFocus = (): void => {
  useEffect(() => {
    const begin = () => void import('./parts/hold-focus.ts').then(({ holdFocus }) => holdFocus()).catch(() => undefined)
    window.addEventListener('keydown', begin, { once: true })
    return () => window.removeEventListener('keydown', begin)
  }, [])
}

const skipToMain = (event: { preventDefault: () => void }): void => {
  event.preventDefault()
  focusHeading()
}

/** Who works by keyboard or listens is taken to the new screen, as a page load would. */
const useFocusOnNewScreen = (name: string): void => {
  const isFirst = useRef(true)
  useEffect(() => {
    if (name === '' || isFirst.current) {
      isFirst.current = false
      return
    }
    // The code of the screen may still be on its way.
    const waiting = setInterval(() => focusHeading() && clearInterval(waiting), 50)
    return () => clearInterval(waiting)
  }, [name])
}

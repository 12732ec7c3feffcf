import { useEffect } from 'react'
import { useIsAllowed } from '../api/me.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { linkTo, usePlace } from '../route.ts'
import { screenAt, screensFor } from '../screens/screens.ts'
import { isJobList } from './ask-early.ts'
import { FirstFrame } from './first-frame.tsx'
import { FirstJobs } from './first-jobs.tsx'
import { useRememberedFocus } from './keep-focus.ts'
import { firstPageIsShown } from './load-app.ts'

/**
 * What stands on the screen while the code of the page is read: its frame, and the list of jobs if that is what was asked for.
 * It needs a tenth of the code, shows what the API has answered now, and its links work. The page that follows looks the same.
 */
export const FirstPage = () => {
  const { t } = useI18n()
  useRememberedFocus()
  const place = usePlace()
  const isAllowed = useIsAllowed()
  const screen = screenAt(place, isAllowed)
  const isJobs = screen.section === 'jobs' && isJobList(place)
  useEffect(() => {
    if (!isJobs) firstPageIsShown()
  }, [isJobs])
  return (
    <FirstFrame
      navigation={screensFor(isAllowed).map(({ section, title }) => (
        <li key={section}>
          <a href={linkTo([section])} aria-current={section === screen.section ? 'page' : undefined}>
            {t(title)}
          </a>
        </li>
      ))}
    >
      {isJobs ? <FirstJobs place={place} onShown={firstPageIsShown} /> : <p role="status">{t('state.loading')}</p>}
    </FirstFrame>
  )
}

import { askMe, type IsAllowed, ME_KEY } from '../api/ask-me.ts'
import type { Words } from '../i18n/translate.ts'
import { type Place, placeOf } from '../route.ts'
import { queryOf } from '../screens/jobs/job-filter.ts'
import { jobsKey, listJobs } from '../screens/jobs/list-jobs.ts'
import { storedPreferences } from '../screens/jobs/preferences.ts'
import { screenAt } from '../screens/screens.ts'
import type { EarlyAnswers } from './early-answers.ts'
import { element } from './element.ts'
import type { FirstFrame } from './first-frame.ts'
import { firstCards, firstHead, firstList } from './first-jobs.ts'
import { painted, staysFirst } from './when-wanted.ts'

/** Whether the first page has all that was asked for, or only the whole one can show it. */
export type FirstShown = 'all' | 'part'

/**
 * What stands on the screen while the code of the page is read: its frame, and the list of jobs if that is what was asked for.
 * It needs a tenth of the code, shows what the API has answered now, and its links work. The page that follows looks the same.
 */
export const showFirstPage = async (words: Words, frame: FirstFrame, early: EarlyAnswers): Promise<FirstShown> => {
  const place = placeOf(window.location.hash)
  const isJobs = isJobList(place)
  const jobs = isJobs ? showJobs(words, frame, early, place) : undefined
  // A link that was pressed leads to what only the whole page can show.
  window.addEventListener('hashchange', () => frame.show(true, loading(words)), { once: true })
  const me = early.ask(ME_KEY, askMe)
  if (!jobs) frame.show(true, loading(words))
  const isAllowed = await me.then(
    ({ may }): IsAllowed =>
      route =>
        may.includes(route),
    // The API decides.
    (): IsAllowed => () => true,
  )
  const screen = screenAt(place, isAllowed)
  document.title = `${words.t(screen.title, screen.titleValues?.(place))} – Waybill`
  frame.showNavigation(isAllowed, screen.section)
  if (!jobs || screen.section !== 'jobs') return 'part'
  jobs.showAllowed(isAllowed)
  return jobs.shown
}

/** Asks for all that the first page shows, before anything of it is drawn. */
export const askFirst = (early: EarlyAnswers): void => {
  const place = placeOf(window.location.hash)
  if (isJobList(place)) void askJobs(early, place).catch(() => undefined)
  void early.ask(ME_KEY, askMe).catch(() => undefined)
}

const askJobs = (early: EarlyAnswers, place: Place) => {
  const query = queryOf(place.query)
  const { pageSize } = storedPreferences()
  return early.ask(jobsKey(query, pageSize, undefined), () => listJobs(query, pageSize, undefined))
}

/** Whether the list of jobs is what an address asks for. */
const isJobList = ({ segments: [first = 'jobs', second] }: Place): boolean => first === 'jobs' && second === undefined

const loading = ({ t }: Words): HTMLElement => element('p', { role: 'status' }, t('state.loading'))

const showJobs = (words: Words, frame: FirstFrame, early: EarlyAnswers, place: Place) => {
  const cards = firstCards(words)
  const head = firstHead(words)
  frame.show(true, cards.element, head.element, loading(words))
  const { hash } = window.location
  const shown = askJobs(early, place).then(
    async (list): Promise<FirstShown> => {
      if (window.location.hash !== hash) return 'part'
      frame.show(
        !staysFirst(),
        cards.element,
        head.element,
        firstList(words, list, queryOf(place.query), storedPreferences()),
      )
      await painted()
      cards.count(early)
      return 'all'
    },
    (): FirstShown => 'part',
  )
  return { shown, showAllowed: head.showAllowed }
}

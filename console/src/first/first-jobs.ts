import type { IsAllowed } from '../api/ask-me.ts'
import type { Words } from '../i18n/translate.ts'
import { linkTo } from '../route.ts'
import { type JobQuery, searchOf } from '../screens/jobs/job-filter.ts'
import { countJobs, countKey, countText, jobGroups } from '../screens/jobs/job-groups.ts'
import type { JobList } from '../screens/jobs/list-jobs.ts'
import type { TablePreferences } from '../screens/jobs/preferences.ts'
import { button, iconButton, searchField } from './controls.ts'
import type { EarlyAnswers } from './early-answers.ts'
import { element } from './element.ts'
import { firstTable } from './first-table.ts'

/** What is to be done; each entry leads to its jobs. Given back is what counts them. */
export const firstCards = ({ t }: Words) => {
  const counts = jobGroups().map(({ title, filters }) => ({
    title,
    entries: filters.map(({ name, query }) => ({
      name,
      query,
      link: element('a', { class: 'link', href: linkTo(['jobs'], searchOf(query)) }, countText(t, name, undefined)),
    })),
  }))
  const cards = counts.map(({ title, entries }) =>
    element('div', {}, element('h2', {}, t(title)), ...entries.map(({ link }) => element('div', {}, link))),
  )
  const count = (early: EarlyAnswers): void => {
    for (const { name, query, link } of counts.flatMap(({ entries }) => entries)) {
      early
        .ask(countKey(query), () => countJobs(query))
        .then(
          counted => {
            link.textContent = countText(t, name, counted)
          },
          // The whole page asks again.
          () => undefined,
        )
    }
  }
  return { element: element('div', { class: 'cards' }, ...cards), count }
}

/** The title of the list, and what can be done with it: controls that the whole page takes over, and answers. */
export const firstHead = ({ t }: Words) => {
  const actions = element(
    'div',
    { class: 'first-actions' },
    iconButton(t('state.refresh'), 'refresh'),
    button(t('copy.as'), 'more'),
    button(t('jobs.export'), 'download'),
  )
  return {
    element: element(
      'div',
      { class: 'first-head' },
      element('h1', {}, t('jobs.title')),
      actions,
      element('p', {}, t('jobs.description')),
      searchField(t('jobs.filterHint')),
      iconButton(t('jobs.preferences'), 'settings'),
    ),
    /** Adds what not everyone may do. */
    showAllowed: (isAllowed: IsAllowed): void => {
      if (!isAllowed('POST /v1/jobs')) return
      actions.append(element('a', { class: 'first-primary', href: linkTo(['new']) }, t('new.title')))
    },
  }
}

/** The jobs for reading, or that there are none. */
export const firstList = (
  words: Words,
  { jobs, nextPageToken }: JobList,
  query: JobQuery,
  preferences: TablePreferences,
): HTMLElement => {
  if (jobs.length > 0) return firstTable(words, jobs, preferences)
  const isFiltered = Object.keys(query).length > 0
  const none = nextPageToken ? 'state.noneSoFar' : isFiltered ? 'jobs.noneFound' : 'jobs.none'
  return element('p', { class: 'first-none' }, words.t(none))
}

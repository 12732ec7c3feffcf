import type { Words } from '../i18n/translate.ts'
import { timeTexts } from '../parts/time-texts.ts'
import { type Cell, columnsOf, type Row } from '../screens/jobs/columns.ts'
import type { TablePreferences } from '../screens/jobs/preferences.ts'
import { element } from './element.ts'

/** A screen has no more; the rest comes with the whole table. */
const MOST_ROWS = 50

/** The table of jobs for reading; what else can be done with it comes with the whole page. */
export const firstTable = (
  words: Words,
  jobs: readonly Row[],
  { columns: chosen, wrapLines }: TablePreferences,
): HTMLElement => {
  const columns = columnsOf(words.t).filter(({ id }) => chosen.includes(id))
  const heads = columns.map(({ header, width }) => {
    const head = element('th', { scope: 'col' }, header)
    head.style.inlineSize = `${width}px`
    return head
  })
  const rows = jobs
    .slice(0, MOST_ROWS)
    .map(job =>
      element(
        'tr',
        {},
        ...columns.map(({ cell, isRowHeader }) =>
          isRowHeader
            ? element('th', { scope: 'row' }, drawn(cell(job), words))
            : element('td', {}, drawn(cell(job), words)),
        ),
      ),
    )
  const table = element(
    'table',
    { class: wrapLines ? 'wrap' : undefined },
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows),
  )
  return element('div', { class: 'first-table' }, table)
}

const drawn = (cell: Cell, { t, language }: Words): Node | string => {
  switch (cell.is) {
    case 'words':
      return cell.text
    case 'nothing':
      return element('span', { class: 'quiet' }, cell.text)
    case 'text':
      return element('bdi', { title: cell.text }, cell.text)
    case 'link':
      return element('a', { class: 'link', href: cell.href }, cell.text)
    case 'state':
      return withIcon(t(`state.${cell.state}`))
    case 'stage':
      return withIcon(t(`stage.${cell.stage}`))
    case 'time': {
      if (cell.at === undefined) return '–'
      const { local, utc } = timeTexts(cell.at, language, true)
      return element('time', { datetime: cell.at, title: utc }, local)
    }
  }
}

/** Where the whole table has an icon, there is room for it. */
const withIcon = (text: string): HTMLElement => element('span', { class: 'first-icon' }, text)

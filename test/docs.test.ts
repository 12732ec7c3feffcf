import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { problemPage } from '../build/problem-table.ts'
import { CHECKOUT_COMMANDS } from '../lib/cli/checkout.ts'
import { COMMANDS } from '../lib/cli/commands.ts'
import { PROBLEMS } from '../lib/http/kit/problem.ts'
import { ROUTES } from '../lib/http/routes.ts'
import { NOTICE_MEANINGS } from '../lib/jobs/notice-meanings.ts'
import { SETTING_MEANINGS } from '../lib/settings/setting-meanings.ts'
import { SETTINGS, type SettingName } from '../lib/settings/settings.ts'
import { MAY_IMPORT } from './support/layout.ts'

const PAGES = globSync(['*.md', 'docs/**/*.md', '.github/**/*.md']).sort()
const read = (page: string) => readFileSync(page, 'utf8')

/** The cells of the first table below a heading, row by row. */
const rowsOf = (page: string, heading: string) => {
  const [, section = ''] = `\n${read(page)}`.split(`\n${heading}\n`)
  const [table = ''] = /^\|.*(?:\n\|.*)*/m.exec(section) ?? []
  return table
    .split('\n')
    .slice(2)
    .map(row =>
      row
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map(cell => cell.trim()),
    )
}
const codeOf = (cell = '') => cell.replace(/^`(.*)`$/, '$1')

/** As GitHub makes them. */
const anchorsOf = (page: string) =>
  [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )

describe('the pages', () => {
  it('list every route there is', () => {
    expect(rowsOf('docs/api.md', '## Routes').map(([route]) => codeOf(route))).toEqual(
      ROUTES.map(({ method, path }) => `${method} ${path}`),
    )
  })

  it('list every problem with its status', () => {
    const rows = rowsOf('docs/problems.md', '## Codes').map(([code, status, title]) => [
      codeOf(code),
      { status: Number(status), title },
    ])

    expect(Object.fromEntries(rows)).toEqual(PROBLEMS)
  })

  it('list the problems of each route as the actions have them', () => {
    expect(read('docs/problems.md')).toBe(problemPage())
  })

  it('show every command', () => {
    const page = read('docs/command-line.md')
    const ways = { start: '`npm start`', demo: '`npm run demo`' }

    const missing = Object.keys(COMMANDS).filter(
      name => !page.includes(Object.entries(ways).find(([other]) => other === name)?.[1] ?? `waybill ${name}`),
    )
    expect(missing).toEqual([])
  })

  it('show no command, and no option of one, that the parser does not know', () => {
    const lines = read('docs/command-line.md').split('\n')
    const cells = lines.flatMap(line => /^\| `(?:npx )?waybill ([^`]+)` \|(.*)/.exec(line)?.slice(1, 3) ?? [])
    const unknown: string[] = []
    for (let at = 0; at < cells.length; at += 2) {
      const [usage = '', about = ''] = cells.slice(at, at + 2)
      const name = Object.keys(COMMANDS).find(each => usage === each || usage.startsWith(`${each} `))
      if (name === undefined) {
        unknown.push(usage)
        continue
      }
      const known = [...Object.keys(COMMANDS[name]?.options ?? {}), 'endpoint-url', 'profile', 'quiet', 'help']
      for (const [, option = ''] of `${usage} ${about}`.matchAll(/`?--([a-z][\w-]*)/g)) {
        if (!known.includes(option)) unknown.push(`${name} --${option}`)
      }
    }

    expect(cells.length).toBeGreaterThan(60)
    expect(unknown).toEqual([])
  })

  it('call npx only for what a checkout alone has, or where the reader is in one', () => {
    const pages = ['README.md', ...globSync('docs/*.md').filter(page => page !== 'docs/checks.md')]
    const called = pages.flatMap(page =>
      [...read(page).matchAll(/npx waybill (?!outside)([a-z]+(?: [a-z]+)?)/g)].map(([, name = '']) => name),
    )

    const checkout = Object.keys(CHECKOUT_COMMANDS)
    expect(called.filter(name => !checkout.some(each => name === each || name.startsWith(`${each} `)))).toEqual([])
  })

  it('list every setting with its meaning and its default', () => {
    const rows = rowsOf('docs/settings.md', '## All settings').map(([name, meaning, byDefault]) => [
      codeOf(name),
      meaning,
      codeOf(byDefault),
    ])

    expect(rows).toEqual(
      Object.entries(SETTINGS).map(([name, setting]) => [
        name,
        SETTING_MEANINGS[name as SettingName],
        'byDefault' in setting ? setting.byDefault : '',
      ]),
    )
  })

  it('list every event of subscriptions with its meaning', () => {
    const rows = rowsOf('docs/subscriptions.md', '## Events').map(([event, meaning]) => [codeOf(event), meaning])

    expect(Object.fromEntries(rows)).toEqual(NOTICE_MEANINGS)
  })

  it('show the layout that the architecture test enforces', () => {
    const rows = rowsOf('docs/architecture.md', '## Layout').map(([part, , may]) => [
      codeOf(part)
        .replace(/^lib\/|\.ts$|\/$/g, '')
        .replace(/\/$/, ''),
      (may ?? '').split(', ').filter(name => name !== '' && name !== 'nothing'),
    ])

    expect(Object.fromEntries(rows)).toEqual(MAY_IMPORT)
  })
})

describe.each(PAGES)('%s', page => {
  it('names only files and folders that exist', () => {
    const named = [
      ...read(page).matchAll(/`((?:bin|lib|lambdas|test|bench|examples|stages|docs)\/[\w./-]*\w(?:\/|\.\w+))`/g),
    ].map(([, path = '']) => path)

    // Words in capitals are the reader's own; stages/dev.json and the like are files that the reader is about to write.
    const isOwn = (path: string) => /[A-Z]{4}/.test(path) || /^stages\/dev\d*\.json$/.test(path)
    expect(named.filter(path => !existsSync(path) && !isOwn(path))).toEqual([])
  })

  it('links only to pages and headings that exist', () => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].map(([, path = '', anchor]) => ({
      path: path === '' ? page : join(dirname(page), path),
      anchor,
    }))

    const dead = links.filter(
      ({ path, anchor }) => !existsSync(path) || (anchor !== undefined && !anchorsOf(path).includes(anchor)),
    )
    expect(dead).toEqual([])
  })
})

describe('every page', () => {
  it('shows a problem with the status that it has', () => {
    const shown = PAGES.filter(page => page !== 'CHANGELOG.md').flatMap(page => [
      ...[...read(page).matchAll(/\b([45]\d\d) `([A-Z]+_[A-Z_]+)`/g)].map(([, status, code = '']) => ({
        page,
        code,
        status,
      })),
      ...[...read(page).matchAll(/`([A-Z]+_[A-Z_]+)` \(([45]\d\d)\)/g)].map(([, code = '', status]) => ({
        page,
        code,
        status,
      })),
    ])
    const statuses: Readonly<Record<string, { readonly status: number }>> = PROBLEMS

    expect(shown.length).toBeGreaterThan(50)
    expect(shown.filter(({ code, status }) => statuses[code]?.status !== Number(status))).toEqual([])
  })

  it('shows only commands and options of `waybill` that there are', () => {
    const tables = 'docs/command-line.md'
    const lines = PAGES.filter(page => page !== tables && page !== 'CHANGELOG.md').flatMap(page =>
      [...read(page).matchAll(/(?:^ *|`|; | \| |npx )waybill ([A-Za-z][^`\n]*)/gm)].map(([, line = '']) => ({
        page,
        line,
      })),
    )
    const unknown = lines.filter(({ line }) => {
      if (line.startsWith('COMMAND')) return false
      const name = Object.keys(COMMANDS)
        .filter(each => line === each || line.startsWith(`${each} `))
        .sort((one, other) => other.length - one.length)[0]
      if (name === undefined) return !Object.keys(COMMANDS).some(each => each.startsWith(`${line.split(' ')[0]} `))
      const known = [
        ...Object.keys(COMMANDS[name]?.options ?? {}),
        'endpoint-url',
        'profile',
        'quiet',
        'help',
        'no-color',
      ]
      return [...line.matchAll(/ --([a-z][\w-]*)/g)].some(([, option = '']) => !known.includes(option))
    })

    expect(lines.length).toBeGreaterThan(60)
    expect(unknown).toEqual([])
  })
})

describe('the index of the docs', () => {
  it('names every page', () => {
    const linked = [...read('docs/README.md').matchAll(/\]\(([^)]*)\)/g)].map(([, path = '']) => path)

    const pages = globSync('*.md', { cwd: 'docs' }).filter(page => page !== 'README.md')
    expect(pages.filter(page => !linked.includes(page))).toEqual([])
  })

  it('names every decision', () => {
    const rows = rowsOf('docs/decisions/README.md', '# Decisions').map(([number]) => number)

    expect(rows.length).toBeGreaterThan(0)
    expect(rows).toEqual(
      globSync('[0-9]*.md', { cwd: 'docs/decisions' })
        .sort()
        .map(file => `[${Number(file.slice(0, 4))}](${file})`),
    )
  })
})

describe('the decisions', () => {
  const records = globSync('docs/decisions/[0-9]*.md')

  it.each(records)('%s has its date, what was weighed, and its consequences', file => {
    const text = read(file)
    const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)

    expect(text).toMatch(/^# \d+\. .*\n\n\d{4}-\d\d-\d\d, (accepted|replaced by \[\d+\]\(.*\))\.\n/)
    expect(headings).toEqual(['Context', 'Decision', 'Weighed', 'Consequences'])
  })
})

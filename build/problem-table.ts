import { readFileSync, writeFileSync } from 'node:fs'
import { docOf } from '../lib/http/openapi/openapi.ts'
import { ownProblemsOf } from '../lib/http/openapi/problems.ts'
import { needsCaller, ROUTES } from '../lib/http/routes.ts'

/* The part of docs/problems.md that the typed lists of errors make. */

const PAGE = 'docs/problems.md'
const HEADING = '\n## By route\n'

/** The table of each route's problems. */
export const problemTable = (): string =>
  [
    '| route | problems |',
    '| --- | --- |',
    ...ROUTES.filter(needsCaller).map(route => {
      const codes = ownProblemsOf(docOf(route)).map(code => `\`${code}\``)
      return `| \`${route.method} ${route.path}\` | ${codes.join(', ') || 'none'} |`
    }),
    '',
  ].join('\n')

/** The page with its table as the lists have it now. */
export const problemPage = (): string => {
  const page = readFileSync(PAGE, 'utf8')
  const end = page.indexOf('| route |', page.indexOf(HEADING))
  return page.slice(0, end) + problemTable()
}

if (import.meta.main) writeFileSync(PAGE, problemPage())

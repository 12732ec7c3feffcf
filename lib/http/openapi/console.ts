import type { RouteNameIn } from '../routes.ts'
import type { RouteDoc } from './route-doc.ts'

export const CONSOLE_ROUTES = {
  'GET /console': {
    id: 'getConsole',
    tag: 'Console',
    summary: 'The web page',
    answers: {
      200: { about: 'The page, at /console/', body: { 'text/html': 'text' } },
      302: { about: 'Where the page is' },
    },
  },
  'GET /console/{file}': {
    id: 'getConsoleFile',
    tag: 'Console',
    summary: 'A file of the web page',
    answers: { 200: { about: 'The file; its name changes with its content', body: { 'text/javascript': 'text' } } },
  },
} as const satisfies Readonly<Record<RouteNameIn<'console'>, RouteDoc>>

import type { RouteNameIn } from '../routes.ts'
import type { RouteDoc } from './route-doc.ts'

/** What a build of the page has, and its settings. */
const PAGE_FILES = {
  'text/javascript': 'text',
  'text/css': 'text',
  'text/html': 'text',
  'application/json': 'text',
  'image/svg+xml': 'text',
  'image/png': 'bytes',
  'font/woff': 'bytes',
  'font/woff2': 'bytes',
  'application/octet-stream': 'bytes',
} as const

export const CONSOLE_ROUTES = {
  'GET /console': {
    id: 'getConsole',
    tag: 'Console',
    summary: 'Open the web page',
    about:
      'The web page, at /console/. Without the slash at its end, the answer leads there. The page does all else by the routes under /v1.',
    answers: {
      200: { about: 'The page.', body: { 'text/html': 'text' }, headers: ['Content-Encoding'] },
      503: { about: 'The page is being built, on one machine. Ask again.', body: { 'text/html': 'text' } },
      302: { about: 'Where the page is.', headers: ['Location'] },
    },
  },
  'GET /console/{file}': {
    id: 'getConsoleFile',
    tag: 'Console',
    summary: 'Get a file of the web page',
    about: 'A file that the page loads. Its name has a hash of its content, so a browser may store it for ever.',
    answers: {
      200: {
        about: 'The file, of the media type that its name has.',
        body: PAGE_FILES,
        headers: ['Content-Encoding'],
      },
    },
  },
} as const satisfies Readonly<Record<RouteNameIn<'console'>, RouteDoc>>

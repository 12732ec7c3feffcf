import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { IMPORT } from '../support/example-import.ts'
import { type ConsoleWorld, launchBrowser, requestsOf, settled, startConsole } from './console-world.ts'

let world: ConsoleWorld
let jobId = ''
let browser: Browser
let pages: Server
let pagesPort = 0
beforeAll(async () => {
  world = await startConsole()
  jobId = (await world.submit(IMPORT)).jobId
  // Another program of the machine, or another site, whose page someone has opened.
  pages = createServer((_request, answer) => answer.setHeader('Content-Type', 'text/html').end('<title>Page</title>'))
  await once(pages.listen(0, '127.0.0.1'), 'listening')
  // A server that listens on a TCP port has an address with a port.
  pagesPort = (pages.address() as AddressInfo).port
  browser = await launchBrowser(['--host-resolver-rules=MAP *.example 127.0.0.1'])
})
afterAll(async () => {
  await browser.close()
  pages.close()
  await world.stop()
})

/** All that a page could have changed, and what browsers did by history, which has every reading too. */
const stateOf = async () => {
  const read = async (path: string) => (await fetch(`${world.url}/v1/${path}`)).text()
  const paths = ['jobs', 'checks', 'templates', 'subscriptions', 'teams', 'depot/jobs']
  // Waybill's own answer, whose form other tests hold.
  const { events } = JSON.parse(await read('events')) as { events: { userAgent?: string }[] }
  return [...(await Promise.all(paths.map(read))), events.filter(({ userAgent = '' }) => userAgent.includes('Chrome'))]
}

/** Whose page it is. Ports are no part of a site, so the first one is of the same site as Waybill. */
const PAGES: readonly (readonly [whose: string, url: () => string])[] = [
  ['another port of this machine', () => `http://127.0.0.1:${pagesPort}/`],
  ['another name of this machine', () => `http://localhost:${pagesPort}/`],
  ['another site', () => `http://evil.example:${pagesPort}/`],
]

/** What was had of an answer: its text, or why there is none. */
const READ = 'async answer => answer.type === "opaque" ? "nothing" : "READ " + (await answer.text())'

const request = (path: string, init: string) => `fetch(target + ${JSON.stringify(path)}, ${init}).then(${READ})`

const element = (tag: string, attribute: string, path: string) => `new Promise(done => {
  const element = document.createElement(${JSON.stringify(tag)})
  element.onload = () => done('READ it')
  element.onerror = () => done('nothing')
  if (element instanceof HTMLLinkElement) element.rel = 'stylesheet'
  if (element instanceof HTMLMediaElement) element.oncanplay = element.onload
  element[${JSON.stringify(attribute)}] = target + ${JSON.stringify(path)}
  document.body.append(element)
})`

/** Waits until the frame has what it will have, and reads it. */
const frame = (path: string, sandbox = '', tag = 'iframe') => `new Promise(done => {
  const element = document.createElement(${JSON.stringify(tag)})
  ${sandbox && `element.sandbox = ${JSON.stringify(sandbox)}`}
  element.onload = () => {
    try { done(element.contentDocument === null ? 'nothing' : 'READ ' + element.contentDocument.body.innerText) }
    catch { done('nothing') }
  }
  element.onerror = () => done('nothing')
  element[element instanceof HTMLObjectElement ? 'data' : 'src'] = target + ${JSON.stringify(path)}
  document.body.append(element)
})`

/** A form needs no script of the page that it goes to, and asks nobody. */
const form = (path: string, enctype: string, fields: Readonly<Record<string, string>>) => `new Promise(done => {
  const into = document.createElement('iframe')
  into.name = 'into-' + Math.random()
  document.body.append(into)
  const form = document.createElement('form')
  Object.assign(form, { method: 'POST', enctype: ${JSON.stringify(enctype)}, action: target + ${JSON.stringify(path)}, target: into.name })
  for (const [name, value] of Object.entries(${JSON.stringify(fields)})) {
    const field = document.createElement('textarea')
    Object.assign(field, { name, value })
    form.append(field)
  }
  document.body.append(form)
  into.onload = () => {
    try { if (into.contentWindow.location.href === 'about:blank') return } catch {}
    done(into.contentDocument === null ? 'nothing' : 'READ it')
  }
  form.submit()
})`

const opened = (path: string) => `new Promise(done => {
  const other = window.open(target + ${JSON.stringify(path)})
  if (!other) return done('nothing')
  const look = tries => {
    try { if (other.document.body && other.location.href !== 'about:blank') return done('READ ' + other.document.body.innerText) } catch { return done('nothing') }
    if (other.closed || tries === 0) return done('nothing')
    setTimeout(() => look(tries - 1), 20)
  }
  look(50)
})`

/** What a page can still reach of a window that it has opened. */
const reachOf = (it: string) => `(() => {
  if (${it}.closed) return 'nothing'
  try { return 'READ ' + ${it}.document.body.innerText } catch { return 'nothing' }
})()`

const JSON_TYPE = "'Content-Type': 'application/json'"
const MANIFEST = IMPORT.replace(/^deviceId:.*$/m, 'deviceId: OF-ANOTHER-PAGE')
const manifestInit = (mode: string, headers: string) =>
  `{ method: 'POST', mode: '${mode}', credentials: 'include', headers: { ${headers} }, body: ${JSON.stringify(MANIFEST)} }`

/** Every way in which a page can make a browser ask another server. */
const WAYS: readonly (readonly [way: string, expression: string])[] = [
  ['a request', request('/v1/jobs', '{}')],
  ['a request with credentials', request('/v1/jobs', "{ credentials: 'include' }")],
  ['a request that wants no answer', request('/v1/jobs', "{ mode: 'no-cors' }")],
  ['a request for a SIGNATURE that wants no answer', request('/v1/jobs/JOB/signature', "{ mode: 'no-cors' }")],
  ['a manifest as a simple request', request('/v1/jobs', manifestInit('cors', "'Content-Type': 'text/plain'"))],
  ['a manifest that wants no answer', request('/v1/jobs', manifestInit('no-cors', "'Content-Type': 'text/plain'"))],
  ['a manifest without a media type', request('/v1/jobs', manifestInit('no-cors', ''))],
  ['a manifest that asks first', request('/v1/jobs', manifestInit('cors', "'Content-Type': 'application/yaml'"))],
  ['a cancellation', request('/v1/jobs/JOB/cancel', "{ method: 'POST', mode: 'no-cors' }")],
  ['a cancellation that asks first', request('/v1/jobs/JOB/cancel', `{ method: 'POST', headers: { ${JSON_TYPE} } }`)],
  ['a deletion', request('/v1/teams/local', "{ method: 'DELETE' }")],
  ['a change', request('/v1/templates/evil', `{ method: 'PUT', headers: { ${JSON_TYPE} }, body: '{}' }`)],
  [
    'a beacon',
    `Promise.resolve(navigator.sendBeacon(target + '/v1/jobs', ${JSON.stringify(MANIFEST)})).then(() => 'nothing')`,
  ],
  ['a form with text', form('/v1/jobs', 'text/plain', { 'manifestVersion:2.0\n#': MANIFEST })],
  ['a form with a file', form('/v1/jobs', 'multipart/form-data', { manifest: MANIFEST })],
  ['a form with fields', form('/v1/jobs/JOB/cancel', 'application/x-www-form-urlencoded', { a: 'b' })],
  [
    'a form for the Query API',
    form('/', 'application/x-www-form-urlencoded', { Action: 'CreateJob', JobType: 'Import', Manifest: MANIFEST }),
  ],
  ['an image', element('img', 'src', '/v1/jobs/JOB/artifacts/packing-slip')],
  ['an icon of the page', element('img', 'src', '/console/ICON')],
  ['a script', element('script', 'src', '/console/SCRIPT')],
  ['a style', element('link', 'href', '/console/STYLE')],
  ['a film', element('video', 'src', '/v1/jobs/JOB/signature')],
  ['an object', frame('/v1/jobs', '', 'object')],
  ['a frame of the page', frame('/console/')],
  ['a frame of the API', frame('/v1/jobs')],
  ['a frame without an origin', frame('/v1/jobs', 'allow-scripts')],
  ['a window of the API', opened('/v1/jobs')],
  [
    'a stream of events',
    "new Promise(done => { const source = new EventSource(target + '/v1/events'); source.onmessage = () => done('READ it'); source.onerror = () => { source.close(); done('nothing') } })",
  ],
  [
    'a socket',
    "new Promise(done => { const socket = new WebSocket(target.replace('http', 'ws') + '/v1/jobs'); socket.onopen = () => done('READ it'); socket.onerror = () => done('nothing') })",
  ],
  [
    'a worker',
    "new Promise(done => { try { new Worker(target + '/console/SCRIPT').onerror = () => done('nothing') } catch { done('nothing') } })",
  ],
]

const tryIn = async (page: Page, target: string, expression: string): Promise<unknown> => {
  const built = await (await fetch(`${world.url}/console/`, { headers: { Accept: 'text/html' } })).text()
  const nameOf = (pattern: RegExp) => pattern.exec(built)?.[1] ?? 'none'
  const filled = expression
    .replaceAll('JOB', jobId)
    .replaceAll('SCRIPT', nameOf(/src="\.\/([^"]+\.js)"/))
    .replaceAll('STYLE', nameOf(/href="\.\/([^"]+\.css)"/))
    .replaceAll('ICON', nameOf(/href="\.\/([^"]+\.svg)"/))
  const tried = `(target => { try { return ${filled} } catch { return 'nothing' } })(${JSON.stringify(target)})`
  return page.evaluate(`Promise.resolve(${tried}).catch(() => 'nothing')`)
}

describe.each(PAGES)('a page of %s', (_whose, url) => {
  it('reads nothing and changes nothing, in whatever way it asks', async () => {
    const before = await stateOf()
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(url())
    const read: [string, unknown][] = []
    for (const [way, expression] of WAYS) read.push([way, await tryIn(page, world.url, expression)])
    // The depot listens too.
    for (const [way, expression] of WAYS) read.push([way, await tryIn(page, world.waybill.serviceUrl, expression)])
    await context.close()

    expect(read.filter(([, had]) => had !== 'nothing')).toEqual([])
    expect(await stateOf()).toEqual(before)
  })

  it('loses the window of the console that it has opened', async () => {
    const context = await browser.newContext()
    const requests = requestsOf(context)
    const page = await context.newPage()
    await page.goto(url())
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      page.evaluate(`void (window.it = window.open('${world.url}/console/'))`),
    ])
    await opened.waitForLoadState()

    expect(await opened.evaluate('window.opener')).toBeNull()
    expect(await tryIn(page, world.url, reachOf('window.it'))).toBe('nothing')
    // What the console asks itself is in history before its answers are there, and so before the next page is tried.
    await opened.getByRole('combobox').waitFor()
    await settled(opened, requests)
    await context.close()
  })
})

describe('a page whose name comes to mean this machine (DNS rebinding)', () => {
  it.each(['/console/', '/v1/jobs', '/'])('does not get %s', async path => {
    const { port } = new URL(world.url)
    const page = await (await browser.newContext()).newPage()
    const answer = await page.goto(`http://rebound.example:${port}${path}`)

    expect(answer?.status()).toBe(403)
    expect(await page.content()).not.toContain(jobId)
    const read = await tryIn(
      page,
      `http://rebound.example:${port}`,
      `fetch(target + '/v1/jobs').then(answer => answer.status)`,
    )
    expect(read).toBe(403)
    await page.context().close()
  })
})

it('the same ways read and change where they are allowed, so that the tries above mean something', async () => {
  const page = await world.page()
  await page.goto(`${world.url}/v1/health`)
  const had = async (way: string) => {
    const expression = WAYS.find(([name]) => name === way)?.[1] ?? ''
    return tryIn(page, world.url, expression)
  }

  expect(await had('a request')).toContain(jobId)
  expect(await had('a script')).toBe('READ it')
  expect(await had('a manifest as a simple request')).toContain('OF-ANOTHER-PAGE')
  await page.context().close()
})

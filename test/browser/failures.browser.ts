import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Locator, Page, Route } from 'playwright-core'
import { IMPORT } from '../support/example-import.ts'
import { accessibilityFaults, type ConsoleWorld, settled, startConsole } from './console-world.ts'

let world: ConsoleWorld
let jobId = ''
beforeAll(async () => {
  world = await startConsole()
  jobId = (await world.submit(IMPORT)).jobId
  for (const [path, body] of Object.entries({ 'checks/nightly': { jobId } })) {
    const { status } = await fetch(`${world.url}/v1/${path}`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(status).toBe(201)
  }
})
afterAll(() => world.stop())

type Failing = (route: Route) => Promise<void>

/** How the API fails, and what the page shows of it. */
const FAILURES: readonly { readonly fail: Failing; readonly shows: readonly (string | RegExp)[] }[] = [
  {
    fail: route => route.abort('connectionrefused'),
    shows: ['Waybill does not answer', 'The network is down, or Waybill is not running.'],
  },
  {
    fail: route =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          type: 'about:blank',
          title: 'It failed inside',
          status: 500,
          detail: 'Something failed that should not. The operators can find it by the request.',
          instance: '/v1',
          code: 'INTERNAL_ERROR',
          requestId: 'request-500',
          retryable: false,
        }),
      }),
    shows: ['It failed inside', 'Something failed that should not.', 'Code INTERNAL_ERROR, request request-500'],
  },
  {
    fail: route => route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }),
    shows: ['Something else than Waybill answered (HTTP 502)', 'Load the page again.'],
  },
  // Every route and form of an answer is in `console/answer-shape`; here are an object and none.
  ...['{}', 'null'].map(body => ({
    fail: (route: Route) => route.fulfill({ status: 200, contentType: 'application/json', body }),
    // The latter in place of a file.
    shows: [/^This page cannot read the answer$|^Something else than Waybill answered \(HTTP 200\)$/],
  })),
]

/** Every screen that asks for something when it opens. */
const SCREENS: readonly (readonly [name: string, hash: () => string])[] = [
  ['Jobs', () => 'jobs'],
  ['a clone', () => `new?clone=${jobId}`],
  ['Job', () => `jobs/${jobId}`],
  ['Job created', () => `jobs/${jobId}/created`],
  ['Ship', () => 'ship'],
  ['Checks', () => 'checks'],
  ['Check', () => 'checks/nightly'],
  ['Audit', () => 'audit'],
  ['Team', () => 'team'],
  ['API', () => 'api'],
]

type Act = (page: Page) => Promise<void>
const press =
  (name: string, inDialog = false): Act =>
  page =>
    (inDialog ? page.getByRole('dialog') : page).getByRole('button', { name, exact: true }).first().click()
const openTab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click()

/** Every action whose request can fail: where it is, how it is begun, and what is pressed when the API has failed. */
const ACTIONS: readonly (readonly [name: string, hash: () => string, begin: Act, act: Act])[] = [
  ['Jobs: Export CSV', () => 'jobs', async () => undefined, press('Export CSV')],
  ['New job: Validate', () => `new?clone=${jobId}`, async () => undefined, press('Validate')],
  ['Job: Ask the service now', () => `jobs/${jobId}`, async () => undefined, press('Ask the service now')],
  ['Job: cancel', () => `jobs/${jobId}`, press('Cancel the job'), press('Cancel the job', true)],
  ['Job: History', () => `jobs/${jobId}`, async () => undefined, page => openTab(page, 'History')],
  ['Job: Manifest', () => `jobs/${jobId}`, async () => undefined, page => openTab(page, 'Manifest')],
  ['Job: Download SIGNATURE', () => `jobs/${jobId}`, async () => undefined, press('Download SIGNATURE')],
  ['Job created: label', () => `jobs/${jobId}/created`, async () => undefined, press('Make a shipping label')],
  [
    'Ship: report',
    () => `ship?job=${jobId}`,
    async page => {
      await page.getByRole('textbox', { name: 'Carrier' }).fill('UPS')
      await page.getByRole('textbox', { name: /^Tracking number/ }).fill('1Z5R89390357567127')
    },
    press('Report as shipped'),
  ],
  [
    'Verify a disk',
    () => 'verify',
    page => page.getByRole('textbox', { name: 'Or paste its text' }).fill('version:2.0'),
    press('Verify'),
  ],
  [
    'Checks: make',
    () => 'checks',
    async page => {
      await press('Make a check')(page)
      await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('another')
      await page.getByRole('dialog').getByRole('textbox', { name: 'Job ID' }).fill(jobId)
    },
    press('Save', true),
  ],
  ['Check: Run now', () => 'checks/nightly', async () => undefined, press('Run now')],
  ['Check: Delete', () => 'checks/nightly', press('Delete'), press('Delete', true)],
  ['Audit: Events', () => 'audit', async () => undefined, page => openTab(page, 'Events')],
  ['Audit: Export CSV', () => 'audit', async () => undefined, press('Export CSV')],
  ...['Templates', 'Address book', 'Subscriptions', 'Teams'].map(
    tab => [`Team: ${tab}`, () => 'team', async () => undefined, (page: Page) => openTab(page, tab)] as const,
  ),
  [
    'Team: change a team',
    () => 'team',
    async page => {
      await openTab(page, 'Teams')
      await press('Change local')(page)
      await page.getByRole('dialog').waitFor()
    },
    press('Save', true),
  ],
  ['Team: open a team', () => 'team', page => openTab(page, 'Teams'), press('Delete local')],
]

const isShown = async (page: Page, shows: readonly (string | RegExp)[]) => {
  for (const text of shows) await page.getByText(text).first().waitFor()
}

const failing = new WeakMap<Page, { fail: Failing }>()

/** From now on the API fails so. No request comes through between one way and the next. */
const failFromNowOn = async (page: Page, fail: Failing) => {
  const now = failing.get(page)
  if (now) {
    now.fail = fail
    return
  }
  const first = { fail }
  failing.set(page, first)
  await page.route('**/v1/**', route => first.fail(route))
}

const again = (place: Page | Locator) => place.getByRole('button', { name: 'Try again' })

/** Where one can press: the page behind a dialog may have a button of that name too. */
const inFront = async (page: Page): Promise<Page | Locator> => {
  const dialog = page.getByRole('dialog')
  return (await dialog.count()) > 0 ? dialog : page
}

describe('an API that fails, one way after another', () => {
  it.each(SCREENS)('is shown on %s with what to do, and the screen recovers', async (_screen, hash) => {
    const page = await world.page()
    for (const [index, { fail, shows }] of FAILURES.entries()) {
      await failFromNowOn(page, fail)
      if (index === 0) await world.open(page, hash())
      else await again(page).first().click()
      await isShown(page, shows)
      // Several ways are shown in the same words.
      await settled(page)
    }
    expect(await accessibilityFaults(page)).toEqual([])

    await page.unroute('**/v1/**')
    while ((await again(page).count()) > 0) {
      await again(page).first().click()
      await settled(page)
    }
    for (const text of FAILURES.flatMap(({ shows }) => shows)) expect(await page.getByText(text).count()).toBe(0)
    await page.context().close()
  })

  it.each(ACTIONS)('is shown where %s was pressed', async (_action, hash, begin, act) => {
    const page = await world.page()
    await world.open(page, hash())
    await begin(page)
    await settled(page)
    for (const { fail, shows } of FAILURES) {
      await failFromNowOn(page, fail)
      const retry = again(await inFront(page))
      await ((await retry.count()) > 0 ? retry.first().click() : act(page))
      await isShown(page, shows)
      await settled(page)
    }
    await page.context().close()
  })
})

/** Words that a newer Waybill may answer with, in place of those that this page knows. */
const NEWER: Readonly<Record<string, string>> = {
  '"stage":"not-shipped"': '"stage":"in-orbit"',
  '"state":"created"': '"state":"dreamt-of"',
  '"kind":"s3-import"': '"kind":"tape-import"',
  '"outcome":"pass"': '"outcome":"perhaps"',
  '"outcome":"done"': '"outcome":"perhaps"',
  '"action":"job.created"': '"action":"job.dreamt"',
  '"role":"member"': '"role":"gardener"',
}

it.each([
  ...SCREENS,
  ['History', () => `jobs/${jobId}?tab=history`] as const,
  ['Events', () => 'audit?tab=events'] as const,
])('words of a newer Waybill stand on %s as they are', async (_screen, hash) => {
  const page = await world.page()
  await page.route('**/v1/**', async route => {
    const answer = await route.fetch()
    let body = await answer.text()
    for (const [known, newer] of Object.entries(NEWER)) body = body.replaceAll(known, newer)
    await route.fulfill({ response: answer, body })
  })
  await world.open(page, hash())

  expect(await page.getByText('This page failed').count()).toBe(0)
  expect(await page.getByText('This page cannot read the answer').count()).toBe(0)
  expect(await page.locator('main').innerText()).not.toContain('undefined')
  await page.context().close()
})

it('a problem has a German name on the German page, beside the text of the API', async () => {
  const page = await world.page({ locale: 'de-DE' })
  await world.open(page, 'jobs/ZZZZZ')

  await page.getByText('Diesen Job gibt es nicht').waitFor()
  await page.getByText(/^Code JOB_NOT_FOUND, Anfrage /).waitFor()
  await page.context().close()
})

it('a page to sign in at is not saved as a SIGNATURE', async () => {
  const page = await world.page()
  await world.open(page, `jobs/${jobId}`)
  const saved: string[] = []
  page.on('download', download => saved.push(download.suggestedFilename()))
  await page.route('**/signature', route =>
    route.fulfill({ status: 200, contentType: 'text/html', body: '<h1>Sign in to the network of the hotel</h1>' }),
  )
  await press('Download SIGNATURE')(page)
  await page.getByText('Something else than Waybill answered (HTTP 200)').first().waitFor()

  expect(saved).toEqual([])
})

it('no page failed itself', () => {
  expect(world.complaints).toEqual([])
})

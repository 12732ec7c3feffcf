import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { IMPORT } from '../support/example-import.ts'
import { accessibilityFaults, type ConsoleWorld, screenshot, settled, startConsole } from './console-world.ts'

/** From right to left, as a name that people really give. */
const HEBREW = 'גיבוי-שבועי-2026'
/** No blank to break a line at, as long as a device ID may be. */
const ENDLESS = 'W'.repeat(120)

let world: ConsoleWorld
let jobId = ''
let row: Readonly<Record<string, unknown>> = {}
beforeAll(async () => {
  world = await startConsole()
  const manifest = IMPORT.replace(/^deviceId:.*$/m, `deviceId: ${ENDLESS}`)
  const made = await fetch(
    `${world.url}/v1/jobs?tag=${encodeURIComponent(`note=${ENDLESS}`)}&tag=${encodeURIComponent(`name=${HEBREW}`)}`,
    {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: manifest,
    },
  )
  // Waybill's own answers, whose form other tests hold.
  jobId = ((await made.json()) as { jobId: string }).jobId
  expect(made.status).toBe(201)
  await fetch(`${world.url}/v1/templates/weekly`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ manifest: IMPORT.replace(/^deviceId:.*$/m, 'deviceId: {{deviceId}}'), placeholders: [] }),
  })
  row =
    ((await (await fetch(`${world.url}/v1/jobs`)).json()) as { jobs: Readonly<Record<string, unknown>>[] }).jobs[0] ??
    {}
})
afterAll(() => world.stop())

const widthOf = (page: Page) => page.evaluate('document.documentElement.scrollWidth')

/** A thousand jobs, of which none has a name that is easy to show. */
const manyJobs = async (page: Page): Promise<void> => {
  const jobs = Array.from({ length: 1000 }, (_, index) => ({
    ...row,
    id: `${row.id}-${index}`,
    deviceId: index % 2 === 0 ? `${HEBREW}-${index}` : `${ENDLESS}${index}`,
    buckets: Array.from({ length: 12 }, (_one, at) => `a-bucket-with-a-long-name-${at}`),
  }))
  await page.route('**/v1/jobs?*pageSize=1000*', route =>
    route.fulfill({ contentType: 'application/json', body: JSON.stringify({ jobs }) }),
  )
}

const LARGE = `${IMPORT}${'# a comment that says nothing at all about this device\n'.repeat(1130)}`
/** Each line has a problem. */
const FAULTY = `${IMPORT}${Array.from({ length: 2500 }, (_, index) => `optionNo${index}: of nothing\n`).join('')}`

/** As people bring a long text into an editor. */
const paste = async (page: Page, text: string) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`)
  await page.getByRole('textbox', { name: 'Manifest' }).click()
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Control+V')
}

describe('a page of a thousand jobs', () => {
  it.each([1280, 375])('shows names from right to left, long ones and all, in %i pixels', async width => {
    const page = await world.page({ width })
    await page.addInitScript(
      "localStorage.setItem('waybill.jobs-table', JSON.stringify({ pageSize: 1000, columns: ['jobId', 'deviceId', 'kind', 'state', 'buckets', 'tags'], wrapLines: true }))",
    )
    await manyJobs(page)
    await world.open(page, 'jobs')
    await page.locator('main tbody tr').nth(999).waitFor()

    expect(await page.locator('main bdi').getByText(`${HEBREW}-0`, { exact: true }).count()).toBe(1)
    expect(await widthOf(page)).toBeLessThanOrEqual(width)
    await page.context().close()
  })
})

describe.each([
  ['at 1,280 pixels', { width: 1280 }],
  // What a reader sees who magnifies a window of 1,280 pixels twice.
  ['at a zoom of 200 %', { width: 640 }],
  ['at 375 pixels', { width: 375 }],
] as const)('%s', (_name, options) => {
  let page: Page
  beforeAll(async () => {
    page = await world.page(options)
  })
  afterAll(() => page.context().close())

  it.each([
    'jobs',
    `jobs/JOB`,
    'jobs/JOB/created',
    'new?clone=JOB',
    'ship',
    'verify',
    'checks',
    'audit',
    'team',
    'api',
  ])('long names break nothing on %s, and nothing moves', async hash => {
    await world.open(page, hash.replace('JOB', jobId))

    expect(await widthOf(page)).toBeLessThanOrEqual(options.width)
    expect(await page.evaluate("document.getAnimations().filter(one => one.playState === 'running').length")).toBe(0)
  })

  it('a manifest of 64 KB can be written', async () => {
    expect(LARGE.length).toBeGreaterThan(62_000)
    await world.open(page, 'new')
    await paste(page, LARGE)
    await page.getByText('No problems found').waitFor()
    await page.keyboard.press('Control+End')
    await page.keyboard.type('fileSystem:NTFS')

    await page.getByRole('textbox', { name: 'Manifest' }).getByText('fileSystem').waitFor()
    expect(await widthOf(page)).toBeLessThanOrEqual(options.width)
  })

  it('a manifest with thousands of problems shows the first hundred', async () => {
    await world.open(page, 'new')
    await paste(page, FAULTY)
    await page.getByRole('heading', { name: 'Problems (100)' }).waitFor()
    await settled(page)

    expect(await page.getByRole('button', { name: /^Go to line/ }).count()).toBeLessThanOrEqual(100)
    expect(await widthOf(page)).toBeLessThanOrEqual(options.width)
    await screenshot(page, `new-faulty-${options.width}`)
  })
})

describe('more files than are sent at once', () => {
  it('are counted, shown in part, and not sent', async () => {
    const page = await world.page()
    await world.open(page, 'new')
    const files = Array.from({ length: 600 }, (_, index) => ({
      name: `${ENDLESS}-${index}.txt`,
      mimeType: 'text/plain',
      buffer: Buffer.from(IMPORT),
    }))
    await page.locator('input[type=file]').first().setInputFiles(files)
    await page.getByText('A batch has at most 500 manifests.').waitFor()

    expect(await page.getByRole('row').count()).toBeLessThanOrEqual(51)
    expect(await page.getByRole('button', { name: 'Create all jobs' }).isDisabled()).toBe(true)
    expect(await widthOf(page)).toBeLessThanOrEqual(1280)
    await page.context().close()
  })
})

describe('a file that is too large to be what is asked for', () => {
  const LARGE_FILE = {
    name: 'image-of-a-disk.img',
    mimeType: 'application/octet-stream',
    buffer: Buffer.alloc(5e6, 65),
  }

  it.each([
    ['New job', 'new', async () => undefined],
    ['Verify a disk', 'verify', async () => undefined],
    ['New jobs from a template', 'new?template=weekly', async () => undefined],
    ['Depot desk', 'depot/JOB', (page: Page) => page.getByRole('button', { name: 'Receive' }).click()],
  ] as const)('is named on %s, and nothing else changes', async (_screen, hash, begin) => {
    const page = await world.page()
    await world.open(page, hash.replace('JOB', jobId))
    await begin(page)
    await page.locator('input[type=file]').last().setInputFiles(LARGE_FILE)

    await page.getByText('image-of-a-disk.img is too large').first().waitFor()
    await page.context().close()
  })
})

describe('a browser', () => {
  it('that stores nothing shows all that it can', async () => {
    const page = await world.page()
    await page.addInitScript(
      "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new DOMException('forbidden', 'SecurityError') } })",
    )
    for (const hash of ['jobs', 'new', `jobs/${jobId}/created`]) await world.open(page, hash)
    await world.open(page, 'new')
    await page.getByRole('textbox', { name: 'Manifest' }).click()
    await page.keyboard.insertText(IMPORT)
    await page.getByText('No problems found').waitFor()
    await page.getByRole('button', { name: 'Create job' }).dblclick()

    await page.getByRole('heading', { level: 1, name: /is created/ }).waitFor()
    await page.context().close()
  })

  it.each([
    ['the texts of its language', '**/de-*.js', 'jobs', 'Jobs'],
    ["the components' words of its language", '**/all.de-*.js', 'jobs', 'Jobs'],
    ['the language of manifests', '**/worker-*.js', 'new', 'Neuer Job'],
  ])('that does not get %s shows the page all the same', async (_what, code, hash, title) => {
    const page = await world.page({ locale: 'de-DE' })
    await page.route(code, route => route.abort())
    await world.open(page, hash)

    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(title)
    await page.context().close()
  })
})

it.each([
  'jobs/ZZZZZ/nowhere',
  'jobs/ZZZZZ/created/x',
  'jobs/..',
  'new/x',
  'ship/x',
  'checks/a/b',
  'depot/a/b',
  'team/x',
  'api/x',
  '%E0%A4%A',
  'constructor',
])('the address #/%s leads nowhere, and that is shown', async hash => {
  const page = await world.page()
  await world.open(page, hash)

  expect(await page.title()).toBe('This page does not exist – Waybill')
  await page.context().close()
})

it('is read from right to left where a name is, and can be read aloud', async () => {
  const page = await world.page()
  await world.open(page, `jobs/${jobId}`)
  await page.getByText(HEBREW).first().waitFor()

  expect(await accessibilityFaults(page)).toEqual([])
  await screenshot(page, 'job-ugly')
  await page.context().close()
})

it('no page did what its policy forbids, and none failed', () => {
  expect(world.complaints).toEqual([])
})

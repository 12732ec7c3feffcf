import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { importOf } from '../support/example-import.ts'
import { type ConsoleWorld, settled, startConsole } from './console-world.ts'

let world: ConsoleWorld
beforeAll(async () => {
  world = await startConsole()
})
afterAll(() => world.stop())

const send = async (method: string, path: string, body?: object): Promise<void> => {
  const { ok, status } = await fetch(`${world.url}/v1/${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  expect({ path, ok, status }).toMatchObject({ ok: true })
}

describe('the filter of jobs', () => {
  const devicesOf = (page: Page) => page.locator('tbody tr td:nth-of-type(1)').allInnerTexts()

  it('takes several tags, of which all must be there, in the page, the address and the export', async () => {
    const tagged = (deviceId: string, tags: object) =>
      send('POST', 'jobs', { manifest: importOf(deviceId), tags: { project: 'apollo', ...tags } })
    await tagged('BOTH', { site: 'north' })
    await tagged('ONE', { site: 'south' })
    await tagged('NONE', { project: 'gemini', site: 'north' })
    const page = await world.page()
    await world.open(page, 'jobs')
    for (const tag of ['project=apollo', 'site=north']) {
      await page.getByRole('combobox').fill(`Tag (name=value) = ${tag}`)
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: new RegExp(`Remove.*${tag}`, 'i') }).waitFor()
    }
    await settled(page)

    expect(await devicesOf(page)).toEqual(['BOTH'])
    const here = new URL(page.url().replace('#', '')).searchParams
    expect(here.getAll('tag')).toEqual(['project=apollo', 'site=north'])
    const asked = page.waitForRequest(/format=csv/)
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export CSV' }).click()
    expect(new URL((await asked).url()).searchParams.getAll('tag')).toEqual(['project=apollo', 'site=north'])
    expect(
      readFileSync(await (await saved).path(), 'utf8')
        .trim()
        .split('\r\n'),
    ).toHaveLength(2)
    await page.reload()
    await page.getByRole('combobox').waitFor()
    await settled(page)
    expect(await devicesOf(page)).toEqual(['BOTH'])
    await page.context().close()
  })
})

/** The cells of the table whose text does not fit, and how long names are shown. */
const CELLS = `[...document.querySelectorAll('main tbody tr')].flatMap(row =>
  [...row.querySelectorAll('th, td')].map(cell => {
    const frame = cell.querySelector('[class*=body-cell-content]')
    const name = cell.querySelector('bdi')
    return {
      text: cell.innerText,
      isCut: frame.scrollWidth > frame.clientWidth,
      hasDots: getComputedStyle(frame).textOverflow === 'ellipsis' && (!name || getComputedStyle(name).display === 'inline'),
      title: name?.title,
    }
  }),
)`

interface Shown {
  readonly text: string
  readonly isCut: boolean
  readonly hasDots: boolean
  readonly title?: string
}

describe.each([1280, 1440])('the table of jobs at %d pixels', width => {
  it.each(['en-US', 'en-GB', 'de-DE'])('cuts no word of the page, and long names with dots, in %s', async locale => {
    const long = `A-DEVICE-WITH-A-NAME-THAT-NO-TABLE-HAS-ROOM-FOR-${locale}-${width}`
    await send('POST', 'jobs', { manifest: importOf(long) })
    const page = await world.page({ width, locale })
    // A quarter to one at night, in the month whose name is longest in German.
    const at = { createdAt: '2026-09-29T22:45:00Z' }
    await page.clock.setFixedTime(new Date('2026-11-27T12:00:00Z'))
    await page.route(/\/v1\/jobs\?/, async route => {
      const answer = await route.fetch()
      // Waybill's own answer, whose form other tests hold.
      const list = (await answer.json()) as { readonly jobs: readonly { readonly device: object }[] }
      const jobs = list.jobs.map((job, index) => ({
        ...job,
        ...at,
        state: index % 2 === 0 ? 'cancelled' : 'created',
        device: { ...job.device, stage: index % 2 === 0 ? 'done-with-errors' : 'not-shipped' },
      }))
      await route.fulfill({ response: answer, json: { ...list, jobs } })
    })
    await world.open(page, 'jobs')
    await page.locator('main tbody tr').first().waitFor()
    // The cells are an answer of the expression above.
    const cells = (await page.evaluate(CELLS)) as readonly Shown[]

    const cut = cells.filter(({ isCut }) => isCut)
    expect(cut.map(({ text }) => text)).toContain(long)
    expect(cut.filter(({ text, title, hasDots }) => title !== text || !hasDots)).toEqual([])
    await page.context().close()
  })
})

/** Has the API give short pages, as it does of long lists. */
const shortPages = (page: Page, path: string) =>
  page.route(new RegExp(`/v1/${path}\\b`), route => {
    const url = new URL(route.request().url())
    url.searchParams.set('pageSize', '2')
    return route.continue({ url: url.href })
  })

describe('a list of more than one page', () => {
  it('shows older runs of a check when they are asked for', async () => {
    await send('PUT', 'checks/often', { manifest: importOf('OFTEN') })
    for (let run = 0; run < 5; run++) await send('POST', 'checks/often/run')
    const page = await world.page()
    await shortPages(page, 'checks/often/runs')
    await world.open(page, 'checks/often')
    const older = page.getByRole('button', { name: 'Show older runs' })
    const rows = page.locator('tbody tr')
    expect(await rows.count()).toBe(2)
    for (const count of [4, 5]) {
      await older.click()
      await settled(page)
      expect(await rows.count()).toBe(count)
    }

    expect(await older.count()).toBe(0)
    expect(await page.getByRole('img', { name: /^Pass,/ }).count()).toBe(5)
    await page.context().close()
  })

  it('shows older deliveries of a subscription when they are asked for', async () => {
    await send('PUT', 'subscriptions/hook', {
      events: ['job.created'],
      to: {
        type: 'webhook',
        url: 'https://hooks.example.invalid/',
        secret: 'a secret of more than sixteen characters',
      },
    })
    for (let test = 0; test < 3; test++) await send('POST', 'subscriptions/hook/test')
    const page = await world.page()
    await shortPages(page, 'subscriptions/hook/deliveries')
    await world.open(page, 'team?tab=subscriptions')
    await page.getByRole('button', { name: 'Deliveries: hook' }).click()
    const dialog = page.getByRole('dialog')
    const more = dialog.getByRole('button', { name: 'Show more' })
    await more.waitFor()
    expect(await dialog.locator('tbody tr').count()).toBe(2)
    await more.click()
    await dialog.locator('tbody tr').nth(2).waitFor()

    expect(await more.count()).toBe(0)
    await page.context().close()
  })
})

it('no page failed itself', () => {
  expect(world.complaints).toEqual([])
})

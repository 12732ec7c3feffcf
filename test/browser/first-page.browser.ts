import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { accessibilityFaults, type ConsoleWorld, screenshot, settled, startConsole } from './console-world.ts'

const IMPORT = readFileSync('examples/manifests/s3-import.txt', 'utf8')

let world: ConsoleWorld
let jobId = ''
beforeAll(async () => {
  world = await startConsole()
  jobId = (await world.submit(IMPORT)).jobId
})
afterAll(() => world.stop())

/** A page whose whole code has not come yet; what is given back lets it come. */
const heldPage = async (options: Parameters<ConsoleWorld['page']>[0] = {}) => {
  const page = await world.page(options)
  let release: () => void = () => undefined
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  await page.route('**/whole-*.js', async route => {
    await released
    await route.continue()
  })
  const whole = async () => {
    release()
    await page.getByRole('combobox').waitFor()
    await settled(page)
  }
  return { page, release, whole }
}

const rowOf = (page: Page) => page.getByRole('row').filter({ hasText: jobId })

const openFirst = async (page: Page, hash = 'jobs') => {
  await page.goto(`${world.url}/console/#/${hash}`)
  await rowOf(page).waitFor()
}

describe.each([
  { theme: 'light', width: 1280, locale: 'en-GB' },
  { theme: 'dark', width: 1280, locale: 'de-DE' },
  { theme: 'light', width: 375, locale: 'de-DE' },
  { theme: 'dark', width: 375, locale: 'en-GB' },
] as const)('while the code of the page is read, in $theme at $width pixels', ({ theme, width, locale }) => {
  it('the jobs are there, for everybody, and stay where they are when the whole page comes', async () => {
    const { page, whole } = await heldPage({ theme, width, locale })
    const asked: string[] = []
    page.on('request', request => asked.push(request.url().replace(world.url, '')))
    await openFirst(page)

    await screenshot(page, `first-${theme}-${width}`)
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    const first = await rowOf(page).boundingBox()
    await whole()
    const then = await rowOf(page).boundingBox()

    expect(Math.abs((then?.y ?? 0) - (first?.y ?? 0))).toBeLessThanOrEqual(2)
    expect(Math.abs((then?.x ?? 0) - (first?.x ?? 0))).toBeLessThanOrEqual(2)
    expect(asked.filter(path => path === '/v1/jobs?pageSize=50')).toHaveLength(1)
    await page.context().close()
  })
})

describe('before the whole page is there', () => {
  it('a link that is pressed opens its screen', async () => {
    const { page, release } = await heldPage()
    await openFirst(page)
    await page.getByRole('link', { name: jobId }).click()
    await page.getByText('Loading …').waitFor()
    release()

    await page.getByRole('heading', { level: 1, name: `Job ${jobId}` }).waitFor()
    await page.context().close()
  })

  it('a link keeps the focus', async () => {
    const { page, whole } = await heldPage()
    await openFirst(page)
    await page.getByRole('link', { name: jobId }).focus()
    await whole()

    expect(await page.evaluate('document.activeElement?.textContent')).toBe(jobId)
    await page.context().close()
  })

  it('the filter of the address counts', async () => {
    const { page } = await heldPage()
    await page.goto(`${world.url}/console/#/jobs?state=cancelled`)
    await page.getByRole('link', { name: 'Created, not shipped: 1' }).waitFor()

    expect(await rowOf(page).count()).toBe(0)
    await page.context().close()
  })
})

describe('code that is not there any longer, since Waybill was updated', () => {
  it.each([
    ['the whole page', '**/whole-*.js', 'jobs'],
    ['a screen', '**/audit-screen-*.js', 'audit'],
  ])('of %s is shown as such, and the page can be loaded again', async (_of, files, hash) => {
    const page = await world.page()
    await page.route(files, route => route.fulfill({ status: 404, body: '' }))
    await page.goto(`${world.url}/console/#/${hash}`)
    await page.getByText('This page is older than Waybill').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.unroute(files)
    await page.getByRole('button', { name: 'Try again' }).click()

    await page.getByRole('heading', { level: 1, name: hash === 'jobs' ? 'Jobs' : 'Audit' }).waitFor()
    await page.context().close()
    // React reports what failed, too.
    world.complaints.splice(0)
  })
})

it('no page did what its policy forbids, and none failed', () => {
  expect(world.complaints).toEqual([])
})

import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { IMPORT } from '../support/example-import.ts'
import {
  accessibilityFaults,
  type ConsoleWorld,
  type PageOptions,
  screenshot,
  settled,
  startConsole,
} from './console-world.ts'

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

const COLUMNS = readFileSync('console/src/screens/jobs/columns.ts', 'utf8')
const ALL_COLUMNS = [...COLUMNS.matchAll(/\bid: '(\w+)'/g)].map(([, id = '']) => id)

const preferring = (columns: readonly string[]) => {
  const preferences = JSON.stringify({ pageSize: 50, columns, wrapLines: false })
  return `localStorage.setItem('waybill.jobs-table', ${JSON.stringify(preferences)})`
}

/** What the cells of the job show. */
const cellsOf = (page: Page): Promise<readonly string[]> => rowOf(page).locator('th, td').allInnerTexts()

/** The names of all buttons that can be seen. */
const buttonsOf = async (page: Page): Promise<readonly string[]> => {
  const snapshot = await page.locator('body').ariaSnapshot()
  return [...snapshot.matchAll(/- button "([^"]+)"/g)].map(([, name = '']) => name)
}

/** The middle of the job's link. */
const placeOf = async (page: Page) => {
  const box = await rowOf(page).getByRole('link').boundingBox()
  if (!box) throw new Error('The link is not on the screen.')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

const openFirst = async (page: Page, hash = 'jobs') => {
  await page.goto(`${world.url}/console/#/${hash}`)
  await rowOf(page).waitFor()
}

it('the script of the first page is a small part of all', () => {
  const page = readFileSync('console/dist/index.html', 'utf8')
  const scripts = [...page.matchAll(/src="\.\/([^"]+\.js)"/g)].map(([, name = '']) => name)
  const bytes = scripts.map(name => gzipSync(readFileSync(`console/dist/${name}`)).length)

  expect(scripts).toHaveLength(1)
  expect(bytes[0]).toBeLessThan(30_000)
  // Each file that it would import is one more round trip.
  expect(readFileSync(`console/dist/${scripts[0]}`, 'utf8')).not.toMatch(/^import[\s{"']/)
})

interface Look extends Required<Pick<PageOptions, 'theme' | 'width' | 'locale'>> {
  /** Default: those that the page begins with */
  readonly columns?: readonly string[]
}

describe.each<Look>([
  { theme: 'light', width: 1280, locale: 'en-GB' },
  { theme: 'dark', width: 1280, locale: 'de-DE', columns: ALL_COLUMNS },
  { theme: 'light', width: 375, locale: 'de-DE' },
  { theme: 'dark', width: 375, locale: 'en-GB' },
])('while the code of the page is read, in $theme at $width pixels', ({ theme, width, locale, columns }) => {
  it('the jobs and all controls are there, for everybody, and stay when the whole page comes', async () => {
    const { page, whole } = await heldPage({ theme, width, locale })
    // However long it takes here, no answer gets so old that it is asked for again.
    await page.clock.setFixedTime(new Date())
    if (columns) await page.addInitScript(preferring(columns))
    const asked: string[] = []
    page.on('request', request => asked.push(request.url().replace(world.url, '')))
    await openFirst(page)

    await screenshot(page, `first-${theme}-${width}`)
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    const first = await rowOf(page).boundingBox()
    const names = await buttonsOf(page)
    const cells = await cellsOf(page)
    const title = await page.title()
    await whole()
    const then = await rowOf(page).boundingBox()
    const namesThen = await buttonsOf(page)

    expect(Math.abs((then?.y ?? 0) - (first?.y ?? 0))).toBeLessThanOrEqual(2)
    expect(Math.abs((then?.x ?? 0) - (first?.x ?? 0))).toBeLessThanOrEqual(2)
    expect(await page.title()).toBe(title)
    expect(cells.length).toBe(columns?.length ?? 7)
    expect(await cellsOf(page)).toEqual(cells)
    expect(names.length).toBeGreaterThan(4)
    expect(names.filter(name => !namesThen.includes(name))).toEqual([])
    const questions = asked.filter(path => path.startsWith('/v1/'))
    expect(questions).toContain('/v1/jobs?pageSize=50')
    expect(questions.filter((path, index) => questions.indexOf(path) !== index)).toEqual([])
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

  it('a button that is pressed does what it does', async () => {
    const { page, release } = await heldPage()
    await openFirst(page)
    await page.getByRole('button', { name: 'Copy as' }).click()
    release()

    await page.getByRole('menuitem').first().waitFor()
    await page.context().close()
  })

  it('what is pressed while the whole page comes, and let go after it, is pressed there', async () => {
    const { page, release } = await heldPage()
    await openFirst(page)
    const { x, y } = await placeOf(page)
    await page.mouse.move(x, y)
    await page.mouse.down()
    release()
    // The whole page waits for it.
    await page.waitForResponse(/\/whole-.*\.js$/)
    expect(await page.getByRole('combobox').count()).toBe(0)
    await page.mouse.up()

    await page.getByRole('heading', { level: 1, name: `Job ${jobId}` }).waitFor()
    await page.context().close()
  })

  it('what is typed into the filter stays there, with the focus', async () => {
    const { page, whole } = await heldPage()
    await openFirst(page)
    await page.getByRole('textbox', { name: 'Find jobs' }).fill('state')
    await whole()

    expect(await page.getByRole('combobox').inputValue()).toBe('state')
    await page.keyboard.type('s')
    expect(await page.getByRole('combobox').inputValue()).toBe('states')
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

describe('a phone', () => {
  /** All of the whole page is in the cache, and nothing of it is read. */
  const openTouched = async () => {
    const page = await world.page({ width: 375, touch: true })
    const fetched = page.waitForEvent('requestfinished', request => /\/whole-.*\.css$/.test(request.url()))
    await openFirst(page)
    await fetched
    await settled(page)
    return page
  }

  it('shows the jobs, for everybody, and leaves it at that until it is touched', async () => {
    const page = await openTouched()

    expect(await page.getByRole('combobox').count()).toBe(0)
    expect(await accessibilityFaults(page)).toEqual([])
    await page.touchscreen.tap(5, 300)
    await page.getByRole('combobox').waitFor()
    await page.context().close()
  })

  it('follows a link with the first touch', async () => {
    const page = await openTouched()
    await page.getByRole('link', { name: jobId }).tap()

    await page.getByRole('heading', { level: 1, name: `Job ${jobId}` }).waitFor()
    await page.context().close()
  })

  it('opens the navigation with the first touch', async () => {
    const page = await openTouched()
    await page.getByRole('button', { name: 'Open the navigation' }).tap()

    await page.getByRole('link', { name: 'Audit' }).tap()
    await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor()
    await page.context().close()
  })

  it('shows another screen than the jobs at once', async () => {
    const page = await world.page({ width: 375, touch: true })
    await world.open(page, 'audit')

    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Audit')
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

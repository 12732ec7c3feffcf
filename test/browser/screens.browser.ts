import { readFileSync, statSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { accessibilityFaults, type ConsoleWorld, screenshot, startConsole } from './console-world.ts'

const IMPORT = readFileSync('examples/manifests/s3-import.txt', 'utf8')
const EXPORT = readFileSync('examples/manifests/guide-s3-export.txt', 'utf8')

/** Made anew when it is asked for, so that a run of the tests changes no file of the repository. */
const README_PICTURE = 'docs/console.png'
const isPictureWanted = process.env.WAYBILL_TEST_PICTURE === 'yes'

let world: ConsoleWorld
let jobId = ''
beforeAll(async () => {
  world = await startConsole()
  jobId = (await world.submit(IMPORT)).jobId
  await world.submit(EXPORT)
  await fetch(`${world.url}/v1/checks/weekly-disk`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ manifest: IMPORT }),
  })
  await fetch(`${world.url}/v1/checks/weekly-disk/run`, { method: 'POST' })
  await fetch(`${world.url}/v1/templates/weekly`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ manifest: IMPORT.replace(/^deviceId:.*$/m, 'deviceId: {{deviceId}}'), placeholders: [] }),
  })
  const atDesk = await world.submit(IMPORT.replace(/^deviceId:.*$/m, 'deviceId: AT-THE-DESK'))
  await fetch(`${world.url}/v1/depot/jobs/${atDesk.jobId}/steps`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ step: 'receive', signature: atDesk.signatureFileContents }),
  })
})
afterAll(() => world.stop())

/** Every screen, by its name and its address. */
const SCREENS: readonly (readonly [name: string, hash: () => string])[] = [
  ['jobs', () => 'jobs'],
  ['jobs-filtered', () => 'jobs?state=cancelled'],
  ['new', () => 'new'],
  ['new-clone', () => `new?clone=${jobId}`],
  ['job', () => `jobs/${jobId}`],
  ['created', () => `jobs/${jobId}/created`],
  ['new-template', () => 'new?template=weekly'],
  ['ship', () => 'ship'],
  ['verify', () => 'verify'],
  ['checks', () => 'checks'],
  ['check', () => 'checks/weekly-disk'],
  ['audit', () => 'audit'],
  ['team', () => 'team'],
  ['depot', () => 'depot'],
  ['depot-device', () => `depot/${jobId}`],
  ['api', () => 'api'],
  ['not-found', () => 'nowhere'],
]

const LOOKS = [
  { theme: 'light', width: 1280 },
  { theme: 'dark', width: 1280 },
  { theme: 'light', width: 375 },
  { theme: 'dark', width: 375 },
] as const

describe.each(LOOKS)('in $theme at $width pixels', ({ theme, width }) => {
  let page: Page
  beforeAll(async () => {
    page = await world.page({ theme, width })
  })
  afterAll(() => page.context().close())

  it.each(SCREENS)('%s can be used by everybody, and fits', async (name, hash) => {
    await world.open(page, hash())

    await screenshot(page, `${name}-${theme}-${width}`)
    expect(await accessibilityFaults(page)).toEqual([])
    // Nothing makes the page wider than its window.
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
  })
})

it('makes the picture of the README, which is small', async () => {
  const page = await world.page({ width: 1120 })
  await page.setViewportSize({ width: 1120, height: 720 })
  await world.open(page, `new?clone=${jobId}`)
  await page.getByText('No problems found').waitFor()
  const picture = await page.screenshot({ ...(isPictureWanted && { path: README_PICTURE }) })

  expect(picture.length).toBeLessThan(200_000)
  expect(statSync(README_PICTURE).size).toBeLessThan(200_000)
  await page.context().close()
})

it('nothing that a screen does is forbidden by its policy, and none fails', () => {
  expect(world.complaints).toEqual([])
})

import { globSync, readFileSync, statSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import {
  accessibilityFaults,
  arePicturesWanted,
  type ConsoleWorld,
  screenshot,
  settled,
  startConsole,
  until,
} from './console-world.ts'
import { fill, type Jobs, STATES } from './screen-states.ts'

/** Made anew when it is asked for, so that a run of the tests changes no file of the repository. */
const README_PICTURE = 'docs/console.png'

let world: ConsoleWorld
let jobs: Jobs
let page: Page
beforeAll(async () => {
  world = await startConsole()
  jobs = await fill(world)
  page = await world.page()
})
afterAll(() => world.stop())

/** All rules in each width, and those about colours in each theme. */
const LOOKS = [
  { theme: 'light', width: 1280, rules: 'all' },
  { theme: 'dark', width: 1280, rules: 'colours' },
  { theme: 'dark', width: 375, rules: 'all' },
  { theme: 'light', width: 375, rules: 'colours' },
] as const

/** What a reader sees who magnifies a window of 1,280 pixels twice. */
const MAGNIFIED = 640

const HEIGHT = 900

const widthOf = (of: Page) => of.evaluate('document.documentElement.scrollWidth')

describe('every screen in every state', () => {
  it.each(STATES)('$name can be used by everybody, in both themes, on small screens and magnified', async state => {
    await page.setViewportSize({ width: 1280, height: HEIGHT })
    await page.emulateMedia({ colorScheme: 'light' })
    // Another place first, so that nothing of the state before is left.
    await page.goto(`${world.url}/console/#/nowhere`)
    await page.getByRole('heading', { name: 'This page does not exist' }).waitFor()
    await world.open(page, state.hash(jobs))
    await state.act?.(page)
    await settled(page)

    const faults: string[] = []
    for (const { theme, width, rules } of LOOKS) {
      await page.emulateMedia({ colorScheme: theme })
      await page.setViewportSize({ width, height: HEIGHT })
      await until(page, `document.documentElement.style.colorScheme === '${theme}'`)
      await settled(page)
      if (width > 600 || theme === 'dark') await screenshot(page, `${state.name}-${theme}-${width}`)
      const look = `${theme}, ${width}: `
      faults.push(...(await accessibilityFaults(page, rules)).map(fault => look + fault))
      // Nothing makes the page wider than its window.
      if (Number(await widthOf(page)) > width) faults.push(`${look}wider than its window`)
    }
    await page.setViewportSize({ width: MAGNIFIED, height: HEIGHT / 2 })
    await settled(page)
    if (Number(await widthOf(page)) > MAGNIFIED) faults.push('magnified: wider than its window')

    expect(faults).toEqual([])
  })
})

/** Files below `console/src` whose text has something. */
const filesWith = (pattern: RegExp): readonly string[] =>
  globSync('console/src/**/*.tsx')
    .filter(file => pattern.test(readFileSync(file, 'utf8')))
    .map(file => file.replaceAll('\\', '/').replace('console/src/', ''))

const sourceOf = (file: string) => readFileSync(`console/src/${file}`, 'utf8')

describe('nothing is missing among the states', () => {
  it('of the screens', () => {
    const table = sourceOf('screens/screens.ts')
    const sections = [...table.matchAll(/section: '(\w+)'/g)].map(([, section]) => section)
    const shown = new Set(STATES.map(({ hash }) => hash(jobs).split(/[/?]/)[0]))

    expect(sections.length).toBeGreaterThan(10)
    expect(sections.filter(section => !shown.has(section))).toEqual([])
  })

  it('of the dialogs', () => {
    // What the dialogs are made with is in no state by itself.
    const frames = ['parts/ask-first.tsx', 'parts/dialog.tsx']

    expect(
      filesWith(/<(?:Modal|Dialog|AskFirst)[\s>]/)
        .filter(file => !frames.includes(file))
        .toSorted(),
    ).toEqual(STATES.flatMap(({ shows = [] }) => shows).toSorted())
  })

  it('of the tabs', () => {
    const labels = [...filesWith(/<Tabs/)].flatMap(file => [...sourceOf(file).matchAll(/label: t\('([\w.]+)'\)/g)])
    const words = readFileSync('console/src/i18n/en.ts', 'utf8')
    const tables = readFileSync('test/browser/screen-states.ts', 'utf8')
    const names = labels.map(([, key = '']) => new RegExp(`'${key}': '([^']+)'`).exec(words)?.[1])

    expect(names.length).toBeGreaterThan(8)
    // The first tab of a screen is there when it opens.
    expect(names.filter(name => !tables.includes(`'${name}'`)).toSorted()).toEqual(['Text', 'The team', 'Usage'])
  })

  it('of the steps at the depot', () => {
    const steps = [...sourceOf('screens/depot/step-fields.tsx').matchAll(/^ {2}(\w+): \{/gm)].map(
      ([, step]) => `depot-${step}`,
    )

    expect(steps).toHaveLength(5)
    expect(STATES.map(({ name }) => name)).toEqual(expect.arrayContaining(steps))
  })
})

describe('in German', () => {
  it.each(STATES.filter(({ act }) => !act))('$name fits on large and small screens', async ({ name, hash }) => {
    const german = await world.page({ locale: 'de-DE' })
    for (const width of [1280, 375]) {
      await german.setViewportSize({ width, height: HEIGHT })
      await world.open(german, hash(jobs))
      await screenshot(german, `${name}-german-${width}`)

      expect(await widthOf(german)).toBeLessThanOrEqual(width)
    }
    await german.context().close()
  })
})

it('makes the picture of the README, which is small', async () => {
  const pictured = await world.page()
  await pictured.setViewportSize({ width: 1280, height: 760 })
  await world.open(pictured, `new?clone=${jobs.fresh}`)
  await pictured.getByText('No problems found').waitFor()
  const picture = await pictured.screenshot({ ...(arePicturesWanted && { path: README_PICTURE }) })

  expect(picture.length).toBeLessThan(200_000)
  expect(statSync(README_PICTURE).size).toBeLessThan(200_000)
  await pictured.context().close()
})

it('nothing that a screen does is forbidden by its policy, and none fails', () => {
  expect(world.complaints).toEqual([])
})

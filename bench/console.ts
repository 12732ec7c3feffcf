import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Bench, Effort, Row } from './bench.ts'
import { exportOf } from './manifest.ts'
import { median, quantile } from './median.ts'
import { startWaybill, withFolder } from './servers.ts'

const ROOT = join(import.meta.dirname, '..')
const CHROMIUM = process.env.WAYBILL_TEST_CHROMIUM ?? '/usr/bin/chromium'
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']

/** Too large for a development dependency: `npm install -g lighthouse@12.2.3`. */
const LIGHTHOUSE = (process.env.PATH ?? '')
  .split(delimiter)
  .map(folder => join(folder, 'lighthouse'))
  .find(file => existsSync(file))

/** The largest manifest that the page is asked to answer quickly for. */
const MANIFEST_BYTES = 64 * 1024
const KEYS = 60

/** Notes when the list of jobs first has a job, which is a link to it: what it shows came from the API. */
const WHEN_USEFUL = `
  new MutationObserver((_, observer) => {
    if (document.querySelector('main tbody a') === null) return
    observer.disconnect()
    requestAnimationFrame(() => setTimeout(() => { window.usefulAt = performance.now() }))
  }).observe(document, { subtree: true, childList: true })`

/** Notes for each key how long it took from the press to the picture that shows it. */
const TIME_KEYS = `
  window.keyTimes = []
  addEventListener('keydown', ({ timeStamp }) => {
    requestAnimationFrame(() => setTimeout(() => window.keyTimes.push(performance.now() - timeStamp)))
  }, { capture: true })`

/** Asks the page until it has an answer; the page's policy forbids Playwright's own way. */
const answerOf = async <T>(page: Page, expression: string): Promise<T> => {
  for (;;) {
    const value: unknown = await page.evaluate(expression)
    // Whatever the expression is documented to give.
    if (value !== undefined && value !== null && value !== false) return value as T
    await page.evaluate('new Promise(done => requestAnimationFrame(done))')
  }
}

/** Notes when the list can be filtered too: the code of the whole page has taken the place of the first one. */
const WHEN_WHOLE = `
  new MutationObserver((_, observer) => {
    if (document.querySelector('#root main input') === null || document.querySelector('main tbody a') === null) return
    observer.disconnect()
    requestAnimationFrame(() => setTimeout(() => { window.wholeAt = performance.now() }))
  }).observe(document, { subtree: true, childList: true })`

/** In milliseconds from the navigation. */
interface PageTimes {
  readonly useful: number
  readonly whole: number
}

const timesOf = async (page: Page, url: string): Promise<PageTimes> => {
  await page.goto('about:blank')
  await page.goto(`${url}/console/#/jobs`)
  const whole = await answerOf<number>(page, 'window.wholeAt')
  return { useful: await answerOf<number>(page, 'window.usefulAt'), whole }
}

/** The first page of a fresh browser, and the same again in a browser that has its files. */
const firstPages = async (browser: Browser, url: string, { runs }: Effort) => {
  const [cold, warm]: [PageTimes[], PageTimes[]] = [[], []]
  let scriptBytes = 0
  for (let run = 0; run < Math.min(runs, 9); run++) {
    const context = await browser.newContext()
    await context.addInitScript(WHEN_USEFUL)
    await context.addInitScript(WHEN_WHOLE)
    const page = await context.newPage()
    const bodies: Promise<Buffer>[] = []
    page.on('response', response => response.url().endsWith('.js') && bodies.push(response.body()))
    cold.push(await timesOf(page, url))
    const scripts = await Promise.all(bodies.splice(0))
    scriptBytes = scripts.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0)
    page.removeAllListeners('response')
    warm.push(await timesOf(page, url))
    await context.close()
  }
  return { cold: medianOf(cold), warm: medianOf(warm), scriptBytes }
}

const medianOf = (times: readonly PageTimes[]): PageTimes => ({
  useful: median(times.map(({ useful }) => useful)),
  whole: median(times.map(({ whole }) => whole)),
})

/** Keys one after the other, each once the one before is on the screen, with whatever the page does in the pauses. */
const keyTimes = async (browser: Browser, url: string, { runs }: Effort): Promise<readonly number[]> => {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await context.newPage()
  await page.addInitScript(TIME_KEYS)
  await page.goto(`${url}/console/#/new`)
  await page.getByRole('textbox', { name: 'Manifest' }).click()
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(exportOf(MANIFEST_BYTES))})`)
  await page.keyboard.press('Control+V')
  await page.getByRole('heading', { name: /^Problems/ }).waitFor()
  const keys = Math.min(KEYS, runs * KEYS)
  await page.evaluate('window.keyTimes.length = 0')
  for (let key = 1; key <= keys; key++) {
    await page.keyboard.press(key % 20 === 0 ? 'Enter' : 'x')
    await answerOf(page, `window.keyTimes.length >= ${key}`)
  }
  const times = await answerOf<number[]>(page, 'window.keyTimes')
  await context.close()
  return times
}

/** What Lighthouse takes the page to be opened on: its own default is a phone of 2021 on a slow mobile network. */
const DEVICES = [
  { name: 'phone', args: [] },
  { name: 'desktop', args: ['--preset=desktop'] },
] as const

/** Lighthouse's scores of the first page. */
const lighthouseRows = async (file: string, folder: string, url: string, { runs }: Effort): Promise<readonly Row[]> => {
  const rows: Row[] = []
  const target = { of: 'ours', least: 95 } as const
  for (const { name, args } of DEVICES) {
    const scores: Scores[] = []
    for (let run = 0; run < Math.min(runs, 3); run++) scores.push(await scoresOf(file, folder, url, args))
    rows.push(
      {
        name: `Lighthouse, ${name}: performance`,
        unit: '',
        ours: median(scores.map(({ performance }) => performance)),
        targets: [target],
      },
      {
        name: `Lighthouse, ${name}: best practices`,
        unit: '',
        ours: median(scores.map(({ practices }) => practices)),
        targets: [target],
      },
    )
  }
  return rows
}

/** Of 100. */
interface Scores {
  readonly performance: number
  readonly practices: number
}

const scoresOf = async (file: string, folder: string, url: string, device: readonly string[]): Promise<Scores> => {
  const report = join(folder, 'lighthouse.json')
  const args = [...device, '--only-categories=performance,best-practices', '--output=json', '--quiet']
  await promisify(execFile)(
    file,
    [`${url}/console/`, ...args, `--output-path=${report}`, `--chrome-flags=--headless ${ARGUMENTS.join(' ')}`],
    { env: { ...process.env, CHROME_PATH: CHROMIUM } },
  )
  // Of Lighthouse 12, as its own documentation has it.
  const { categories } = JSON.parse(await readFile(report, 'utf8')) as {
    categories: { performance: { score: number }; 'best-practices': { score: number } }
  }
  return { performance: categories.performance.score * 100, practices: categories['best-practices'].score * 100 }
}

/** The web page in a real browser, served by `npm start`. */
export const consolePage: Bench = {
  measures:
    'The web page in headless Chromium, served by `npm start`: from the navigation to the first job on the screen (*useful*), and until the list can be filtered too (*whole*), in a fresh browser and again in the same one; from a key press in a manifest of 64 KB to the picture that shows it; and the scores of Lighthouse 12.2.3 for phones, which is its default, and for desktops, if `lighthouse` is installed.',
  limitedBy:
    'the browser: it takes the page before away, begins the new one and asks once before the first job is there. The whole page is limited by reading and running React and Cloudscape, of which Chromium keeps no compiled code for a page that it has seen once.',
  reason: 'on a busy machine the browser waits for its turn more than once before the first job is there.',
  run: effort =>
    withFolder(async folder => {
      await promisify(execFile)(process.execPath, ['build/console.ts'], { cwd: ROOT })
      const waybill = await startWaybill(join(folder, 'data'))
      const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS })
      try {
        await fetch(`${waybill.url}/v1/jobs`, {
          method: 'POST',
          headers: { 'Content-Type': 'text/plain' },
          body: exportOf(1024),
        })
        const { cold, warm, scriptBytes } = await firstPages(browser, waybill.url, effort)
        const keys = await keyTimes(browser, waybill.url, effort)
        return [
          {
            name: 'first useful page, fresh browser',
            unit: 'ms',
            ours: cold.useful,
            targets: [{ of: 'ours', most: 1000 }],
          },
          { name: 'first useful page, again', unit: 'ms', ours: warm.useful, targets: [{ of: 'ours', most: 200 }] },
          { name: 'whole page, fresh browser', unit: 'ms', ours: cold.whole },
          { name: 'whole page, again', unit: 'ms', ours: warm.whole },
          { name: 'key press, median', unit: 'ms', ours: median(keys), targets: [{ of: 'ours', most: 50 }] },
          {
            name: 'key press, 95th percentile',
            unit: 'ms',
            ours: quantile(keys, 0.95),
            targets: [{ of: 'ours', most: 50 }],
          },
          {
            name: 'JavaScript of the first page, compressed',
            unit: 'KB',
            ours: scriptBytes / 1024,
            targets: [{ of: 'ours', most: 350 }],
          },
          ...(LIGHTHOUSE ? await lighthouseRows(LIGHTHOUSE, folder, waybill.url, effort) : []),
        ]
      } finally {
        await browser.close()
        await waybill.stop()
      }
    }),
}

import { mkdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@jest/globals'
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core'
import { AMPLE_MS, PAGE_MS } from '../support/patience.ts'
import { startWaybill, type WaybillProcess } from '../support/waybill-process.ts'

/** Debian's; another machine names its own. */
const CHROMIUM = process.env.WAYBILL_TEST_CHROMIUM ?? '/usr/bin/chromium'
/** Pictures of every screen, for people to look at, where they are asked for. Not in git. */
const SCREENSHOTS = 'console/screenshots'
export const arePicturesWanted = process.env.WAYBILL_TEST_PICTURE === 'yes'

/** Requests under way, by page: a screen is as it will be once there are none. */
const underWay = new WeakMap<Page, Set<Request>>()

const TWO_FRAMES = 'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))'

/** Waits until an expression is true in the page. Playwright's own way evaluates there, which the page's policy forbids. */
export const until = async (page: Page, expression: string): Promise<void> => {
  while (!(await page.evaluate(expression))) await page.evaluate(TWO_FRAMES)
}

/**
 * Waits until a page has all that it asked for, and shows it.
 *
 * @param requests those under way. Default: the page's own, if it is one of the world's
 */
export const settled = async (page: Page, requests = underWay.get(page)): Promise<void> => {
  // What an answer brings about, such as a further request, has begun after two frames; so it is looked at twice.
  for (let quiet = 0; quiet < 2; quiet++) {
    await page.evaluate(TWO_FRAMES)
    await until(page, "!document.querySelector('[aria-busy=true]') && !document.body.innerText.includes('Loading …')")
    if (requests !== undefined && requests.size > 0) quiet = -1
  }
}

/** The requests under way of a page, or of all pages of a browser's profile: those that it begins from now on. */
export const requestsOf = (pages: Page | BrowserContext): Set<Request> => {
  const requests = new Set<Request>()
  // Both have these events; their types have no common one.
  const source = pages as Page
  source.on('request', request => requests.add(request))
  source.on('requestfinished', request => requests.delete(request))
  source.on('requestfailed', request => requests.delete(request))
  return requests
}

/** What a page may not do: fail, complain, or ask for what its policy forbids. */
const watch = (page: Page, complaints: string[]): void => {
  underWay.set(page, requestsOf(page))
  page.on('pageerror', error => complaints.push(`error: ${error.message}`))
  page.on('console', message => {
    // A browser reports each answer of 400 or more as an error; tests that ask for those look at the page.
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return
    complaints.push(`console: ${message.text()} at ${page.url()}`)
  })
}

export interface PageOptions {
  readonly width?: number
  readonly theme?: 'light' | 'dark'
  readonly locale?: string
  /** A phone: its user touches, and points at nothing. Default: false */
  readonly touch?: boolean
  /** Default: the one of the world */
  readonly browser?: Browser
}

/** @param args further ones of the browser's command line */
export const launchBrowser = async (args: readonly string[] = []): Promise<Browser> => {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', ...args],
    timeout: AMPLE_MS,
  })
  const newContext = browser.newContext.bind(browser)
  // Of a page of its own too, which Playwright opens in a context.
  browser.newContext = async options => {
    const context = await newContext(options)
    context.setDefaultTimeout(PAGE_MS)
    return context
  }
  return browser
}

/** @param files what the data folder holds before the first start, by name */
export const startConsole = async (
  environment: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
) => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-browser-'))
  await mkdir(join(folder, 'data'), { mode: 0o700 })
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'data', name), text, { mode: 0o600 })
  const waybill: WaybillProcess = await startWaybill(join(folder, 'data'), environment)
  const own = await launchBrowser()
  const contexts: BrowserContext[] = []
  const complaints: string[] = []
  return {
    url: waybill.url,
    waybill,
    folder,
    /** What pages complained of so far; a test that expects some takes them out. */
    complaints,
    /** A page of a fresh browser profile. */
    page: async ({
      width = 1280,
      theme = 'light',
      locale = 'en-GB',
      touch = false,
      browser = own,
    }: PageOptions = {}): Promise<Page> => {
      const context = await browser.newContext({
        viewport: { width, height: width < 600 ? 800 : 900 },
        colorScheme: theme,
        locale,
        isMobile: touch,
        hasTouch: touch,
        timezoneId: 'Europe/Berlin',
        reducedMotion: 'reduce',
        acceptDownloads: true,
      })
      contexts.push(context)
      // What the policy forbids is reported to the page itself, whichever part of the page did it.
      await context.addInitScript(
        "addEventListener('securitypolicyviolation', event => console.error('policy', event.violatedDirective, event.blockedURI, event.sourceFile))",
      )
      const page = await context.newPage()
      watch(page, complaints)
      return page
    },
    open: async (page: Page, hash: string) => {
      await page.goto(`${waybill.url}/console/#/${hash}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await settled(page)
    },
    submit: async (manifest: string): Promise<{ jobId: string; signatureFileContents?: string }> => {
      const response = await fetch(`${waybill.url}/v1/jobs`, {
        method: 'POST',
        headers: { 'Content-Type': 'text/plain' },
        body: manifest,
      })
      expect(response.status).toBe(201)
      // Waybill's own answer, whose form other tests hold.
      return (await response.json()) as { jobId: string; signatureFileContents?: string }
    },
    stop: async () => {
      await own.close()
      await waybill.kill('SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type ConsoleWorld = Awaited<ReturnType<typeof startConsole>>

/** What looks at colours; the theme changes nothing else that axe sees. */
const RULES_OF_COLOURS = ['color-contrast', 'link-in-text-block']

/**
 * What axe finds against WCAG 2.1 AA, in words that say where.
 *
 * @param rules `colours`: only the rules that look at them, where all others were held for the same page in another theme
 */
export const accessibilityFaults = async (page: Page, rules: 'all' | 'colours' = 'all'): Promise<readonly string[]> => {
  // Without legacy mode, axe opens a page of its own each time, for frames of other origins, of which there are none.
  const builder = new AxeBuilder({ page }).setLegacyMode()
  const chosen =
    rules === 'colours'
      ? builder.withRules(RULES_OF_COLOURS)
      : builder.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
  const { violations } = await chosen.analyze()
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`))
}

export const screenshot = async (page: Page, name: string): Promise<void> => {
  if (!arePicturesWanted) return
  mkdirSync(SCREENSHOTS, { recursive: true })
  // What sticks to the window's edge would lie in the middle of the picture.
  await page.evaluate('window.scrollTo(0, 0)')
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true })
}

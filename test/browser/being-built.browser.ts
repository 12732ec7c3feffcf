import { cp, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { apiWorld } from '../support/api-world.ts'
import { ANN } from '../support/subscription-world.ts'
import { teamOf } from '../support/teams.ts'
import { launchBrowser } from './console-world.ts'
import { serveInProcess } from './in-process.ts'

let folder: string
let browser: Browser
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-being-built-'))
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true })
})

it('a browser that comes before the console is built sees so, and the console once it is there', async () => {
  const api = await apiWorld()
  await api.deps.teamStore.put(teamOf('lab'), undefined)
  const built = join(folder, 'dist')
  const { url, stop } = await serveInProcess(api, ANN, {}, built)
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('console', message => {
    // The browser itself reports each answer of 503.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load')) complaints.push(message.text())
  })
  const first = await page.goto(`${url}/console/#/checks`)
  await page.getByText('The console is being built.').waitFor()
  expect([first?.status(), first?.headers()['retry-after']]).toEqual([503, '2'])

  await cp('console/dist', join(folder, 'being-built'), { recursive: true })
  await rename(join(folder, 'being-built'), built)
  await page.getByRole('heading', { level: 1, name: 'Checks' }).waitFor()
  expect(complaints).toEqual([])
  await stop()
})

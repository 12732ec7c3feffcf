import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { close, listen } from '../../lib/local/http-server.ts'
import { accessibilityFaults, type ConsoleWorld, screenshot, startConsole } from './console-world.ts'
import { AUDIENCE, startProvider } from './oidc-world.ts'

/** One that nothing listens on now: the provider must know the page's address before the page is served. */
const freePort = async (): Promise<number> => {
  const server = createServer()
  const url = await listen(server, 0)
  await close(server)
  return Number(new URL(url).port)
}

let world: ConsoleWorld
let provider: Awaited<ReturnType<typeof startProvider>>
beforeAll(async () => {
  const port = await freePort()
  provider = await startProvider(`http://127.0.0.1:${port}/console/`)
  world = await startConsole({
    WAYBILL_PORT: String(port),
    WAYBILL_AUTH: 'jwt',
    WAYBILL_JWT_ISSUER: provider.issuer,
    WAYBILL_JWT_AUDIENCE: AUDIENCE,
    WAYBILL_JWKS_URL: `${provider.issuer}/jwks`,
    WAYBILL_CONSOLE_CLIENT_ID: 'console',
  })
})
afterAll(async () => {
  await world.stop()
  await provider.stop()
})

const signIn = async (page: Page) => {
  await page.getByPlaceholder('Enter any login').fill('ann')
  await page.getByPlaceholder('and password').fill('anything')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

describe('signing in', () => {
  it('leads to the provider and back to where one wanted to go', async () => {
    const page = await world.page()
    const authorizations: (string | null)[] = []
    page.on('request', async request => {
      if (request.url().startsWith(`${world.url}/v1/`)) authorizations.push(await request.headerValue('authorization'))
    })
    await page.goto(`${world.url}/console/#/checks`)
    await signIn(page)

    await page.getByRole('heading', { level: 1, name: 'Checks' }).waitFor()
    await page.getByText('You have no checks yet.').waitFor()
    expect(page.url()).toBe(`${world.url}/console/#/checks`)
    expect(authorizations.length).toBeGreaterThan(0)
    expect(authorizations.every(value => value?.startsWith('Bearer '))).toBe(true)

    const stored = String(
      await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])'),
    )
    for (const value of authorizations) expect(stored).not.toContain(value?.slice('Bearer '.length))
    expect(await accessibilityFaults(page)).toEqual([])
    await screenshot(page, 'signed-in')
    await page.context().close()
  })

  it('renews what is about to expire without a word', async () => {
    const page = await world.page()
    await page.goto(`${world.url}/console/#/jobs`)
    await signIn(page)
    await page.getByText('You have no jobs yet.').waitFor()
    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.waitForLoadState('networkidle')

    await page.getByText('You have no jobs yet.').waitFor()
    expect(provider.grants).toContain('refresh_token')
    await page.context().close()
  })

  it('ends when a person signs out', async () => {
    const page = await world.page()
    await page.goto(`${world.url}/console/`)
    await signIn(page)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: /sign me out/i }).click()

    await page.getByPlaceholder('Enter any login').waitFor()
    await page.context().close()
  })

  it('shows why the provider refused, and can begin again', async () => {
    const page = await world.page()
    await page.goto(`${world.url}/console/`)
    await page.getByRole('link', { name: /cancel/i }).click()

    await page.getByText('You are not signed in').waitFor()
    await page.getByRole('button', { name: 'Sign in again' }).click()
    await page.getByPlaceholder('Enter any login').waitFor()
    await page.context().close()
  })
})

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { AMPLE_MS } from '../support/patience.ts'
import { accessibilityFaults, type ConsoleWorld, screenshot, settled, until } from './console-world.ts'
import { signIn, startSignedConsole } from './oidc-world.ts'

const TOKEN_MS = AMPLE_MS

/** For the page, its token is about to expire; for Waybill and the provider no time has passed. */
const nearExpiry = (page: Page) => page.clock.setFixedTime(Date.now() + TOKEN_MS - 5_000)

let signed: Awaited<ReturnType<typeof startSignedConsole>>
let world: ConsoleWorld
beforeAll(async () => {
  signed = await startSignedConsole({ tokenSeconds: TOKEN_MS / 1000, claimsOf: () => ({ team: 'lab' }) })
  world = signed.world
})
afterAll(() => signed.stop())

describe('signing in', () => {
  it('leads to the provider and back to where one wanted to go', async () => {
    const page = await world.page()
    const authorizations: (string | null)[] = []
    page.on('request', async request => {
      if (request.url().startsWith(`${world.url}/v1/`)) authorizations.push(await request.headerValue('authorization'))
    })
    await page.goto(`${world.url}/console/#/checks`)
    await signIn(page, 'ann')

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
    await signIn(page, 'ann')
    await page.getByText('You have no jobs yet.').waitFor()
    expect(signed.provider.grants).not.toContain('refresh_token')
    await nearExpiry(page)
    await page.getByRole('button', { name: 'Refresh' }).click()
    await settled(page)

    await page.getByText('You have no jobs yet.').waitFor()
    expect(signed.provider.grants).toContain('refresh_token')
    await page.context().close()
  })

  it('ends when a person signs out', async () => {
    const page = await world.page()
    await page.goto(`${world.url}/console/`)
    await signIn(page, 'ann')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: /sign me out/i }).click()

    await page.getByPlaceholder('Enter any login').waitFor()
    await page.context().close()
  })

  it('shows what was written in a tab to the one who wrote it, and to no other who signs in there', async () => {
    const page = await world.page()
    const draft = 'of which only ann knows'
    const isThere = `sessionStorage.getItem('waybill.draft')?.includes(${JSON.stringify(draft)}) ?? false`
    await page.goto(`${world.url}/console/#/new`)
    await signIn(page, 'ann')
    await page.getByRole('textbox', { name: 'Manifest' }).click()
    await page.keyboard.insertText(`# ${draft}`)
    await until(page, isThere)
    await page.reload()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('textbox', { name: 'Manifest' }).getByText(draft).waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: /sign me out/i }).click()
    await signIn(page, 'bob')
    await page.getByRole('button', { name: 'Sign out' }).waitFor()

    expect(await page.evaluate(isThere)).toBe(false)
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

  it('shows when it has ended while the page is open, loses nothing, and goes on at the same place', async () => {
    const page = await world.page()
    await page.goto(`${world.url}/console/#/new`)
    await signIn(page, 'ann')
    await page.getByRole('textbox', { name: 'Manifest' }).click()
    await page.keyboard.insertText('manifestVersion:2.0\npinCode: 482913\n')
    await signed.provider.revokeGrants()
    await nearExpiry(page)
    await page.getByRole('button', { name: 'Validate' }).click()

    await page.getByText('Your sign-in has ended').waitFor()
    await page.getByRole('textbox', { name: 'Manifest' }).getByText('482913').waitFor()
    await page.getByRole('button', { name: 'Sign in again' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { level: 1, name: 'New job' }).waitFor()
    expect(page.url()).toBe(`${world.url}/console/#/new`)
    await page.context().close()
  })

  it('ends in every tab when a person signs out in one', async () => {
    const page = await world.page()
    await page.goto(`${world.url}/console/#/jobs`)
    await signIn(page, 'ann')
    await page.getByText('You have no jobs yet.').waitFor()
    const second = await page.context().newPage()
    await second.goto(`${world.url}/console/#/jobs`)
    await second.getByRole('button', { name: 'Continue' }).click()
    await second.getByText('You have no jobs yet.').waitFor()

    await second.getByRole('button', { name: 'Sign out' }).click()
    await second.getByRole('button', { name: /sign me out/i }).waitFor()
    await nearExpiry(page)
    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.getByText('Your sign-in has ended').first().waitFor()
    await page.context().close()
  })
})

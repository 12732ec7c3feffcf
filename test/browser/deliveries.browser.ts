import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { manageSubscriptions } from '../../lib/http/subscriptions/manage-subscriptions.ts'
import { WebhookError } from '../../lib/webhooks/webhook-error.ts'
import { apiWorld } from '../support/api-world.ts'
import { ANN, subscriptionWorld } from '../support/subscription-world.ts'
import { teamOf } from '../support/teams.ts'
import { accessibilityFaults, launchBrowser, screenshot } from './console-world.ts'
import { serveInProcess } from './in-process.ts'

/** How the receiver answers the requests that it gets, one after the other; then it takes what comes. */
const ANSWERS: readonly (Error | undefined)[] = [
  new WebhookError('The webhook answered 410', { isFinal: true }),
  undefined,
]

const begin = async () => {
  const world = subscriptionWorld()
  const api = await apiWorld()
  const answers = [...ANSWERS]
  world.notify.webhooks.take = async () => {
    const answer = answers.shift()
    if (answer) throw answer
  }
  await api.deps.teamStore.put(teamOf('lab'), undefined)
  await world.subscribe('hook')
  const { log } = world.deps
  const served = await serveInProcess(api, ANN, {
    'manage-subscriptions': manageSubscriptions({ ...world.manage, log }),
  })
  return { ...world, ...served }
}

let world: Awaited<ReturnType<typeof begin>>
let browser: Browser
beforeAll(async () => {
  world = await begin()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await world.stop()
})

const openDeliveries = async (): Promise<Page> => {
  const page = await browser.newPage()
  await page.goto(`${world.url}/console/#/team`)
  await page.getByRole('tab', { name: 'Subscriptions' }).click()
  await page.getByRole('button', { name: 'Deliveries: hook' }).click()
  return page
}

describe('a delivery that its receiver did not take', () => {
  it('is sent again by hand, with the same id, and the page shows that it is taken now', async () => {
    const page = await openDeliveries()
    const dialog = page.getByRole('dialog')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Send a test: hook' }).click()
    await dialog.getByText('Waits', { exact: true }).waitFor()
    await world.round()
    await dialog.getByText('Not delivered').waitFor()
    await dialog.getByText('The webhook answered 410').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await screenshot(page, 'deliveries-dead')

    await dialog.getByRole('button', { name: /^Send again: subscription\.test, / }).click()
    await dialog.getByText('It waits to be sent again.').waitFor()
    await dialog.getByText('Waits', { exact: true }).waitFor()
    await world.round()
    await dialog.getByText('Delivered', { exact: true }).waitFor()

    const [first, second, ...others] = world.events()
    expect(first?.type).toContain('subscription.test')
    expect([second, others]).toEqual([first, []])
    await page.close()
  })
})

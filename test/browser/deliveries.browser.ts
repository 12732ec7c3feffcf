import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { createFolderConsole } from '../../lib/adapters/folder/console-files.ts'
import { serveConsole } from '../../lib/http/console/serve-console.ts'
import { manageSubscriptions } from '../../lib/http/subscriptions/manage-subscriptions.ts'
import { serveGateway } from '../../lib/local/gateway.ts'
import { WebhookError } from '../../lib/webhooks/webhook-error.ts'
import { apiWorld } from '../support/api-world.ts'
import { ANN, subscriptionWorld } from '../support/subscription-world.ts'
import { teamOf } from '../support/teams.ts'
import { accessibilityFaults, launchBrowser, screenshot } from './console-world.ts'

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
  const { clock, newId, log } = world.deps
  const handlers = {
    ...api.handlers,
    'manage-subscriptions': manageSubscriptions({ ...world.manage, log }),
    console: serveConsole({ log, clock, files: createFolderConsole('console/dist') }),
  }
  const gateway = await serveGateway(
    {
      handlers,
      authorizer: { callerOf: async () => ANN },
      names: { hosts: [], origins: [] },
      newId,
      clock,
      log,
      flushed: async () => undefined,
    },
    0,
  )
  const stop = async () => {
    await gateway.stop()
    await api.stop()
  }
  return { ...world, url: gateway.url, stop }
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
    await dialog.getByText('waiting').waitFor()
    await world.round()
    await dialog.getByText('dead').waitFor()
    await dialog.getByText('The webhook answered 410').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await screenshot(page, 'deliveries-dead')

    await dialog.getByRole('button', { name: /^Send again: subscription\.test, / }).click()
    await dialog.getByText('It waits to be sent again.').waitFor()
    await dialog.getByText('waiting').waitFor()
    await world.round()
    await dialog.getByText('delivered').waitFor()

    const [first, second, ...others] = world.events()
    expect(first?.type).toContain('subscription.test')
    expect([second, others]).toEqual([first, []])
    await page.close()
  })
})

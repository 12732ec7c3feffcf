import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page, Route } from 'playwright-core'
import { importOf } from '../support/example-import.ts'
import { type ConsoleWorld, settled, startConsole, until } from './console-world.ts'

let world: ConsoleWorld
beforeAll(async () => {
  world = await startConsole()
})
afterAll(() => world.stop())

const editorOf = (page: Page) => page.getByRole('textbox', { name: 'Manifest' })
const createButton = (page: Page) => page.getByRole('button', { name: 'Create job' })
const filesOf = (page: Page) => page.getByRole('button', { name: 'Open files' })

/** Opens a file, as it is, and waits until the page has read it. */
const openText = async (page: Page, text: string): Promise<void> => {
  await filesOf(page).setInputFiles({ name: 'disk.txt', mimeType: 'text/plain', buffer: Buffer.from(text) })
  await until(page, `sessionStorage.getItem('waybill.draft') === ${JSON.stringify(text)}`)
}

const pageWith = async (text: string): Promise<Page> => {
  const page = await world.page()
  await world.open(page, 'new')
  await openText(page, text)
  return page
}

const countOf = async (deviceId: string): Promise<number> => {
  const response = await fetch(`${world.url}/v1/jobs?deviceId=${deviceId}`)
  // Waybill's own answer, whose form other tests hold.
  return ((await response.json()) as { jobs: object[] }).jobs.length
}

const FAILED = {
  status: 500,
  contentType: 'application/problem+json',
  body: JSON.stringify({
    type: 'urn:waybill:problem:INTERNAL_ERROR',
    title: 'Waybill failed',
    status: 500,
    code: 'INTERNAL_ERROR',
    detail: 'Send the same request again later.',
    requestId: 'request-1',
    instance: '/v1/jobs',
    retryable: false,
  }),
}

/** Lets the service make what is asked for, and gives another answer in the place of its own. */
const answerInstead = (page: Page, path: string, answer: (route: Route) => Promise<void>) =>
  page.route(`**${path}`, async route => {
    if (route.request().method() !== 'POST') return route.continue()
    await route.fetch()
    return answer(route)
  })

const isCreated = (page: Page) => page.getByRole('heading', { level: 1, name: /is created/ }).waitFor()

describe('a submission whose outcome is not known', () => {
  it('is still open after a reload and on the way back, and the next click makes no second job', async () => {
    const page = await pageWith(importOf('OPEN-1'))
    await answerInstead(page, '/v1/jobs', route => route.abort())
    await createButton(page).click()
    await page.getByText(/^Being settled/).waitFor()
    await page.reload()
    await page.getByText(/^Being settled/).waitFor()
    await page.getByText(/^This manifest was sent, and its outcome is not known here/).waitFor()
    await world.open(page, 'checks')
    await page.goBack()
    await page.getByText(/^This manifest was sent, and its outcome is not known here/).waitFor()
    await page.unroute('**/v1/jobs')
    await createButton(page).click()

    await isCreated(page)
    expect(await countOf('OPEN-1')).toBe(1)
    // It has an answer now.
    await world.open(page, 'new')
    await until(page, `!document.body.innerText.includes('Being settled')`)
    await page.context().close()
  })

  it('is open where Waybill failed on the way, with code and request', async () => {
    const page = await pageWith(importOf('OPEN-2'))
    await answerInstead(page, '/v1/jobs', route => route.fulfill(FAILED))
    await createButton(page).click()
    await page.getByText(/^Being settled/).waitFor()
    await page.getByText('Code INTERNAL_ERROR, request request-1').waitFor()
    await page.unroute('**/v1/jobs')
    await createButton(page).click()

    await isCreated(page)
    expect(await countOf('OPEN-2')).toBe(1)
    await page.context().close()
  })

  it('is shown of another manifest only if that one was sent', async () => {
    const page = await pageWith(importOf('OPEN-3'))
    await answerInstead(page, '/v1/jobs', route => route.fulfill(FAILED))
    await createButton(page).click()
    await page.getByText(/^Being settled/).waitFor()
    await openText(page, importOf('OPEN-4'))
    await page.getByText('OPEN-4').first().waitFor()
    await settled(page)
    const other = await page.getByText(/^Being settled/).count()
    await openText(page, importOf('OPEN-3'))

    await page.getByText(/^Being settled/).waitFor()
    expect(other).toBe(0)
    await page.context().close()
  })

  it('is open for each file of a batch', async () => {
    const page = await world.page()
    await world.open(page, 'new')
    const files = ['OPEN-5', 'OPEN-6'].map(deviceId => ({
      name: `${deviceId}.txt`,
      mimeType: 'text/plain',
      buffer: Buffer.from(importOf(deviceId)),
    }))
    await filesOf(page).setInputFiles(files)
    await answerInstead(page, '/v1/batches', route => route.fulfill(FAILED))
    await page.getByRole('button', { name: 'Create all jobs' }).click()
    await page.getByText('Code INTERNAL_ERROR, request request-1').waitFor()
    expect(await page.getByText(/^Being settled/).count()).toBe(2)
    await page.unroute('**/v1/batches')
    await page.getByRole('button', { name: 'Create all jobs' }).click()

    await page.getByText('2 jobs created').waitFor()
    expect([await countOf('OPEN-5'), await countOf('OPEN-6')]).toEqual([1, 1])
    await page.context().close()
  })
})

describe('text and form', () => {
  it.each([
    ['as Unix ends lines', '\n'],
    ['as Windows ends lines', '\r\n'],
  ])('take back step by step what was changed in either, %s', async (_how, end) => {
    const loaded = importOf('UNDO-1').replaceAll('\n', end)
    const page = await pageWith(loaded)
    const steps = [loaded]
    const step = async (from: string, to: string) => {
      const next = (steps.at(-1) ?? '').replace(from, to)
      await until(page, `sessionStorage.getItem('waybill.draft') === ${JSON.stringify(next)}`)
      steps.push(next)
    }
    await page.getByRole('tab', { name: 'Form' }).click()
    await page.getByRole('textbox', { name: 'city', exact: true }).fill('Tacoma')
    await step('city: Anytown', 'city: Tacoma')
    await page.getByRole('textbox', { name: 'deviceId', exact: true }).fill('UNDO-2')
    await step('deviceId: UNDO-1', 'deviceId: UNDO-2')
    await page.getByRole('tab', { name: 'Text' }).click()
    await editorOf(page).click()
    await page.keyboard.press('Control+Home')
    await page.keyboard.type('#')
    await step('# The', '## The')

    for (const before of steps.slice(0, -1).toReversed()) {
      await page.keyboard.press('Control+Z')
      await until(page, `sessionStorage.getItem('waybill.draft') === ${JSON.stringify(before)}`)
    }
    await page.context().close()
  })
})

it('a file that is dropped beside the field for files leaves the page as it is', async () => {
  const page = await pageWith(importOf('DROP-1'))
  const isLeft = `(() => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['a'], 'a.txt'))
    const drop = () => new DragEvent('drop', { bubbles: true, cancelable: true, composed: true, dataTransfer })
    // What nothing has prevented opens the file in place of the page.
    return ['h1', 'nav', '#top', 'main'].filter(place => document.querySelector(place).dispatchEvent(drop()))
  })()`

  expect(await page.evaluate(isLeft)).toEqual([])
  await page.context().close()
})

it('a message of one screen is not read beside what another one shows', async () => {
  const { jobId } = await world.submit(importOf('FLASH-1'))
  const page = await world.page()
  await world.open(page, `jobs/${jobId}`)
  await page.getByRole('button', { name: 'Cancel the job' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the job' }).click()
  await page.getByText(`Job ${jobId} is cancelled.`).waitFor()
  await page.getByRole('link', { name: 'Checks' }).click()
  await page.getByRole('heading', { level: 1, name: 'Checks' }).waitFor()

  await until(page, `!document.body.innerText.includes('Job ${jobId} is cancelled.')`)
  await page.context().close()
})

it('no page did what its policy forbids, and none failed', () => {
  expect(world.complaints).toEqual([])
})

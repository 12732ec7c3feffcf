import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { importOf } from '../support/example-import.ts'
import { filmBarCode } from './bar-code-film.ts'
import { accessibilityFaults, type ConsoleWorld, launchBrowser, screenshot, startConsole } from './console-world.ts'

let world: ConsoleWorld
beforeAll(async () => {
  world = await startConsole()
})
afterAll(() => world.stop())

const pageAt = async (hash: string, options = {}) => {
  const page = await world.page(options)
  await world.open(page, hash)
  return page
}

const step = async (page: Page, name: string) => {
  await page.getByRole('button', { name, exact: true }).click()
  return page.getByRole('dialog')
}

const report = (page: Page) => page.getByRole('dialog').getByRole('button', { name: 'Report' }).click()

/** What the page shows of the depot's side once a step is reported. */
const shows = (page: Page, jobId: string, stage: string) => page.getByText(`Job ${jobId} is now: ${stage}.`).waitFor()

interface Answered {
  readonly device: { readonly stage: string; readonly trackingNumber?: string }
}
// Waybill's own answers, whose form other tests hold.
const jobNow = async (jobId: string) => (await (await fetch(`${world.url}/v1/jobs/${jobId}`)).json()) as Answered
const historyOf = async (jobId: string): Promise<readonly string[]> => {
  const answer = await fetch(`${world.url}/v1/jobs/${jobId}/events?pageSize=1000`)
  const { events } = (await answer.json()) as { events: { action: string; outcome: string; detail?: string }[] }
  return events.map(({ action, outcome, detail = '' }) => `${action} ${outcome} ${detail}`.trim())
}

const atDepot = (jobId: string, body: object) =>
  fetch(`${world.url}/v1/depot/jobs/${jobId}/steps`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })

describe('Depot desk', () => {
  it('finds a job that is typed, and leads its device from the parcel to the way back', async () => {
    const { jobId, signatureFileContents = '' } = await world.submit(importOf('DESK-1'))
    const file = join(world.folder, 'SIGNATURE')
    await writeFile(file, signatureFileContents)
    const page = await pageAt('depot')
    await page.getByText('No device is at the depot.').waitFor()
    await page.getByRole('textbox', { name: 'Job ID' }).fill(jobId.toLowerCase())
    await page.keyboard.press('Enter')
    await page.getByText('DESK-1').first().waitFor()

    const receive = await step(page, 'Receive')
    expect(await receive.getByRole('button', { name: 'Report' }).isDisabled()).toBe(true)
    await receive.locator('input[type=file]').setInputFiles(file)
    await report(page)
    await shows(page, jobId, 'Received, waits')
    await page.getByText('Received, proof: right').waitFor()

    await step(page, 'Load')
    await report(page)
    await shows(page, jobId, 'Work in progress')

    const finish = await step(page, 'Finish')
    await finish.getByRole('spinbutton', { name: 'Errors' }).fill('1')
    await finish.getByRole('textbox', { name: /^Log/ }).fill('one file could not be read')
    await report(page)
    await shows(page, jobId, 'Done, goes back')
    await page.getByText('Finished, with 1 error').waitFor()

    const back = await step(page, 'Return')
    await back.getByRole('textbox', { name: 'Carrier' }).fill('UPS')
    await back.getByRole('textbox', { name: 'Tracking number' }).fill('1Z999')
    await report(page)
    await shows(page, jobId, 'Returned')
    await page.getByText('No step is left for this job.').waitFor()

    expect((await jobNow(jobId)).device).toMatchObject({ stage: 'returned', trackingNumber: '1Z999' })
    expect((await historyOf(jobId)).filter(line => line.startsWith('handle-device done'))).toEqual([
      'handle-device done receive',
      'handle-device done load',
      'handle-device done finish',
      'handle-device done return',
    ])
    await page.context().close()
  })

  it('reads the code of a label with the camera', async () => {
    const { jobId } = await world.submit(importOf('SCANNED-1'))
    const film = join(world.folder, 'label.y4m')
    await filmBarCode(film, jobId)
    const browser = await launchBrowser([
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ])
    const page = await pageAt('depot', { browser })
    await page.getByRole('button', { name: 'Scan the code of a slip' }).click()

    await page.getByRole('heading', { name: `Job ${jobId}` }).waitFor()
    await page.getByText('SCANNED-1').first().waitFor()
    await browser.close()
  })

  it('aborts a device with a reason, and one without its SIGNATURE at once', async () => {
    const { jobId, signatureFileContents } = await world.submit(importOf('ABORT-1'))
    await atDepot(jobId, { step: 'receive', signature: signatureFileContents })
    const page = await pageAt(`depot/${jobId}`)
    const abort = await step(page, 'Abort')
    await abort.getByRole('radio', { name: 'The file system is not supported' }).check()
    await report(page)
    await shows(page, jobId, 'Aborted, goes back')
    await page.getByText('Aborted: The file system is not supported').waitFor()

    const other = await world.submit(importOf('ABORT-2'))
    await world.open(page, `depot/${other.jobId}`)
    const receive = await step(page, 'Receive')
    await receive.getByRole('checkbox', { name: /came without a SIGNATURE/ }).check()
    await report(page)
    await shows(page, other.jobId, 'Aborted, goes back')
    await page.getByText('Received, proof: missing').waitFor()
    await page.context().close()
  })

  it('has the queue of what is there, by stage, and leads to each device', async () => {
    const ids: string[] = []
    for (const deviceId of ['QUEUE-1', 'QUEUE-2']) {
      const { jobId, signatureFileContents } = await world.submit(importOf(deviceId))
      await atDepot(jobId, { step: 'receive', signature: signatureFileContents })
      ids.push(jobId)
    }
    await atDepot(ids[0] ?? '', { step: 'load' })
    const page = await pageAt('depot')
    await page.getByRole('row', { name: /QUEUE-1/ }).waitFor()
    await page.getByRole('button', { name: /^Stage/ }).click()
    await page.getByRole('option', { name: 'Work in progress' }).click()
    await page.getByRole('row', { name: /QUEUE-2/ }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: ids[0] ?? '' }).click()

    await page.getByRole('heading', { name: `Job ${ids[0]}` }).waitFor()
    await page.getByRole('button', { name: 'Finish' }).waitFor()
    await page.context().close()
  })

  it('takes no step for a job that has changed since it was shown', async () => {
    const { jobId, signatureFileContents } = await world.submit(importOf('STALE-1'))
    await atDepot(jobId, { step: 'receive', signature: signatureFileContents })
    const page = await pageAt(`depot/${jobId}`)
    await step(page, 'Abort')
    await page.getByRole('radio', { name: 'The device does not work properly' }).check()
    await atDepot(jobId, { step: 'load' })
    await report(page)

    await page.getByText(/^Code JOB_CHANGED, request /).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await page.getByRole('button', { name: 'Finish' }).waitFor()
    expect((await jobNow(jobId)).device.stage).toBe('in-progress')
    await page.context().close()
  })

  it('refuses a parcel of a job that is cancelled, and knows no job that does not exist', async () => {
    const { jobId } = await world.submit(importOf('CANCELLED-1'))
    await fetch(`${world.url}/v1/jobs/${jobId}/cancel`, { method: 'POST' })
    const page = await pageAt(`depot/${jobId}`)
    await page.getByText('Refuse the delivery').waitFor()
    expect(await page.getByRole('button', { name: 'Receive' }).count()).toBe(0)

    await world.open(page, 'depot/ZZZZZ')
    await page.getByText(/^Code JOB_NOT_FOUND, request /).waitFor()
    await page.context().close()
  })

  it('shows that no answer came, and what the depot has once one comes', async () => {
    const { jobId, signatureFileContents = '' } = await world.submit(importOf('OFFLINE-1'))
    const page = await pageAt(`depot/${jobId}`)
    await page.route('**/steps', async route => {
      // The step is taken, and its answer is lost.
      await route.fetch()
      await route.abort()
    })
    const receive = await step(page, 'Receive')
    await receive.getByRole('textbox', { name: 'Or its text' }).fill(signatureFileContents)
    await report(page)
    await receive
      .getByText(/Waybill does not answer/)
      .first()
      .waitFor()
    await receive.getByRole('button', { name: 'Close' }).click()

    await page.getByText('Received, proof: right').waitFor()
    await page.context().close()
  })

  it('shows the problem of a failure, and tries again', async () => {
    const page = await world.page()
    let fails = true
    await page.route('**/v1/depot/jobs', route =>
      fails
        ? route.fulfill({
            status: 500,
            contentType: 'application/problem+json',
            body: JSON.stringify({
              type: 'about:blank',
              title: 'Waybill failed',
              status: 500,
              detail: 'An internal error occurred.',
              instance: '/v1/depot/jobs',
              code: 'INTERNAL_ERROR',
              requestId: 'request-9',
              retryable: false,
            }),
          })
        : route.continue(),
    )
    await world.open(page, 'depot')
    await page.getByText('Code INTERNAL_ERROR, request request-9').waitFor()
    fails = false
    await page.getByRole('button', { name: 'Try again' }).click()

    await page.getByText('Code INTERNAL_ERROR').waitFor({ state: 'detached' })
    await page.context().close()
  })

  it('speaks German', async () => {
    const { jobId } = await world.submit(importOf('GERMAN-1'))
    const page = await pageAt(`depot/${jobId}`, { locale: 'de-DE' })

    await page.getByRole('button', { name: 'Annehmen' }).waitFor()
    await page.getByText('Erwartet').first().waitFor()
    await page.context().close()
  })

  it.each([
    ['light', 1280],
    ['dark', 375],
  ] as const)('every form of it can be used by everybody, in %s at %i pixels', async (theme, width) => {
    const { jobId, signatureFileContents } = await world.submit(importOf(`FORMS-${width}`))
    const page = await pageAt(`depot/${jobId}`, { theme, width })
    const faults: string[] = []
    for (const [name, body] of [
      ['Receive', { step: 'receive', signature: signatureFileContents }],
      ['Abort', undefined],
      ['Load', { step: 'load' }],
      ['Finish', { step: 'finish' }],
      ['Return', { step: 'return', carrier: 'UPS', trackingNumber: '1' }],
    ] as const) {
      const dialog = await step(page, name)
      await dialog.getByRole('button', { name: 'Report' }).waitFor()
      await screenshot(page, `depot-${name.toLowerCase()}-${theme}-${width}`)
      faults.push(...(await accessibilityFaults(page)))
      await dialog.getByRole('button', { name: 'Close' }).click()
      if (!body) continue
      await atDepot(jobId, body)
      await world.open(page, `depot/${jobId}`)
      await page.reload()
    }
    expect(faults).toEqual([])
    await page.context().close()
  })
})

describe('the whole story', () => {
  it('leads from a template over three disks, their SIGNATURE, a parcel and the depot to the way back, and history has it in order', async () => {
    const manifest = importOf('{{deviceId}}').replace(/^prefix:.*$/m, 'prefix: {{sample}}/')
    const put = await fetch(`${world.url}/v1/templates/sequencer`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ manifest, placeholders: [{ name: 'sample' }] }),
    })
    expect(put.status).toBe(201)

    // 1. A template and a table of three devices.
    const page = await pageAt('new')
    await page.getByRole('button', { name: 'Start with' }).click()
    await page.getByRole('menuitem', { name: 'sequencer' }).click()
    await page.getByRole('heading', { level: 1, name: 'New jobs from template sequencer' }).waitFor()
    const table = page.getByRole('textbox', { name: 'Table (CSV)' })
    expect(await table.inputValue()).toBe('deviceId,sample\n')
    await table.fill('deviceId,sample\nSTORY-1,a\n"STORY-2","b"\nSTORY-3,c\n')
    await page.getByRole('button', { name: 'Validate all' }).click()
    await page.getByText('The manifest passes').nth(2).waitFor()
    await page.getByRole('button', { name: 'Create all jobs' }).click()
    await page.getByText('3 jobs created').waitFor()
    const links = page.getByRole('row', { name: /STORY-/ }).getByRole('link')
    const ids = await links.allInnerTexts()
    expect(ids).toHaveLength(3)
    const [jobId = ''] = ids

    // 2. The SIGNATURE, byte for byte.
    await links.first().click()
    await page.getByRole('heading', { level: 1, name: `Job ${jobId} is created: what to do next` }).waitFor()
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download SIGNATURE' }).click()
    const download = await saved
    const file = join(world.folder, 'story-SIGNATURE')
    await download.saveAs(file)
    expect(download.suggestedFilename()).toBe('SIGNATURE')
    const bytes = Buffer.from(await (await fetch(`${world.url}/v1/jobs/${jobId}/signature`)).arrayBuffer())
    expect((await readFile(file)).equals(bytes)).toBe(true)

    // 3. One parcel of three devices: label, carrier, number.
    await page.getByRole('link', { name: 'Ship', exact: true }).first().click()
    await page.getByRole('heading', { level: 1, name: 'Ship' }).waitFor()
    for (const id of ids) await page.getByRole('checkbox', { name: `Job ${id}` }).setChecked(true)
    await page.getByRole('button', { name: 'Make a shipping label' }).click()
    await page.getByText('The label is made.', { exact: false }).waitFor()
    await page.getByRole('textbox', { name: 'Carrier' }).fill('UPS')
    await page.getByRole('textbox', { name: /^Tracking number/ }).fill('1Z5R89390357567127')
    await page.getByRole('button', { name: 'Report as shipped' }).click()
    await page.getByText('3 jobs are reported as shipped').waitFor()
    expect(await Promise.all(ids.map(async id => (await jobNow(id)).device.stage))).toEqual(Array(3).fill('shipped'))

    // 4. The depot's desk.
    await page.getByRole('link', { name: 'Depot desk' }).click()
    await page.getByRole('textbox', { name: 'Job ID' }).fill(jobId)
    await page.keyboard.press('Enter')
    const receive = await step(page, 'Receive')
    await receive.locator('input[type=file]').setInputFiles(file)
    await report(page)
    await shows(page, jobId, 'Received, waits')
    await step(page, 'Load')
    await report(page)
    await shows(page, jobId, 'Work in progress')
    await step(page, 'Finish')
    await report(page)
    await shows(page, jobId, 'Done, goes back')
    const back = await step(page, 'Return')
    await back.getByRole('textbox', { name: 'Carrier' }).fill('UPS')
    await back.getByRole('textbox', { name: 'Tracking number' }).fill('1Z999AA10123456784')
    await report(page)
    await shows(page, jobId, 'Returned')

    // 5. The job and the audit show it.
    await world.open(page, `jobs/${jobId}`)
    await page.getByText('The UPS tracking number is 1Z999AA10123456784', { exact: false }).waitFor()
    await page.getByRole('tab', { name: 'Timeline' }).click()
    const timeline = page.getByRole('list', { name: 'Timeline' })
    await timeline.getByText('Device: Returned').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await screenshot(page, 'job-timeline')
    const words = /Submitted|Shipping label made|Shipment reported: [A-Z]+|Device: [A-Za-z ]+(?=\n)/g
    expect((await timeline.innerText()).match(words)).toEqual([
      'Submitted',
      'Shipping label made',
      expect.stringMatching(/^(?:Shipment reported: |Device: Shipped)/),
      expect.stringMatching(/^(?:Shipment reported: |Device: Shipped)/),
      'Device: Received',
      'Device: In progress',
      'Device: Done',
      'Device: Returned',
    ])
    expect(await timeline.locator('time').count()).toBe(8)
    await world.open(page, 'audit')
    await page.getByRole('tab', { name: 'Events' }).click()
    await page.getByRole('textbox', { name: 'Job ID' }).fill(jobId)
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page
      .getByRole('row', { name: /Step at the depot.*Return/ })
      .last()
      .waitFor()
    const rows = await page.getByRole('row').filter({ hasText: jobId, hasNotText: 'Begun' }).allInnerTexts()
    const shown = rows.map(row => row.split('\t').map(cell => cell.trim()))
    const steps = shown.map(cells => `${cells[1]} ${cells.at(-1)}`).filter(text => !/^(?:Read|List|Ask)/.test(text))
    expect(steps).toEqual([
      expect.stringMatching(/^Submit a manifest/),
      expect.stringMatching(/^Make a shipping label/),
      expect.stringMatching(/^Report a shipment/),
      'Device comes into another stage Not shipped → Shipped',
      'Step at the depot Receive',
      'Device comes into another stage Shipped → Received',
      'Step at the depot Load',
      'Device comes into another stage Received → In progress',
      'Step at the depot Finish',
      'Device comes into another stage In progress → Done',
      'Step at the depot Return',
      'Device comes into another stage Done → Returned',
    ])
    await page.context().close()
  })
})

it('no page did what its policy forbids, and none failed', () => {
  expect(world.complaints).toEqual([])
})

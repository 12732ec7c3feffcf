import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { importOf } from '../support/example-import.ts'
import { accessibilityFaults, type ConsoleWorld, screenshot, startConsole } from './console-world.ts'

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

const put = async (path: string, body: object) => {
  const answer = await fetch(`${world.url}${path}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(201)
}

/** The PDF that the page shows, as it is saved. */
const shownPdf = async (page: Page): Promise<{ readonly name: string; readonly begins: string }> => {
  const dialog = page.getByRole('dialog')
  await dialog.locator('iframe').waitFor()
  const saved = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Download' }).click()
  const download = await saved
  const bytes = await readFile(await download.path())
  return { name: download.suggestedFilename(), begins: bytes.subarray(0, 5).toString() }
}

describe('the job page', () => {
  it('adds steps of custody, and shows them with who recorded them', async () => {
    const { jobId } = await world.submit(importOf('CUSTODY-1'))
    const page = await pageAt(`jobs/${jobId}`)
    await page.getByRole('tab', { name: 'Custody' }).click()
    await page.getByText('No step is recorded yet.').waitFor()
    expect(await page.getByRole('button', { name: 'Record the step' }).isDisabled()).toBe(true)
    await page.getByRole('textbox', { name: 'By' }).fill('Jane Roe')
    await page.getByRole('textbox', { name: /^Seal number/ }).fill('S-4711')
    await page.getByRole('button', { name: 'Record the step' }).click()
    await page.getByRole('row', { name: /Packed Jane Roe S-4711/ }).waitFor()

    await page.getByRole('button', { name: /^Step/ }).click()
    await page.getByRole('option', { name: 'Handed over' }).click()
    await page.getByRole('textbox', { name: /^Note/ }).fill('to the driver of the morning')
    await page.getByRole('button', { name: 'Record the step' }).click()
    await page.getByRole('row', { name: /Handed over Jane Roe .*to the driver of the morning/ }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await screenshot(page, 'job-custody')
    await page.context().close()
  })

  it('previews the packing slip, with what was reported of the parcel', async () => {
    const { jobId } = await world.submit(importOf('SLIP-1'))
    const page = await pageAt(`jobs/${jobId}`)
    await page.getByRole('button', { name: /Packing slip/ }).click()
    expect(await shownPdf(page)).toEqual({ name: `packing-slip-${jobId}.pdf`, begins: '%PDF-' })
    await page.context().close()
  })
})

describe('Ship', () => {
  it('makes one label of two jobs with a sender out of the address book, and shows it', async () => {
    const address = {
      name: 'Storage Desk',
      company: 'Example Institute',
      street1: '123 Any Street',
      city: 'Anytown',
      stateOrProvince: 'WA',
      postalCode: '98101',
      country: 'USA',
      phoneNumber: '+1 206 555 0111',
    }
    await put('/v1/addresses/cellar', { address })
    const ids = [await world.submit(importOf('SHIP-1')), await world.submit(importOf('SHIP-2'))].map(
      ({ jobId }) => jobId,
    )
    const page = await pageAt('ship')
    for (const jobId of ids) await page.getByRole('checkbox', { name: `Job ${jobId}` }).check()
    await page.getByRole('button', { name: /Sender/ }).click()
    await page.getByRole('option', { name: 'cellar' }).click()
    const asked = page.waitForRequest('**/v1/shipping-labels')
    await page.getByRole('button', { name: 'Make a shipping label' }).click()
    const body = (await asked).postDataJSON()
    expect([[...body.jobIds].sort(), body.sender]).toEqual([[...ids].sort(), 'cellar'])
    await page.getByRole('button', { name: 'Show the label' }).click()

    expect(await shownPdf(page)).toMatchObject({ begins: '%PDF-' })
    await page.context().close()
  })
})

describe('Ship, for a job that does not wait among the others,', () => {
  it('takes a new report of a parcel under way, and nothing of a job that is over', async () => {
    const [under, over, waiting] = [
      await world.submit(importOf('UNDER-WAY-1')),
      await world.submit(importOf('OVER-1')),
      await world.submit(importOf('WAITING-1')),
    ].map(({ jobId }) => jobId)
    await fetch(`${world.url}/v1/jobs/${under}/shipment`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ carrier: 'UPS', trackingNumber: '1Z5R89390357567127' }),
    })
    await fetch(`${world.url}/v1/jobs/${over}/cancel`, { method: 'POST' })

    const page = await pageAt(`ship?job=${over}`)
    await page.getByText(`Job ${over} cannot be shipped now`).waitFor()
    expect(await page.getByRole('button', { name: 'Make a shipping label' }).isDisabled()).toBe(true)

    await world.open(page, `ship?job=${under}`)
    expect(await page.getByRole('checkbox', { name: `Job ${under}` }).isChecked()).toBe(true)
    await page.getByRole('button', { name: 'Make a shipping label' }).click()
    await page.getByText('The label is made. It is among the papers of each job.').waitFor()
    await page.getByRole('checkbox', { name: `Job ${under}` }).uncheck()
    await page.getByRole('checkbox', { name: `Job ${waiting}` }).check()
    // The label is not of what is chosen since.
    expect(await page.getByRole('link', { name: `Job ${waiting}`, exact: true }).count()).toBe(0)
    expect(await page.getByRole('link', { name: `Job ${under}`, exact: true }).count()).toBe(1)
    await page.getByRole('textbox', { name: 'Carrier' }).fill('UPS')
    await page.getByRole('textbox', { name: /^Tracking number/ }).fill('1Z5R89390357567127')
    await page.getByRole('button', { name: 'Report as shipped' }).click()
    await page.getByText('1 job is reported as shipped').first().waitFor()

    expect(await page.getByRole('textbox', { name: /^Tracking number/ }).inputValue()).toBe('')
    await page.context().close()
  })
})

describe('Clone', () => {
  it('copies no password, and shows which ones must be typed again', async () => {
    const { jobId } = await world.submit(`pinCode: 482913\n${importOf('SECRET-1')}`)
    const page = await pageAt(`new?clone=${jobId}`)

    await page.getByText('Secrets were not copied').waitFor()
    await page.getByText('Fill these in again: pinCode.', { exact: false }).waitFor()
    const text = page.getByRole('textbox', { name: 'Manifest' })
    await text.getByText('SECRET-1').waitFor()
    expect(await text.innerText()).not.toContain('pinCode')
    await page.context().close()
  })
})

describe('jobs of a template', () => {
  it('shows each line with what is wrong with it, and sends none', async () => {
    await put('/v1/templates/strict', {
      manifest: importOf('{{deviceId}}').replace(/^prefix:.*$/m, 'prefix: {{sample}}/'),
      placeholders: [{ name: 'sample', pattern: '[a-z]+' }],
    })
    const page = await pageAt('new?template=strict')
    const table = page.getByRole('textbox', { name: 'Table (CSV)' })
    await table.fill('deviceId,sample\nLINES-1\n')
    await page.getByText('These lines do not have as many cells as the first one: 2.').waitFor()
    expect(await page.getByRole('button', { name: 'Create all jobs' }).isDisabled()).toBe(true)
    await table.fill('deviceId,sample\nLINES-1,abc\nLINES-2,123\n')
    await page.getByRole('button', { name: 'Create all jobs' }).click()
    await page.getByText(/^Code VALUES_INVALID, request /).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])

    const answer = await fetch(`${world.url}/v1/jobs?deviceId=LINES-1`)
    expect(await answer.json()).toEqual({ jobs: [] })
    await page.context().close()
  })

  it('makes no second job of a line that is sent twice', async () => {
    await put('/v1/templates/plain', { manifest: importOf('{{deviceId}}'), placeholders: [] })
    const page = await pageAt('new?template=plain')
    await page.getByRole('textbox', { name: 'Table (CSV)' }).fill('deviceId\nTWICE-1\nTWICE-2\n')
    await page.getByRole('button', { name: 'Create all jobs' }).dblclick()
    await page.getByText('2 jobs created').waitFor()
    expect(await page.getByRole('button', { name: 'Create all jobs' }).isDisabled()).toBe(true)
    await page.reload()
    await page.getByRole('textbox', { name: 'Table (CSV)' }).fill('deviceId\nTWICE-1\nTWICE-2\n')
    await page.getByRole('button', { name: 'Create all jobs' }).click()
    await page.getByText('(was there already)').nth(1).waitFor()

    // Waybill's own answer, whose form other tests hold.
    const { jobs } = (await (await fetch(`${world.url}/v1/jobs?deviceId=TWICE-1`)).json()) as { jobs: unknown[] }
    expect(jobs).toHaveLength(1)
    await page.context().close()
  })
})

it('no page did what its policy forbids, and none failed', () => {
  expect(world.complaints).toEqual([])
})

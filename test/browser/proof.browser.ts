import { generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { signedBytes } from '../../lib/audit/digest.ts'
import { apiWorld } from '../support/api-world.ts'
import { importManifest } from '../support/manifests.ts'
import { accessibilityFaults, launchBrowser, screenshot } from './console-world.ts'
import { serveInProcess } from './in-process.ts'

const DAY = '2026-11-21'
const AUDITOR = { team: '-auditors', principal: 'vera', role: 'auditor' } as const
const DAY_SECONDS = 86_400

let served: Awaited<ReturnType<typeof serveInProcess>>
let browser: Browser
beforeAll(async () => {
  const api = await apiWorld()
  const body = importManifest()
  expect((await api.ask('POST /v1/jobs', { headers: { 'Content-Type': 'text/plain' }, body })).status).toBe(201)
  api.pass(2 * DAY_SECONDS)
  await api.signDays()
  served = await serveInProcess(api, AUDITOR)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await served.stop()
})

const proofOf = async (day: string, prepare: (page: Page) => Promise<unknown> = async () => undefined) => {
  const page = await browser.newPage()
  await prepare(page)
  await page.goto(`${served.url}/console/#/audit`)
  await page.getByRole('tab', { name: 'Proof' }).click()
  await page.getByRole('textbox', { name: 'Day (UTC)' }).fill(day)
  await page.getByRole('button', { name: 'Verify the day' }).click()
  return page
}

const digestOf = async () => (await fetch(`${served.url}/v1/audit/digests/${DAY}`)).json()

describe('the proof of a day of history', () => {
  it('is verified by the browser itself, with the public key', async () => {
    const page = await proofOf(DAY)

    await page.getByText('The digest is as it was signed').waitFor()
    await page.getByText(`waybill audit export --from ${DAY} --to 2026-11-22 history`, { exact: false }).waitFor()
    await page.getByText('waybill audit verify history', { exact: true }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await screenshot(page, 'audit-proof')
    await page.close()
  })

  it('does not hold for a digest that was changed', async () => {
    const changed = JSON.parse(JSON.stringify(await digestOf()))
    changed.digest.events += 1
    const page = await proofOf(DAY, each => each.route('**/digests/*', route => route.fulfill({ json: changed })))

    await page.getByText('The signature does not fit', { exact: false }).waitFor()
    await page.close()
  })

  it.each([1, 2, 3, 4])('holds for a signature of a stage, which KMS makes as DER: draw %s', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { digest } = JSON.parse(JSON.stringify(await digestOf()))
    const signature = sign('sha256', signedBytes(digest), privateKey).toString('base64')
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const page = await proofOf(DAY, async each => {
      await each.route('**/digests/*', route =>
        route.fulfill({ json: { digest, algorithm: 'ECDSA_SHA_256', signature } }),
      )
      await each.route('**/audit/public-key', route =>
        route.fulfill({ contentType: 'application/x-pem-file', body: pem }),
      )
    })

    await page.getByText('The digest is as it was signed').waitFor()
    await page.close()
  })

  it('is not there yet for a day that is not over', async () => {
    const page = await proofOf('2026-11-23')

    await page.getByText(/^Code DIGEST_NOT_FOUND, request /).waitFor()
    await page.close()
  })
})

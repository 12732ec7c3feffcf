import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { packingSlip } from '../../lib/labels/packing-slip.ts'
import { readManifest } from '../../lib/manifest/read.ts'
import { IMPORT } from '../support/example-import.ts'
import { PDF_TOOLS_MISSING } from '../support/pdf.ts'
import { filmOf } from './camera.ts'
import { accessibilityFaults, type ConsoleWorld, launchBrowser, startConsole } from './console-world.ts'

let world: ConsoleWorld
let camera: Browser
let jobId = ''
beforeAll(async () => {
  world = await startConsole()
  jobId = (await world.submit(IMPORT)).jobId
  const { manifest } = readManifest(IMPORT)
  if (!manifest) throw new Error('The example does not pass.')
  const slip = await packingSlip({
    jobId,
    manifest,
    shipTo: ['AWS Import/Export'],
    createdAt: new Date(0),
    expiresAt: new Date(1),
  })
  const [pdf, film] = [join(world.folder, 'slip.pdf'), join(world.folder, 'camera.y4m')]
  await writeFile(pdf, slip)
  await writeFile(film, await filmOf(pdf))
  camera = await launchBrowser([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ])
})
afterAll(async () => {
  await camera.close()
  await world.stop()
})

const open = async (): Promise<Page> => {
  const page = await world.page({ browser: camera })
  await world.open(page, 'verify')
  return page
}

const scan = (page: Page) => page.getByRole('button', { name: 'Scan the code of a slip' }).click()

describe('the camera of Verify a disk', () => {
  it('needs the tools that make its film', () => expect(PDF_TOOLS_MISSING).toBeUndefined())

  it('reads the code of a real packing slip, and shows whose it is', async () => {
    const page = await open()
    await scan(page)

    await page.getByText(`This is the slip of job ${jobId}`).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.context().close()
  })

  it('shows whether the disk and the slip belong together', async () => {
    const signature = await (await fetch(`${world.url}/v1/jobs/${jobId}/signature`)).text()
    const other = await world.submit(IMPORT.replace(/^deviceId:.*$/m, 'deviceId: OTHER-1'))
    const page = await open()
    const paste = async (text: string) => {
      await page.getByRole('textbox', { name: 'Or paste its text' }).fill(text)
      await page.getByRole('button', { name: 'Verify', exact: true }).click()
    }
    await paste(signature)
    await scan(page)
    await page.getByText(`Disk and slip belong together: job ${jobId}`).waitFor()

    await paste(await (await fetch(`${world.url}/v1/jobs/${other.jobId}/signature`)).text())
    await page.getByText(`The disk is of job ${other.jobId}, and the slip of job ${jobId}`).waitFor()
    await page.context().close()
  })

  it('shows it where there is no camera, and what to do instead', async () => {
    const page = await world.page()
    await world.open(page, 'verify')
    await scan(page)

    await page.getByText('The camera cannot be used').waitFor()
    await page.getByText(/You can choose the file or paste its text as well/).waitFor()
    await page.context().close()
  })
})

it('no page did what its policy forbids, and none failed', () => {
  expect(world.complaints).toEqual([])
})

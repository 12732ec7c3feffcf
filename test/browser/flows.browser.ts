import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page, Route } from 'playwright-core'
import { IMPORT, importOf } from '../support/example-import.ts'
import { accessibilityFaults, type ConsoleWorld, startConsole, until } from './console-world.ts'

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

const editorOf = (page: Page) => page.getByRole('textbox', { name: 'Manifest' })

/** Puts a text into the editor as someone would who pastes it. */
const write = async (page: Page, text: string) => {
  await editorOf(page).click()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(text)
}

const jobsOf = async (deviceId: string): Promise<readonly { readonly jobId: string; readonly state: string }[]> => {
  const response = await fetch(`${world.url}/v1/jobs?deviceId=${encodeURIComponent(deviceId)}`)
  // Waybill's own answer, whose form other tests hold.
  return ((await response.json()) as { jobs: { jobId: string; state: string }[] }).jobs
}

describe('New job', () => {
  it('shows every problem while one types, goes to it, and fixes it', async () => {
    const page = await pageAt('new')
    await write(page, importOf('TYPED-1').replace('eraseDevice', 'eraseDevise'))

    await page
      .getByRole('button', { name: /^Go to line 7, column 1/ })
      .first()
      .click()
    await page.getByRole('button', { name: 'Fix: Rename it to eraseDevice' }).first().click()

    await page.getByText('No problems found').waitFor()
    expect(await page.getByRole('button', { name: 'Create job' }).isEnabled()).toBe(true)
    await page.context().close()
  })

  it('keeps text and form as two views of one manifest, comments and all', async () => {
    const page = await pageAt('new')
    await write(page, `# of week 46\n${importOf('FORM-1')}`)
    await page.getByRole('tab', { name: 'Form' }).click()
    await page.getByRole('textbox', { name: /^deviceId/ }).fill('FORM-2')
    await page.getByRole('textbox', { name: /^city/ }).fill('São Paulo')
    await page.getByRole('tab', { name: 'Text' }).click()

    const text = editorOf(page)
    await text.getByText('FORM-2').waitFor()
    expect(await text.innerText()).toContain('# of week 46')
    expect(await text.innerText()).toContain('city: São Paulo')
    await page.context().close()
  })

  it('takes a return address out of the address book into the text, by keyboard, and saves one there', async () => {
    const address = {
      name: 'Jane Roe',
      street1: '9 Other Street',
      city: 'Seattle',
      stateOrProvince: 'WA',
      postalCode: '98101',
      country: 'USA',
      phoneNumber: '206-555-0100',
    }
    const headers = { 'Content-Type': 'application/json' }
    const body = JSON.stringify({ address })
    expect((await fetch(`${world.url}/v1/addresses/office`, { method: 'PUT', headers, body })).status).toBe(201)
    const page = await pageAt('new')
    await write(page, importOf('BOOK-1').replace('  city:', '  # of the lab\n  city:'))
    const book = page.getByRole('button', { name: /^Return address out of the address book/ })
    await book.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('option', { name: /^office/ }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^Return address out of the address book.*office/ }).waitFor()
    const text = await editorOf(page).innerText()
    expect(text).toMatch(/name: Jane Roe\n\s*company:\s*\n\s*street1: 9 Other Street\n/)
    expect(text).toMatch(/# of the lab\n\s*city: Seattle\n/)
    expect(text).toContain("# The genome sequencer's disk of week 46")

    await page.getByRole('tab', { name: 'Form' }).click()
    await page.getByRole('textbox', { name: 'city', exact: true }).fill('Tacoma')
    await page.getByRole('button', { name: 'Save to the address book' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('office')
    await dialog.getByText('This name is taken.', { exact: false }).waitFor()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('cellar')
    await page.keyboard.press('Enter')
    await page.getByText('cellar is saved.').first().waitFor()
    const saved = await fetch(`${world.url}/v1/addresses/cellar`)
    expect(await saved.json()).toMatchObject({ address: { ...address, city: 'Tacoma' } })
    await page.getByRole('button', { name: /^Return address out of the address book.*cellar/ }).waitFor()
    await page.getByRole('button', { name: 'Create job' }).click()
    await page.getByRole('heading', { level: 1, name: /is created/ }).waitFor()
    const [job] = await jobsOf('BOOK-1')
    const manifest = await (await fetch(`${world.url}/v1/jobs/${job?.jobId}/manifest`)).text()
    expect(manifest).toMatch(/city:\s*Tacoma/)
    await page.context().close()
  })

  it('offers what may stand there', async () => {
    const page = await pageAt('new')
    await write(page, 'manifestVersion:2.0\nbucket:mine\n')
    await page.keyboard.type('era')

    await page.getByRole('option', { name: /eraseDevice/ }).click()
    await editorOf(page).getByText('eraseDevice:').waitFor()
    await page.context().close()
  })

  it('starts with a template, and keeps what is typed through a reload', async () => {
    const page = await pageAt('new')
    await page.getByRole('button', { name: 'Start with' }).click()
    await page.getByRole('menuitem', { name: 'EBS import' }).click()
    await editorOf(page).getByText('ebs-snapshot').first().waitFor()
    await page.getByText('The image of the device becomes an EBS snapshot').waitFor()

    await until(page, "sessionStorage.getItem('waybill.draft') !== null")
    await page.reload()
    await editorOf(page).getByText('ebs-snapshot').first().waitFor()
    await page.context().close()
  })

  it('asks the service too, and creates one job of two clicks', async () => {
    const page = await pageAt('new')
    await write(page, importOf('TWICE-1'))
    await page.getByText('No problems found').waitFor()
    await page.getByRole('button', { name: 'Validate' }).click()
    await page.getByText('The service accepts it').waitFor()
    await page.getByRole('button', { name: 'Create job' }).dblclick()

    await page.getByRole('heading', { level: 1, name: /is created: what to do next/ }).waitFor()
    expect(await jobsOf('TWICE-1')).toHaveLength(1)
    await page.context().close()
  })

  it('answers the same job after a reload and in a second tab', async () => {
    const page = await pageAt('new')
    const create = async (tab: Page) => {
      await write(tab, importOf('TABS-1'))
      await tab.getByText('No problems found').waitFor()
      await tab.getByRole('button', { name: 'Create job' }).click()
      await tab.getByRole('heading', { level: 1, name: /is created/ }).waitFor()
    }
    await create(page)
    const second = await page.context().newPage()
    await world.open(second, 'new')
    await create(second)

    expect(await jobsOf('TABS-1')).toHaveLength(1)
    await page.context().close()
  })

  it.each<readonly [string, (route: Route) => Promise<void>]>([
    ['was lost', route => route.abort()],
    ['took a proxy too long', route => route.fulfill({ status: 504, contentType: 'text/html', body: '<h1>Late</h1>' })],
  ])('finds out what became of a job whose answer %s, and makes no second one', async (how, answer) => {
    const deviceId = how.replaceAll(/\W/g, '-')
    const page = await pageAt('new')
    let lost = 0
    const keys: (string | undefined)[] = []
    await page.route('**/v1/jobs', async route => {
      if (route.request().method() !== 'POST') return route.continue()
      keys.push((await route.request().headerValue('Idempotency-Key')) ?? undefined)
      if (lost++ > 0) return route.continue()
      await route.fetch()
      return answer(route)
    })
    await write(page, importOf(deviceId))
    await page.getByText('No problems found').waitFor()
    await page.getByRole('button', { name: 'Create job' }).click()

    await page.getByText(/^Being settled/).waitFor()
    expect(await page.getByRole('button', { name: 'Create job' }).isDisabled()).toBe(true)
    await page.getByRole('heading', { level: 1, name: /is created/ }).waitFor()
    expect(await jobsOf(deviceId)).toHaveLength(1)
    expect(keys).toEqual([expect.stringMatching(/^console-[0-9a-f]{64}$/), keys[0]])
    await page.context().close()
  })

  it('shows the problem of a refused manifest, with code and request', async () => {
    const page = await pageAt('new')
    await page.route('**/v1/jobs?validateOnly=true', route =>
      route.fulfill({
        status: 422,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          type: 'about:blank',
          title: 'The service refused the request',
          status: 422,
          detail: 'The bucket does not exist.',
          instance: '/v1/jobs',
          code: 'SERVICE_REFUSED',
          requestId: 'request-7',
          retryable: false,
          service: { code: 'NoSuchBucketException', message: 'no bucket' },
        }),
      }),
    )
    await write(page, importOf('REFUSED-1'))
    await page.getByText('No problems found').waitFor()
    await page.getByRole('button', { name: 'Validate' }).click()

    await page.getByText('The bucket does not exist.').waitFor()
    await page.getByText('Code SERVICE_REFUSED, request request-7').waitFor()
    await page.context().close()
  })

  it('puts a manifest with a PIN into no storage, and sends it without a key', async () => {
    const page = await pageAt('new')
    let key: string | null = 'not asked'
    await page.route('**/v1/jobs', async route => {
      if (route.request().method() === 'POST') key = await route.request().headerValue('Idempotency-Key')
      return route.continue()
    })
    await write(page, `pinCode: 482913\n${importOf('PIN-1')}`)
    await page.getByText('No problems found').waitFor()
    await page.getByRole('button', { name: 'Create job' }).click()
    await page.getByRole('heading', { level: 1, name: /is created/ }).waitFor()

    const stored = await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])')
    expect(stored).not.toContain('482913')
    expect(key).toBeNull()
    await page.context().close()
  })

  it('sends what stands on the page, however soon after the last key', async () => {
    const page = await pageAt('new')
    await write(page, importOf('SOON-1'))
    await page.getByText('No problems found').waitFor()
    await page.getByRole('tab', { name: 'Form' }).click()
    await page.getByRole('textbox', { name: /^deviceId/ }).fill('SOON-2')
    await page.getByRole('button', { name: 'Create job' }).click()
    await page.getByRole('heading', { level: 1, name: /is created/ }).waitFor()

    expect([await jobsOf('SOON-1'), await jobsOf('SOON-2')].map(({ length }) => length)).toEqual([0, 1])

    await world.open(page, 'new')
    await page.getByText('No problems found').waitFor()
    await write(page, `pinCode: 482913\n${importOf('SOON-3')}`)
    await page.getByRole('button', { name: 'Create job' }).click()
    await page.getByRole('heading', { level: 1, name: /is created/ }).waitFor()
    // Not even a digest of it: this one has a secret.
    const keys = await page.evaluate("localStorage.getItem('waybill.submission-keys')")
    expect([keys, (await jobsOf('SOON-3')).length]).toEqual([null, 1])
    await page.context().close()
  })

  it('shows that a job was there already, also where its tags are others now', async () => {
    const page = await pageAt('new')
    const create = async () => {
      await page.getByText('No problems found').waitFor()
      await page.getByRole('button', { name: 'Create job' }).click()
      await page.getByRole('heading', { level: 1, name: /is created/ }).waitFor()
    }
    await write(page, importOf('AGAIN-1'))
    await create()
    await world.open(page, 'new')
    await page.getByRole('button', { name: 'Tags and description' }).click()
    await page.getByRole('textbox', { name: /^Description/ }).fill('another time')
    await create()

    await page.getByText(/ was there already$/).waitFor()
    expect(await jobsOf('AGAIN-1')).toHaveLength(1)
    await page.context().close()
  })

  it('makes jobs of more files than the API takes at once, one of two that are the same, and none of what is no manifest', async () => {
    const page = await pageAt('new')
    const files = Array.from({ length: 53 }, (_, index) => ({
      name: `file-${index}.txt`,
      mimeType: 'text/plain',
      buffer: Buffer.from(importOf(`FILES-${Math.min(index, 51)}`)),
    }))
    const others = [
      { name: 'picture.jpg', mimeType: 'image/jpeg', buffer: Buffer.from([0xff, 0xd8, 0, 1, 2, 3]) },
      { name: 'nothing.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
    ]
    await page.locator('input[type=file]').setInputFiles([...others, ...files])
    await page.getByText('picture.jpg is not text').waitFor()
    expect(await page.getByRole('button', { name: 'Create all jobs' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Leave out 2 files with errors' }).click()
    await page.getByRole('button', { name: 'Create all jobs' }).click()
    await page.getByText('52 jobs created').waitFor()
    await page.getByRole('button', { name: /^(?:Page )?2\b/ }).click()
    await page.getByText('The same manifest as file-51.txt: one job is made of both').waitFor()
    expect([await jobsOf('FILES-0'), await jobsOf('FILES-51')].map(({ length }) => length)).toEqual([1, 1])

    // Other files have come to nothing yet.
    await page
      .locator('input[type=file]')
      .setInputFiles(files.slice(0, 2).map(file => ({ ...file, buffer: Buffer.from(importOf(`OTHER-${file.name}`)) })))
    await page.getByText('OTHER-file-0.txt').waitFor()
    expect(await page.getByText('Ready').count()).toBe(2)
    await page.context().close()
  })

  it('makes a batch of many files, a row each', async () => {
    const page = await pageAt('new')
    const files = await Promise.all(
      ['BATCH-1', 'BATCH-2'].map(async deviceId => {
        const file = join(world.folder, `${deviceId}.txt`)
        await writeFile(file, importOf(deviceId))
        return file
      }),
    )
    await page.locator('input[type=file]').setInputFiles(files)
    await page.getByRole('heading', { name: /^Batch/ }).waitFor()
    await page.getByRole('button', { name: 'Create all jobs' }).click()

    await page.getByText('2 jobs created').waitFor()
    expect([await jobsOf('BATCH-1'), await jobsOf('BATCH-2')].map(({ length }) => length)).toEqual([1, 1])
    await page.context().close()
  })

  it('clones a job', async () => {
    const { jobId } = await world.submit(importOf('CLONE-1'))
    const page = await pageAt(`jobs/${jobId}`)
    await page.getByRole('link', { name: 'Clone' }).click()

    await editorOf(page).getByText('CLONE-1').waitFor()
    // What is changed since is no clone any more: a reload keeps it.
    await editorOf(page).click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type('# changed since')
    await until(page, "sessionStorage.getItem('waybill.draft')?.includes('changed since')")
    await page.reload()
    await editorOf(page).getByText('changed since').waitFor()
    await page.context().close()
  })
})

describe('Job created', () => {
  it('saves SIGNATURE byte for byte, and remembers what is ticked off', async () => {
    const { jobId, signatureFileContents } = await world.submit(importOf('CREATED-1'))
    const page = await pageAt(`jobs/${jobId}/created`)
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download SIGNATURE' }).click()
    const download = await saved
    await page.getByRole('checkbox', { name: /Put SIGNATURE on the disk/ }).check()
    await page.reload()

    expect(download.suggestedFilename()).toBe('SIGNATURE')
    const { text } = (await (await fetch(`${world.url}/v1/jobs/${jobId}/signature`)).bytes().then(bytes => ({
      text: new TextDecoder().decode(bytes),
    }))) as { text: string }
    expect(await readFile(await download.path(), 'utf8')).toBe(text)
    expect(signatureFileContents ?? text).toBe(text)
    expect(await page.getByRole('checkbox', { name: /Put SIGNATURE on the disk/ }).isChecked()).toBe(true)
    await page.context().close()
  })

  it('makes a label and shows it', async () => {
    const { jobId } = await world.submit(importOf('LABEL-1'))
    const page = await pageAt(`jobs/${jobId}/created`)
    await page.getByRole('button', { name: 'Make a shipping label' }).click()
    await page.getByRole('button', { name: /^Show .*\.pdf$/ }).click()

    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download', exact: true }).click()
    const bytes = await readFile(await (await saved).path())
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    await page.context().close()
  })
})

describe('Ship', () => {
  it('reports the parcel of two jobs', async () => {
    const first = await world.submit(importOf('SHIP-1'))
    const second = await world.submit(importOf('SHIP-2'))
    const page = await pageAt(`ship?job=${first.jobId}`)
    await page.getByRole('checkbox', { name: `Job ${second.jobId}` }).check()
    await page.getByRole('textbox', { name: 'Carrier' }).fill('UPS')
    await page.getByRole('textbox', { name: /^Tracking number/ }).fill('1Z5R89390357567127')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Report as shipped' }).click()
    await page.getByText('2 jobs are reported as shipped').first().waitFor()

    for (const { jobId } of [first, second]) {
      const job = await (await fetch(`${world.url}/v1/jobs/${jobId}`)).json()
      expect(job).toMatchObject({ device: { stage: 'shipped', carrier: 'UPS' } })
    }
    await page.context().close()
  })
})

describe('Job', () => {
  it('asks before it cancels, and then shows the job as it is', async () => {
    const { jobId } = await world.submit(importOf('CANCEL-1'))
    const page = await pageAt(`jobs/${jobId}`)
    await page.getByRole('button', { name: 'Cancel the job' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the job' }).click()

    await page.getByText(`Job ${jobId} is cancelled.`).waitFor()
    await page.getByText('Cancelled', { exact: true }).waitFor()
    expect(await jobsOf('CANCEL-1')).toEqual([expect.objectContaining({ state: 'cancelled' })])
    expect(await page.getByRole('button', { name: 'Cancel the job' }).count()).toBe(0)
    await page.context().close()
  })

  it('asks the service where the device is', async () => {
    const { jobId } = await world.submit(importOf('ASK-1'))
    const page = await pageAt(`jobs/${jobId}`)
    await page.getByRole('button', { name: 'Ask the service now' }).click()

    await page.getByText(/^As the service answered at/).waitFor()
    await page.context().close()
  })

  it('shows a job that does not exist as a problem', async () => {
    const page = await pageAt('jobs/NOJOB')

    await page.getByText(/^Code JOB_NOT_FOUND, request /).waitFor()
    await page.context().close()
  })
})

describe('Jobs', () => {
  it('filters by what stands in the address, and exports what is filtered', async () => {
    await world.submit(importOf('FILTER-1'))
    await world.submit(importOf('FILTER-2'))
    const page = await pageAt('jobs?deviceId=FILTER-1')
    await page.getByRole('cell', { name: 'FILTER-1' }).waitFor()
    expect(await page.getByRole('cell', { name: 'FILTER-2' }).count()).toBe(0)
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export CSV' }).click()
    const csv = await readFile(await (await saved).path(), 'utf8')

    expect(csv.trim().split('\n')).toHaveLength(2)
    expect(csv).toContain('FILTER-1')
    await page.getByRole('button', { name: 'Clear filters' }).first().click()
    await page.getByRole('cell', { name: 'FILTER-2' }).waitFor()
    expect(page.url()).not.toContain('FILTER')
    await page.context().close()
  })

  it('shows it when Waybill does not answer, and recovers', async () => {
    const page = await pageAt('jobs')
    await page.route('**/v1/jobs?*', route => route.abort())
    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.getByText('Waybill does not answer').waitFor()

    await page.unroute('**/v1/jobs?*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('Waybill does not answer').waitFor({ state: 'detached' })
    await page.context().close()
  })

  it('shows an answer of something else than Waybill as what it is', async () => {
    const page = await world.page()
    await page.route('**/v1/jobs?*', route =>
      route.fulfill({ status: 500, contentType: 'text/html', body: '<h1>Oops</h1>' }),
    )
    await world.open(page, 'jobs')

    await page.getByText('Something else than Waybill answered (HTTP 500)').waitFor()
    await page.context().close()
  })
})

describe('the cards of Jobs', () => {
  it('count what is to be done, and lead to it', async () => {
    await world.submit(importOf('CARD-1'))
    const page = await pageAt('jobs')
    await page.getByRole('link', { name: /^Created, not shipped: \d+/ }).click()

    await page.getByRole('cell', { name: 'CARD-1' }).waitFor()
    expect(page.url()).toContain('stage=not-shipped')
    await page.context().close()
  })
})

describe('the manifests of a job', () => {
  it('gets another one, of what stands on the page, and none once the work has begun', async () => {
    const { jobId, signatureFileContents: signature } = await world.submit(importOf('CHANGE-1'))
    const page = await pageAt(`jobs/${jobId}`)
    await page.getByRole('link', { name: 'Change the manifest' }).click()
    await editorOf(page).getByText('CHANGE-1').waitFor()
    expect(await page.getByRole('button', { name: 'Save the manifest' }).isDisabled()).toBe(true)
    await page.getByRole('tab', { name: 'Form' }).click()
    await page.getByRole('textbox', { name: /^deviceId/ }).fill('CHANGE-2')
    await page.getByRole('button', { name: 'Validate' }).click()
    await page.getByText('The service accepts it').waitFor()
    await page.getByRole('textbox', { name: /^deviceId/ }).fill('CHANGE-3')
    await page.getByRole('button', { name: 'Save the manifest' }).click()
    await page.getByText(`Job ${jobId} has the new manifest.`).waitFor()

    const job = async () => (await fetch(`${world.url}/v1/jobs/${jobId}`)).json()
    expect(await job()).toMatchObject({ deviceId: 'CHANGE-3', state: 'created' })

    for (const step of [{ step: 'receive', signature }, { step: 'load' }]) {
      await fetch(`${world.url}/v1/depot/jobs/${jobId}/steps`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(step),
      })
    }
    await page.reload()
    await page.getByText('In progress').first().waitFor()
    expect(await page.getByRole('link', { name: 'Change the manifest' }).count()).toBe(0)
    await world.open(page, `jobs/${jobId}/change`)
    await page.getByText('The manifest of this job cannot be changed now').waitFor()
    await page.context().close()
  })

  it('stand side by side with what changed', async () => {
    const { jobId } = await world.submit(importOf('VERSIONS-1'))
    const put = await fetch(`${world.url}/v1/jobs/${jobId}/manifest`, {
      method: 'PUT',
      headers: { 'Content-Type': 'text/plain' },
      body: importOf('VERSIONS-1').replace('logs/', 'later-logs/'),
    })
    expect(put.status).toBe(200)
    const page = await pageAt(`jobs/${jobId}`)
    await page.getByRole('tab', { name: 'Manifest' }).click()
    await page.getByRole('button', { name: /^Compared with/ }).click()
    await page.getByRole('option', { name: /^Version 1/ }).click()

    await page.getByRole('textbox', { name: 'Version 1' }).getByText('logPrefix: logs/').waitFor()
    await page.getByRole('textbox', { name: 'Version 2' }).getByText('logPrefix: later-logs/').waitFor()
    await page.context().close()
  })
})

describe('Team', () => {
  it('keeps templates, and begins a job with one', async () => {
    const page = await pageAt('team')
    await page.getByRole('tab', { name: 'Templates' }).click()
    await page.getByRole('link', { name: 'Add', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'New template' }).waitFor()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('weekly')
    await write(
      page,
      importOf('{{deviceId}}').replace('storage@', '{{owner}}@').replace('sequencer-archive', 'No_Bucket'),
    )
    // What is in the text is known; what comes with each job is not.
    await page.getByRole('listitem').filter({ hasText: 'Line 4' }).waitFor()
    expect(await page.getByRole('list').filter({ hasText: 'Line 4' }).getByRole('listitem').count()).toBe(1)
    await page.getByText('2 values come with each job.', { exact: false }).waitFor()
    await page.getByRole('textbox', { name: 'Default: owner' }).fill('nobody at all')
    await page.getByRole('listitem').filter({ hasText: 'Line 8' }).waitFor()
    await page.getByRole('textbox', { name: 'Default: owner' }).fill('lab')
    await page.getByRole('tab', { name: 'Form' }).click()
    await page.getByRole('textbox', { name: 'bucket', exact: true }).fill('sequencer-archive')
    await page.getByText('No problems found').waitFor()
    await page.getByRole('button', { name: /^Try it/ }).click()
    await page.getByText('The template needs a value for {{deviceId}}.').waitFor()
    await page.getByRole('textbox', { name: 'deviceId', exact: true }).last().fill('DISK-7')
    await page.getByText('notificationEmail: lab@example.com', { exact: false }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('weekly is saved.').waitFor()
    await page.getByRole('tab', { name: 'Templates', selected: true }).waitFor()
    await page.getByRole('link', { name: 'New job: weekly' }).click()

    await page.getByRole('heading', { level: 1, name: 'New jobs from template weekly' }).waitFor()
    expect(await page.getByRole('textbox', { name: 'Table (CSV)' }).inputValue()).toBe('deviceId,owner\n')
    await page.context().close()
  })

  it('keeps an address book, and shows why an address is not taken', async () => {
    const page = await pageAt('team')
    await page.getByRole('tab', { name: 'Address book' }).click()
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).first().fill('lab')
    await dialog.getByRole('textbox', { name: 'City' }).fill('Anytown')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await dialog.getByText(/^Code ADDRESS_INVALID, request /).waitFor()
    const fields = { Street: '123 Any Street', 'State or province': 'WA', 'Postal code': '98101', Country: 'USA' }
    for (const [name, value] of Object.entries(fields)) {
      await dialog.getByRole('textbox', { name, exact: true }).fill(value)
    }
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).last().fill('Jane Roe')
    await dialog.getByRole('textbox', { name: 'Phone number' }).fill('206-555-1111')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()

    await page.getByText('lab is saved.').waitFor()
    await page.getByRole('cell', { name: /123 Any Street/ }).waitFor()
    await page.context().close()
  })
})

describe('Subscriptions', () => {
  it('are made, and show a problem of their address', async () => {
    const page = await pageAt('team')
    await page.getByRole('tab', { name: 'Subscriptions' }).click()
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('ops')
    await dialog.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1/hook')
    await dialog.getByRole('textbox', { name: 'Secret' }).fill('a secret of more than sixteen characters')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()

    await dialog.getByText(/^Code [A-Z_]+, request /).waitFor()
    expect((await fetch(`${world.url}/v1/subscriptions/ops`)).status).toBe(404)
    await page.context().close()
  })
})

describe('what is exported', () => {
  it.each([
    ['Jobs', 'jobs', /^jobId,/, (page: Page) => page.getByRole('button', { name: 'Export CSV' }).click()],
    [
      'Events',
      'audit',
      /^v,at,/,
      (page: Page) => page.getByRole('button', { name: 'Export CSV', exact: true }).click(),
    ],
  ] as const)('is the whole of %s, page by page, with one line of names', async (_what, hash, names, press) => {
    for (const deviceId of ['EXPORT-1', 'EXPORT-2', 'EXPORT-3']) await world.submit(importOf(`${hash}-${deviceId}`))
    const page = await pageAt(hash)
    if (hash === 'audit') await page.getByRole('tab', { name: 'Events' }).click()
    let asked = 0
    // Waybill gives thousands of lines at once; here it gives few.
    await page.route(/\/v1\/(?:jobs|events)\?.*format=csv/, route => {
      asked++
      const url = new URL(route.request().url())
      url.searchParams.delete('all')
      url.searchParams.set('pageSize', '20')
      return route.continue({ url: url.href })
    })
    const saved = page.waitForEvent('download')
    await press(page)
    const lines = (await readFile(await (await saved).path(), 'utf8')).trim().split('\r\n')

    expect(asked).toBeGreaterThan(1)
    expect(lines.filter(line => names.test(line))).toEqual([lines[0]])
    for (const deviceId of ['EXPORT-1', 'EXPORT-2', 'EXPORT-3']) {
      expect(lines.filter(line => line.includes(`${hash}-${deviceId}`)).length).toBeGreaterThanOrEqual(
        hash === 'jobs' ? 1 : 0,
      )
    }
    expect(lines.length).toBeGreaterThan(20)
    await page.context().close()
  })
})

describe('Audit', () => {
  it('shows who did what, also with a job of which nothing is known but its history', async () => {
    const { jobId } = await world.submit(importOf('EVENTS-1'))
    const page = await pageAt('audit')
    await page.getByRole('tab', { name: 'Events' }).click()
    await page.getByRole('textbox', { name: 'Job ID' }).fill(jobId)
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.getByRole('cell', { name: 'Submit a manifest' }).first().waitFor()
    expect(await page.getByTitle('submit', { exact: true }).first().innerText()).toBe('Submit a manifest')
    await page.getByRole('button', { name: /^Action/ }).click()
    await page.keyboard.type('read-man')
    await page.getByRole('option', { name: 'Read the manifest' }).click()
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.getByText('No event matches.').waitFor()
    await page.getByRole('button', { name: /^Action/ }).click()
    await page.getByRole('option', { name: 'Any' }).click()
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.getByRole('cell', { name: 'Submit a manifest' }).first().waitFor()

    expect(await page.getByRole('link', { name: jobId }).count()).toBeGreaterThan(0)
    expect(await accessibilityFaults(page)).toEqual([])
    await page.context().close()
  })

  it('shows usage as a chart and as the table behind it', async () => {
    await world.submit(importOf('USAGE-1'))
    const page = await pageAt('audit')

    await page
      .getByRole('cell', { name: /^S3 import$/ })
      .first()
      .waitFor()
    await page.getByRole('application', { name: 'Jobs by month and team' }).waitFor()
    await page.context().close()
  })
})

describe('Verify a disk', () => {
  const verify = async (page: Page, text: string) => {
    const file = join(world.folder, 'SIGNATURE')
    await writeFile(file, text)
    await page.locator('input[type=file]').setInputFiles(file)
  }

  it('distinguishes the genuine file from a changed and from a forged one', async () => {
    const { jobId } = await world.submit(importOf('VERIFY-1'))
    const signature = await (await fetch(`${world.url}/v1/jobs/${jobId}/signature`)).text()
    const page = await pageAt('verify')

    await verify(page, signature)
    await page.getByText(`This is the SIGNATURE of job ${jobId}`).waitFor()
    await verify(page, signature.replaceAll('\n', '\r\n'))
    await page.getByText(`The SIGNATURE of job ${jobId}, but the file was changed`).waitFor()
    await verify(
      page,
      signature.replace(/^signature:./m, found => `${found.slice(0, -1)}${found.endsWith('A') ? 'B' : 'A'}`),
    )
    await page.getByText(`This is not the SIGNATURE of job ${jobId}`).waitFor()
    await verify(page, 'nothing of the kind')
    await page.getByText(/^Code SIGNATURE_MALFORMED, request /).waitFor()
    await page.context().close()
  })

  it('takes the text as well', async () => {
    const { jobId } = await world.submit(importOf('VERIFY-2'))
    const signature = await (await fetch(`${world.url}/v1/jobs/${jobId}/signature`)).text()
    const page = await pageAt('verify')
    await page.getByRole('textbox', { name: 'Or paste its text' }).fill(signature)
    await page.getByRole('button', { name: 'Verify', exact: true }).click()

    await page.getByText(`This is the SIGNATURE of job ${jobId}`).waitFor()
    await page.context().close()
  })
})

describe('Checks', () => {
  it('makes a check of a job, runs it, and deletes it', async () => {
    const { jobId } = await world.submit(importOf('CHECK-1'))
    const page = await pageAt('checks')
    await page.getByRole('button', { name: 'Make a check' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('nightly')
    await dialog.getByRole('textbox', { name: 'Job ID' }).fill(jobId)
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Check nightly' }).waitFor()
    await page.getByRole('button', { name: 'Run now' }).click()
    await page.getByRole('img', { name: /^Pass,/ }).waitFor()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()

    await page.getByText('Check nightly is deleted.').waitFor()
    expect((await fetch(`${world.url}/v1/checks/nightly`)).status).toBe(404)
    await page.context().close()
  })

  it('changes what the form shows of a check, and nothing else', async () => {
    const url = `${world.url}/v1/checks/of-a-manifest`
    const notify = { email: false, digest: true, unknownAfterMinutes: 7 }
    const put = (body: object) =>
      fetch(url, { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })
    expect((await put({ manifest: IMPORT, enabled: false, notify })).status).toBe(201)
    // Waybill's own answer, whose form other tests hold.
    const { manifestSha256 } = (await (await fetch(url)).json()) as { readonly manifestSha256: string }

    const page = await pageAt('checks/of-a-manifest')
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Schedule' }).fill('rate(2 days)')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Check of-a-manifest is saved.').waitFor()

    expect(await (await fetch(url)).json()).toMatchObject({
      manifestSha256,
      schedule: 'rate(2 days)',
      enabled: false,
      notify,
    })
    await page.context().close()
  })
})

describe('API', () => {
  it('is readable, and finds routes', async () => {
    const page = await pageAt('api')
    await page.getByRole('searchbox', { name: 'Find a route' }).fill('signatures/verify')

    await page.getByText('1 route', { exact: true }).first().waitFor()
    await page.getByRole('button', { name: /\/v1\/signatures\/verify/ }).click()
    await page
      .getByText(/^curl -sf -X POST/)
      .first()
      .waitFor()
    // Answers that many routes have in common stand in one place of the document.
    await page.getByText('NOT_AUTHENTICATED: The caller is not authenticated').first().waitFor()
    await page.context().close()
  })
})

describe('the frame', () => {
  it('speaks German to those who read it, and remembers another choice', async () => {
    const page = await pageAt('jobs', { locale: 'de-DE' })
    await page.getByRole('link', { name: 'Neuer Job' }).first().waitFor()
    expect(await page.evaluate('document.documentElement.lang')).toBe('de')
    await page.getByRole('button', { name: /^Sprache/ }).click()
    await page.getByRole('menuitem', { name: 'English' }).click()
    await page.getByRole('link', { name: 'New job' }).first().waitFor()
    await page.reload()
    await page.getByRole('link', { name: 'New job' }).first().waitFor()
    await page.context().close()
  })

  it('takes the focus to the heading of a new screen', async () => {
    const page = await pageAt('jobs')
    await page.getByRole('link', { name: 'Verify a disk' }).press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Verify a disk' }).waitFor()

    await until(page, "document.activeElement?.textContent === 'Verify a disk'")
    await page.context().close()
  })

  it('leads a browser at the endpoint of tools to the page, and tools not', async () => {
    const page = await world.page()
    await page.goto(`${world.url}/`)
    await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor()

    expect(page.url()).toContain('/console/')
    const tool = await fetch(`${world.url}/?Action=ListJobs`, { headers: { Accept: 'text/html' } })
    expect(tool.headers.get('content-type')).toContain('text/xml')
    await page.context().close()
  })

  it('is at first less than 350 KB of compressed JavaScript', async () => {
    const page = await world.page()
    const scripts: Promise<readonly [name: string, bytes: number]>[] = []
    page.on('response', response => {
      if (!response.url().endsWith('.js')) return
      const name = response.url().replace(/.*\//, '')
      scripts.push(response.body().then(body => [name, gzipSync(body, { level: 9 }).length]))
    })
    await world.open(page, 'jobs')
    const sizes = new Map(await Promise.all(scripts))
    const sum = [...sizes.values()].reduce((all, size) => all + size, 0)

    expect(sum).toBeGreaterThan(0)
    // Shown where the sum is too large: the files that make it so.
    expect(sum < 350 * 1024 ? [] : [...sizes]).toEqual([])
    await page.context().close()
  })
})

it('no page did what its policy forbids, and none failed', () => {
  expect(world.complaints).toEqual([])
})

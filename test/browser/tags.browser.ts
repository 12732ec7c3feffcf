import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { importOf } from '../support/example-import.ts'
import { accessibilityFaults, type ConsoleWorld, screenshot, settled, startConsole } from './console-world.ts'

/** Without what the team's defaults have. */
const shortOf = (deviceId: string) => importOf(deviceId).replace(/^returnAddress:\n(?:[ ]+.*\n)+/m, '')

const ADDRESS = {
  name: 'Jane Roe',
  company: 'AnyCompany',
  street1: '123 Any Street',
  city: 'Anytown',
  stateOrProvince: 'WA',
  postalCode: '98101',
  country: 'USA',
  phoneNumber: '+1 206 555 0111',
}

let world: ConsoleWorld
beforeAll(async () => {
  world = await startConsole()
  await put('/v1/addresses/office', { address: ADDRESS })
  await put('/v1/templates/disks', { manifest: shortOf('{{deviceId}}'), placeholders: [] })
  const defaults = { returnAddress: 'office', notificationEmail: 'lab@example.com' }
  await put('/v1/teams/local', { requiredTags: ['cost-centre'], defaults })
})
afterAll(() => world.stop())

const put = async (path: string, body: object) => {
  const headers = { 'Content-Type': 'application/json' }
  const there = await fetch(`${world.url}${path}`)
  const etag = there.headers.get('ETag')
  const response = await fetch(`${world.url}${path}`, {
    method: 'PUT',
    headers: { ...headers, ...(etag !== null && { 'If-Match': etag }) },
    body: JSON.stringify(body),
  })
  expect(response.ok).toBe(true)
}

interface Listed {
  readonly jobId: string
  readonly deviceId: string
  readonly tags?: Readonly<Record<string, string>>
}

const jobs = async (query: string): Promise<readonly Listed[]> => {
  const response = await fetch(`${world.url}/v1/jobs?pageSize=1000&${query}`)
  // Waybill's own answer, whose form other tests hold.
  return ((await response.json()) as { jobs: Listed[] }).jobs
}

const pageAt = async (hash: string) => {
  const page = await world.page()
  await world.open(page, hash)
  return page
}

const open = (page: Page, files: readonly (readonly [string, string])[]) =>
  page
    .locator('input[type=file]')
    .setInputFiles(files.map(([name, text]) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })))

describe('tags of a new job', () => {
  it('are asked for where the team needs them, shown beside the manifest, and sent; a reload keeps them', async () => {
    const page = await pageAt('new')
    await open(page, [['one.txt', shortOf('TAG-1')]])
    await page.getByText('No problems found').waitFor()
    await page.getByText(/^From the team's defaults\s*returnAddress$/).waitFor()
    await page.getByText('Your team needs: cost-centre').waitFor()
    expect(await page.getByRole('button', { name: 'Create job' }).isDisabled()).toBe(true)
    expect(await accessibilityFaults(page)).toEqual([])
    await screenshot(page, 'new-tags')

    await page.getByRole('textbox', { name: 'Value of tag cost-centre' }).fill('7731')
    await page.getByRole('button', { name: 'Add a tag' }).click()
    await page.getByRole('textbox', { name: 'Name of tag 2' }).fill('project')
    await page.getByText('A tag has a name and a value.').waitFor()
    await page.getByRole('textbox', { name: 'Value of tag project' }).fill('apollo')
    await page.getByRole('textbox', { name: 'Description' }).fill('Monday')
    await page.reload()
    await page.getByText('project: apollo').waitFor()
    await page.getByRole('tab', { name: 'Form' }).click()
    await page.getByRole('button', { name: 'Create job' }).click()
    await page.getByRole('heading', { level: 1, name: /^Job \w+ is created/ }).waitFor()

    const [{ jobId = '' } = {}, ...others] = await jobs('deviceId=TAG-1')
    expect(others).toEqual([])
    const answer = await fetch(`${world.url}/v1/jobs/${jobId}`)
    expect(await answer.json()).toMatchObject({
      tags: { 'cost-centre': '7731', project: 'apollo' },
      description: 'Monday',
    })
    await page.context().close()
  })

  it('come with the manifest of the job that is cloned', async () => {
    const [{ jobId = '' } = {}] = await jobs('deviceId=TAG-1')
    const page = await pageAt(`new?clone=${jobId}`)

    await page.getByText('project: apollo').waitFor()
    expect(await page.getByRole('textbox', { name: 'Value of tag cost-centre' }).inputValue()).toBe('7731')
    await page.context().close()
  })

  it('are those of every manifest of a batch', async () => {
    const page = await pageAt('new')
    await open(page, [
      ['one.txt', shortOf('TAG-B1')],
      ['two.txt', shortOf('TAG-B2')],
    ])
    await page.getByText('2 manifests, 0 with errors.', { exact: false }).waitFor()
    expect(await page.getByRole('button', { name: 'Create all jobs' }).isDisabled()).toBe(true)
    await page.getByRole('textbox', { name: 'Value of tag cost-centre' }).fill('42')
    await page.getByRole('button', { name: 'Create all jobs' }).click()
    await page.getByText('2 jobs created').waitFor()

    expect((await jobs('tag=cost-centre%3D42')).map(({ deviceId }) => deviceId).sort()).toEqual(['TAG-B1', 'TAG-B2'])
    await page.context().close()
  })

  it('are a problem of the page where two have one name, and of the API where it does not take them', async () => {
    const page = await pageAt('new')
    await open(page, [['one.txt', shortOf('TAG-2')]])
    await page.getByRole('textbox', { name: 'Value of tag cost-centre' }).fill('a=b;')
    await page.getByRole('button', { name: 'Validate', exact: true }).click()
    await page.getByText(/^Code TAGS_INVALID, request /).waitFor()
    await page.getByRole('button', { name: 'Add a tag' }).click()
    await page.getByRole('textbox', { name: 'Name of tag 2' }).fill('cost-centre')
    await page.getByText('This name is there twice.').waitFor()

    expect(await page.getByRole('button', { name: 'Create job' }).isDisabled()).toBe(true)
    await page.context().close()
  })
})

describe('a table of more lines than the API takes at once', () => {
  const COUNT = 120
  const tableOf = (prefix: string) => Array.from({ length: COUNT }, (_, index) => `${prefix}-${index + 1}`)
  const fill = async (page: Page, lines: readonly string[]) => {
    await page.getByRole('textbox', { name: 'Table (CSV)' }).fill(`deviceId\n${lines.join('\n')}\n`)
    await page.getByRole('textbox', { name: 'Value of tag cost-centre' }).fill('9')
  }
  /** What was posted for the template: the devices of each request, and whether it was a trial. */
  const watched = async (page: Page, lose: (request: number) => boolean = () => false) => {
    const posted: { devices: number; validateOnly: boolean }[] = []
    await page.route('**/v1/templates/disks/jobs', async route => {
      const { devices, validateOnly } = route.request().postDataJSON()
      posted.push({ devices: devices.length, validateOnly })
      const isLost = lose(posted.length)
      const answer = await route.fetch()
      await (isLost ? route.abort('connectionreset') : route.fulfill({ response: answer }))
    })
    return posted
  }

  it('sends none of its lines where one of them cannot be sent, and names that line', async () => {
    const page = await pageAt('new?template=disks')
    const posted = await watched(page)
    // In the third part of the table.
    await fill(page, tableOf('BAD').with(110, '"a\nb"'))
    await page.getByRole('button', { name: 'Create all jobs' }).click()
    await page.getByText(/^Code VALUES_INVALID, request /).waitFor()

    await page.getByText('(Line 112)', { exact: false }).waitFor()
    await page.getByText('Nothing was sent. Correct', { exact: false }).waitFor()
    expect(posted.map(({ validateOnly }) => validateOnly)).toEqual([true, true, true])
    expect((await jobs('tag=cost-centre%3D9')).length).toBe(0)
    await page.context().close()
  })

  it('makes a job of each line, shows how far it is, and after a lost answer makes none twice', async () => {
    const page = await pageAt('new?template=disks')
    // Three requests validate the whole table; the second one of those that create is answered, and the answer is lost.
    const posted = await watched(page, request => request === 5)
    await fill(page, tableOf('LONG'))
    await page.getByRole('button', { name: 'Create all jobs' }).click()
    await page.getByText('Stopped after 50 of 120 lines').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await screenshot(page, 'new-template-stopped')
    expect((await jobs('tag=cost-centre%3D9')).length).toBe(100)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('70 jobs created · 50 were there already').waitFor()
    await settled(page)

    const trials = [50, 50, 20].map(devices => ({ devices, validateOnly: true }))
    const sent = [50, 50, 50, 20].map(devices => ({ devices, validateOnly: false }))
    expect(posted).toEqual([...trials, ...sent])
    const made = await jobs('tag=cost-centre%3D9')
    expect(made.map(({ deviceId }) => deviceId).sort()).toEqual(tableOf('LONG').sort())
    await page.context().close()
  })

  it('names a device that stands there twice before anything is sent', async () => {
    const page = await pageAt('new?template=disks')
    await fill(page, ['A-1', 'A-2', 'A-1'])

    await page.getByText('The device of these lines is in a line before: 4.').waitFor()
    expect(await page.getByRole('button', { name: 'Create all jobs' }).isDisabled()).toBe(true)
    await page.context().close()
  })
})

it('no page did what its policy forbids, and none failed', () => {
  expect(world.complaints).toEqual([])
})

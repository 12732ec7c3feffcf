import { globSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { IMPORT } from '../support/example-import.ts'
import { accessibilityFaults, type ConsoleWorld, screenshot, startConsole, until } from './console-world.ts'

let world: ConsoleWorld
beforeAll(async () => {
  world = await startConsole()
})
afterAll(() => world.stop())

const ADDRESS = {
  name: 'Jane Roe',
  street1: '123 Any Street',
  city: 'Anytown',
  stateOrProvince: 'WA',
  postalCode: '91234-1234',
  country: 'USA',
  phoneNumber: '206-555-1111',
}

/** What has the focus, by its name. */
const FOCUSED = "document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.innerText ?? ''"
const focusOn = (page: Page, name: RegExp) => until(page, `${name}.test(${FOCUSED})`)

const openTeams = async (): Promise<Page> => {
  const page = await world.page()
  await world.open(page, 'team')
  await page.getByRole('tab', { name: 'Teams' }).click()
  return page
}

const teamOf = async (name: string) => {
  const response = await fetch(`${world.url}/v1/teams/${name}`)
  // Waybill's own answer, whose form other tests hold.
  return { status: response.status, etag: response.headers.get('ETag') ?? '', team: (await response.json()) as object }
}

const put = async (name: string, body: object, etag?: string) => {
  const { status } = await fetch(`${world.url}/v1/teams/${name}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', ...(etag !== undefined && { 'If-Match': etag }) },
    body: JSON.stringify(body),
  })
  expect(status).toBe(etag === undefined ? 201 : 200)
}

describe('Teams', () => {
  it('makes a team with all that a team can have', async () => {
    const page = await openTeams()
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('film')
    await dialog.getByRole('button', { name: 'Add a member' }).click()
    await dialog.getByRole('textbox', { name: 'ARN' }).fill('arn:aws:iam::123456789012:role/film')
    await dialog.getByRole('button', { name: 'Add a member' }).click()
    await dialog
      .getByRole('button', { name: /^Known by/ })
      .last()
      .click()
    await page.getByRole('option', { name: 'Claim of a token' }).click()
    await dialog.getByRole('textbox', { name: /^Claim/ }).fill('sub')
    await dialog.getByRole('textbox', { name: 'Its value' }).fill('vic@example.com')
    await dialog.getByRole('button', { name: /^Role/ }).last().click()
    await page.getByRole('option', { name: 'viewer' }).click()
    await dialog.getByRole('textbox', { name: 'Access key IDs' }).fill('AKIAFILMFILMFEXAMPLE')
    await dialog.getByRole('checkbox', { name: 'Every bucket that no other team lists' }).uncheck()
    await dialog.getByRole('button', { name: 'Add a bucket' }).click()
    await dialog.getByRole('textbox', { name: /^Bucket/ }).fill('film-*')
    await dialog.getByRole('textbox', { name: 'Jobs a day' }).fill('12')
    await dialog.getByRole('textbox', { name: 'Required tags' }).fill('cost-centre')
    await dialog.getByRole('textbox', { name: 'Manifest' }).click()
    await page.keyboard.insertText('# of the film team\nnotificationEmail: film at example\nbucket: theirs\n')
    await dialog.getByRole('button', { name: /^Go to line 2/ }).waitFor()
    await dialog.getByText('Defaults are ', { exact: false }).first().waitFor()
    expect(await dialog.getByRole('button', { name: 'Save', exact: true }).isEnabled()).toBe(false)
    // What a key closes in the editor does not close the dialog.
    await page.keyboard.press('Control+Space')
    await dialog.getByRole('listbox').waitFor()
    await page.keyboard.press('Escape')
    await dialog.getByRole('listbox').waitFor({ state: 'detached' })
    await page.keyboard.press('Control+A')
    await page.keyboard.insertText('notificationEmail: film@example.com\n')
    await dialog.getByRole('tab', { name: 'Form' }).click()
    await dialog.getByRole('textbox', { name: /^logPrefix/ }).fill('film/')
    await dialog.getByText('No problems found').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await screenshot(page, 'team-form')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('film is saved.').waitFor()

    expect((await teamOf('film')).team).toMatchObject({
      members: [
        { arn: 'arn:aws:iam::123456789012:role/film', role: 'member' },
        { claim: 'sub', value: 'vic@example.com', role: 'viewer' },
      ],
      keys: ['AKIAFILMFILMFEXAMPLE'],
      buckets: [{ bucket: 'film-*', uses: ['import', 'export', 'log'] }],
      dailyJobs: 12,
      requiredTags: ['cost-centre'],
      defaults: { notificationEmail: 'film@example.com', logPrefix: 'film/' },
      copyLogs: true,
    })
    await page.context().close()
  })

  it('shows everything that is wrong at once, and changes nothing', async () => {
    const page = await openTeams()
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('wrong')
    await dialog.getByRole('button', { name: 'Add a member' }).click()
    await dialog.getByRole('textbox', { name: 'ARN' }).fill('nobody')
    await dialog.getByRole('textbox', { name: 'Jobs a day' }).fill('many')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()

    await dialog.getByText(/^Code TEAM_INVALID, request /).waitFor()
    expect(
      await dialog
        .getByRole('listitem')
        .filter({ hasText: /[A-Z_]{6,}$/ })
        .count(),
    ).toBeGreaterThanOrEqual(2)
    expect((await teamOf('wrong')).status).toBe(404)
    await page.context().close()
  })

  it('saves nothing over what someone else has saved meanwhile, and shows what they changed', async () => {
    await put('shared', { dailyJobs: 3, requiredTags: ['project'] })
    const page = await openTeams()
    await page.getByRole('button', { name: 'Change shared' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Jobs a day' }).fill('5')
    await put('shared', { dailyJobs: 3, requiredTags: ['project', 'owner'] }, (await teamOf('shared')).etag)
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()

    await dialog.getByText('Someone else has saved this team since you opened it').waitFor()
    expect((await teamOf('shared')).team).toMatchObject({ dailyJobs: 3, requiredTags: ['project', 'owner'] })
    await dialog.getByRole('button', { name: 'Take up the newest' }).click()
    await dialog.getByText(/^required tags\./).waitFor()
    expect(await dialog.getByRole('textbox', { name: 'Jobs a day' }).inputValue()).toBe('5')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('shared is saved.').waitFor()
    expect((await teamOf('shared')).team).toMatchObject({ dailyJobs: 5, requiredTags: ['project', 'owner'] })
    await page.context().close()
  })
})

/** Where something can be taken away, how one comes to its button, what is made for it, and where the focus is afterwards. */
interface Removal {
  readonly route: string
  readonly kind: string
  readonly hash: (name: string) => string
  readonly tab?: string
  readonly button: (name: string) => string
  readonly make: () => Promise<string>
  /** Where the thing is, or is no longer. */
  readonly at: (name: string) => string
  readonly focus: (name: string) => RegExp
}

const made =
  (path: string, body: object, method = 'PUT') =>
  async (): Promise<string> => {
    const headers = { 'Content-Type': 'application/json' }
    const answer = await fetch(`${world.url}/v1/${path}`, { method, headers, body: JSON.stringify(body) })
    expect(answer.status).toBe(201)
    // Waybill's own answer, whose form other tests hold.
    const { jobId = path.split('/').at(-1) } = (await answer.json()) as { jobId?: string }
    return jobId ?? ''
  }

const ofTeam = (kind: string, plural: string, tab: string, body: object): Removal => ({
  route: `DELETE /v1/${plural}/{name}`,
  kind,
  hash: () => 'team',
  tab,
  button: name => `Delete ${name}`,
  make: made(`${plural}/doomed`, body),
  at: name => `${plural}/${name}`,
  focus: () => new RegExp(`^${tab}`),
})

const REMOVALS: readonly Removal[] = [
  ofTeam('address', 'addresses', 'Address book', { address: ADDRESS }),
  ofTeam('subscription', 'subscriptions', 'Subscriptions', {
    events: ['*'],
    to: { type: 'webhook', url: 'https://hooks.example.com/', secret: 'a secret of more than sixteen characters' },
  }),
  ofTeam('template', 'templates', 'Templates', {
    manifest: IMPORT.replace(/^deviceId:.*$/m, 'deviceId: {{deviceId}}'),
  }),
  { ...ofTeam('team', 'teams', 'Teams', {}), route: 'DELETE /v1/teams/{team}' },
  {
    route: 'DELETE /v1/checks/{name}',
    kind: 'check',
    hash: name => `checks/${name}`,
    button: () => 'Delete',
    make: made('checks/doomed', { manifest: IMPORT }),
    at: name => `checks/${name}`,
    focus: () => /^Checks/,
  },
  {
    route: 'POST /v1/jobs/{jobId}/cancel',
    kind: 'job',
    hash: name => `jobs/${name}`,
    button: () => 'Cancel the job',
    make: made('jobs', { manifest: IMPORT }, 'POST'),
    at: name => `jobs/${name}`,
    focus: name => new RegExp(`^Job ${name}`),
  },
]

describe('what takes something away', () => {
  it('is in the table of questions, and in this one', () => {
    const table = readFileSync('console/src/parts/questions.ts', 'utf8')
    const asked = [...table.matchAll(/^ {2}'((?:DELETE|POST) [^']+)': \{/gm)].map(([, route]) => route)
    const elsewhere = globSync('console/src/**/*.{ts,tsx}').filter(
      file =>
        !file.endsWith('questions.ts') && /api\.DELETE\(|api\.POST\('[^']*\/cancel'/.test(readFileSync(file, 'utf8')),
    )

    expect(asked.toSorted()).toEqual(REMOVALS.map(({ route }) => route).toSorted())
    expect(elsewhere).toEqual([])
  })

  it.each(REMOVALS)('is asked for first: $route', async ({ kind, hash, tab, button, make, at, focus }) => {
    const name = await make()
    const stateOf = async () => {
      const answer = await fetch(`${world.url}/v1/${at(name)}`)
      // Waybill's own answer, whose form other tests hold.
      return answer.ok ? ((await answer.json()) as { state?: string }).state : answer.status
    }
    const before = await stateOf()
    const page = await world.page()
    await world.open(page, hash(name))
    if (tab !== undefined) await page.getByRole('tab', { name: tab, exact: true }).click()
    const asking = page.getByRole('button', { name: button(name), exact: true })
    await asking.click()
    const dialog = page.getByRole('dialog', { name: `${kind === 'job' ? 'Cancel' : 'Delete'} ${kind} ${name}?` })
    await dialog.waitFor()
    await focusOn(page, /^(?:Cancel|Leave it)$/)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await stateOf()).toBe(before)
    await until(page, `${FOCUSED} === ${JSON.stringify(button(name))}`)

    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: kind === 'job' ? 'Cancel the job' : 'Delete' }).click()
    const gone = kind === 'job' ? 'cancelled' : 'deleted'
    await page
      .getByText(`${kind[0]?.toUpperCase()}${kind.slice(1)} ${name} is ${gone}.`)
      .first()
      .waitFor()
    await until(page, `[...document.querySelectorAll('[aria-live]')].some(at => /is ${gone}/.test(at.textContent))`)
    await focusOn(page, focus(name))
    expect(await stateOf()).toBe(kind === 'job' ? 'cancelled' : 404)
    await page.context().close()
  })
})

it('no page did what its policy forbids, and none failed', () => {
  expect(world.complaints).toEqual([])
})

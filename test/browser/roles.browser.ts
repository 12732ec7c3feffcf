import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { ROUTES } from '../../lib/http/routes.ts'
import { IMPORT } from '../support/example-import.ts'
import { type ConsoleWorld, settled } from './console-world.ts'
import { signIn, startSignedConsole } from './oidc-world.ts'

const SECRET = 'of-a-webhook-that-is-never-called-0123456789'

/** Who signs in as what. Claims make most of them what they are, and an entry of the team the viewer. */
const CLAIMS = {
  member: { team: 'lab' },
  viewer: {},
  auditor: { groups: ['auditors'] },
  operator: { groups: ['operators'] },
  depot: { groups: ['depot-clerks'] },
} as const
type Role = keyof typeof CLAIMS
// Its own keys.
const ROLES = Object.keys(CLAIMS) as readonly Role[]

interface Person {
  readonly page: Page
  readonly token: string
  readonly may: readonly string[]
}

let signed: Awaited<ReturnType<typeof startSignedConsole>>
let world: ConsoleWorld
let jobId = ''
const people = new Map<Role, Person>()

const person = (role: Role): Person => {
  const found = people.get(role)
  if (!found) throw new Error(`The ${role} has not signed in.`)
  return found
}

const askAs = (
  role: Role,
  method: string,
  path: string,
  body?: string,
  headers: Readonly<Record<string, string>> = {},
) =>
  fetch(`${world.url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${person(role).token}`, 'Content-Type': 'application/json', ...headers },
    ...(body !== undefined && { body }),
  })

const enter = async (role: Role): Promise<void> => {
  const page = await world.page()
  const asked = page.waitForRequest(`${world.url}/v1/me`)
  await page.goto(`${world.url}/console/`)
  await signIn(page, role)
  const request = await asked
  const token = ((await request.headerValue('authorization')) ?? '').slice('Bearer '.length)
  const response = await request.response()
  if (!response) throw new Error('The API does not answer who this is.')
  // Waybill's own answer, whose form other tests hold.
  const { may } = (await response.json()) as { may: string[] }
  people.set(role, { page, token, may })
}

beforeAll(async () => {
  signed = await startSignedConsole(
    { tokenSeconds: 3600, claimsOf: name => CLAIMS[ROLES.find(role => role === name) ?? 'viewer'] },
    { WAYBILL_OPERATORS: 'groups=operators', WAYBILL_JWT_AUDITOR_GROUP: 'auditors' },
  )
  world = signed.world
  await enter('operator')
  const lab = await askAs('operator', 'GET', '/v1/teams/lab')
  // Waybill's own answer, whose form other tests hold.
  const { members, keys } = (await lab.json()) as { members: object[]; keys: string[] }
  const put = await askAs(
    'operator',
    'PUT',
    '/v1/teams/lab',
    JSON.stringify({ members: [...members, { claim: 'sub', value: 'viewer', role: 'viewer' }], keys }),
    { 'If-Match': lab.headers.get('ETag') ?? '' },
  )
  expect(put.status).toBe(200)
  const clerks = { members: [{ claim: 'groups', value: 'depot-clerks' }] }
  expect((await askAs('operator', 'PUT', '/v1/teams/-depot', JSON.stringify(clerks))).status).toBe(201)
  for (const role of ['member', 'viewer', 'auditor', 'depot'] as const) await enter(role)
  const made = await askAs('member', 'POST', '/v1/jobs', IMPORT, { 'Content-Type': 'text/plain' })
  jobId = ((await made.json()) as { jobId: string }).jobId
  expect(made.status).toBe(201)
  const address = { name: 'Ann', street1: '1 Any St', city: 'Anytown', stateOrProvince: 'WA', postalCode: '98101' }
  const things = {
    'checks/nightly': { jobId },
    'templates/weekly': { manifest: IMPORT.replace(/^deviceId:.*$/m, 'deviceId: {{deviceId}}') },
    'addresses/lab': { address: { ...address, country: 'USA', phoneNumber: '206-555-0100' } },
    'subscriptions/ops': { events: ['*'], to: { type: 'webhook', url: 'https://hooks.example/ops', secret: SECRET } },
  }
  for (const [path, body] of Object.entries(things)) {
    const { status } = await askAs('member', 'PUT', `/v1/${path}`, JSON.stringify(body))
    expect([path, status]).toEqual([path, 201])
  }
})
afterAll(() => signed.stop())

/** The screens of the navigation, and those that only a job or a check has. */
const screensOf = async (page: Page): Promise<readonly string[]> => {
  const links = page.getByRole('navigation', { name: 'Screens' }).getByRole('link')
  await links.first().waitFor()
  const hrefs = await Promise.all((await links.all()).map(link => link.getAttribute('href')))
  const sections = hrefs.flatMap(href => href?.slice('#/'.length) ?? [])
  const further = { jobs: [`jobs/${jobId}`, `jobs/${jobId}/created`], checks: ['checks/nightly'] }
  return sections.flatMap(section => [
    section,
    ...(section === 'jobs' ? further.jobs : section === 'checks' ? further.checks : []),
  ])
}

const openAt = async (page: Page, hash: string): Promise<void> => {
  await page.evaluate(`location.hash = ${JSON.stringify(`#/${hash}`)}`)
  await settled(page)
}

/** What can be pressed on a screen, but for the handles that make columns wider. */
const buttonsOf = (page: Page) =>
  page.locator('main button:visible:not(:disabled, [aria-disabled="true"], [aria-roledescription])')

interface Seen {
  readonly buttons: ReadonlySet<string>
  /** What the API refused, and after which click. */
  readonly refused: readonly string[]
  /** After which click nothing had the focus. */
  readonly lost: readonly string[]
}

/** Presses every button of every screen and tab that a person is offered. */
const pressEverything = async ({ page }: Person): Promise<Seen> => {
  const buttons = new Set<string>()
  const refused: string[] = []
  const lost: string[] = []
  let last = ''
  const look = (response: { status: () => number; url: () => string }) => {
    if ([401, 403].includes(response.status())) refused.push(`${last}: ${response.url()}`)
  }
  page.on('response', look)
  for (const hash of await screensOf(page)) {
    await openAt(page, hash)
    const tabs = await page.getByRole('main').getByRole('tab').allInnerTexts()
    for (const tab of tabs.length > 0 ? tabs : [undefined]) {
      const show = async () => {
        if (page.url().split('#/')[1] !== hash) await openAt(page, hash)
        if (tab !== undefined) await page.getByRole('main').getByRole('tab', { name: tab, exact: true }).click()
        await settled(page)
      }
      await show()
      const count = await buttonsOf(page).count()
      for (let index = 0; index < count; index++) {
        const button = buttonsOf(page).nth(index)
        if ((await button.count()) === 0) continue
        const name = (await button.getAttribute('aria-label')) ?? (await button.innerText())
        buttons.add(name)
        last = `${hash} ${tab ?? ''} ${name}`
        await button.press('Enter')
        await settled(page)
        if (await page.evaluate('document.activeElement === document.body')) lost.push(last)
        await page.keyboard.press('Escape')
        await show()
      }
    }
  }
  page.off('response', look)
  return { buttons, refused, lost }
}

/** What changes something. */
const CHANGES = [
  'Add',
  'Cancel the job',
  'Change',
  'Change lab',
  'Clone',
  'Delete',
  'Delete lab',
  'Make a check',
  'Make a shipping label',
  'New job',
  'Run now',
  'Send a test: ops',
] as const

describe.each(['viewer', 'auditor', 'operator', 'depot'] as const)('the role %s', role => {
  it('is offered nothing that the API refuses, and loses the focus nowhere', async () => {
    const { buttons, refused, lost } = await pressEverything(person(role))

    expect({ refused, lost }).toEqual({ refused: [], lost: [] })
    const offered = CHANGES.filter(name => buttons.has(name))
    // Operators change teams.
    expect(offered).toEqual(role === 'operator' ? ['Add', 'Change lab', 'Delete lab'] : [])
  })

  it('gets no screen by its address that has nothing for the role', async () => {
    const { page, may } = person(role)
    await openAt(page, 'new')
    await page.getByRole('heading', { level: 1, name: 'Your role does not include this page' }).waitFor()

    await openAt(page, 'jobs')
    const title = may.includes('GET /v1/jobs') ? 'Jobs' : 'Your role does not include this page'
    await page.getByRole('heading', { level: 1, name: title }).first().waitFor()
  })

  it('is refused by the API where it asks for it anyway', async () => {
    const { may } = person(role)
    const others = ROUTES.filter(
      ({ method, path, caller }) => caller !== 'anyone' && caller !== 'signer' && !may.includes(`${method} ${path}`),
    )
    const path = (route: string) => route.replaceAll(/\{\w+\}/g, 'x')
    const answers = others.map(async route => {
      const { status } = await askAs(role, route.method, path(route.path), route.method === 'GET' ? undefined : '{}')
      return `${route.method} ${route.path}: ${status}`
    })

    expect(others.length).toBeGreaterThan(0)
    expect(await Promise.all(answers)).toEqual(others.map(route => `${route.method} ${route.path}: 403`))
  })
})

it("the depot's staff comes to its desk, and reports a step there", async () => {
  const manifest = IMPORT.replace(/^deviceId:.*$/m, 'deviceId: FOR-THE-DESK')
  const made = await askAs('member', 'POST', '/v1/jobs', manifest, { 'Content-Type': 'text/plain' })
  const parcel = ((await made.json()) as { jobId: string }).jobId
  const { page } = person('depot')
  await openAt(page, '')
  await page.getByRole('heading', { level: 1, name: 'Depot desk' }).waitFor()
  await page.getByRole('textbox', { name: 'Job ID' }).fill(parcel)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Receive' }).click()
  await page.getByRole('checkbox', { name: /came without a SIGNATURE/ }).check()
  await page.getByRole('button', { name: 'Report' }).click()

  await page.getByText(`Job ${parcel} is now: Aborted, goes back.`).waitFor()
})

it('a member is offered what changes its jobs, checks and things', async () => {
  const { page } = person('member')
  const buttons = new Set<string>()
  for (const hash of await screensOf(page)) {
    await openAt(page, hash)
    const tabs = await page.getByRole('main').getByRole('tab').all()
    for (const tab of [undefined, ...tabs]) {
      await tab?.click()
      await settled(page)
      const labels = [...(await buttonsOf(page).all()), ...(await page.getByRole('main').getByRole('link').all())]
      for (const label of labels) buttons.add((await label.getAttribute('aria-label')) ?? (await label.innerText()))
    }
  }

  expect(CHANGES.filter(name => !buttons.has(name))).toEqual([])
})

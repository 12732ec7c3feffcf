import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { IMPORT } from '../support/example-import.ts'
import { type ConsoleWorld, settled, startConsole } from './console-world.ts'
import { fill, type Jobs } from './screen-states.ts'

let world: ConsoleWorld
let jobs: Jobs
beforeAll(async () => {
  world = await startConsole()
  jobs = await fill(world)
  const { ok } = await fetch(`${world.url}/v1/templates/of-a-bucket`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ manifest: `${IMPORT}logBucket: {{bucket}}\n`, placeholders: [{ name: 'bucket' }] }),
  })
  expect(ok).toBe(true)
})
afterAll(() => world.stop())

const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
    .first()
    .click()
const field = (page: Page | Locator, name: string | RegExp) => page.getByRole('textbox', { name }).first()
const inDialog = (page: Page) => page.getByRole('dialog').first()

interface Form {
  readonly name: string
  readonly hash: (jobs: Jobs) => string
  /** Opens the form, where it is not the screen itself. */
  readonly open?: (page: Page) => Promise<unknown>
  readonly field: (page: Page) => Locator
  readonly text: string
  /** Nothing of it may be in a storage. */
  readonly isSecret?: true
  /** What is opened is no dialog. */
  readonly isInPage?: true
}

const editor = (page: Page) => field(page, 'Manifest')

/** Every form of the console in which something is typed that is to be saved. */
const FORMS: readonly Form[] = [
  { name: 'New job', hash: () => 'new', field: editor, text: '# of new job' },
  {
    name: 'New job: a manifest with a PIN',
    hash: () => 'new',
    field: editor,
    text: `pin: 1234-5678\n`,
    isSecret: true,
  },
  {
    name: 'New job: description',
    hash: () => 'new',
    open: page => press(page, /^Tags and description/),
    isInPage: true,
    field: page => field(page, 'Description'),
    text: 'the disk of Monday',
  },
  {
    name: 'a table of devices',
    hash: () => 'new?template=weekly',
    field: page => field(page, /^Table/),
    text: 'WD-77',
  },
  { name: 'Change the manifest', hash: ({ fresh }) => `jobs/${fresh}/change`, field: editor, text: '# of a change' },
  {
    name: 'Custody',
    hash: ({ fresh }) => `jobs/${fresh}?tab=custody`,
    field: page => field(page, /^By/),
    text: 'Ada',
  },
  { name: 'Ship', hash: () => 'ship', field: page => field(page, 'Carrier'), text: 'A carrier' },
  {
    name: 'Depot: return',
    hash: ({ done }) => `depot/${done}`,
    open: page => press(page, 'Return'),
    field: page => field(inDialog(page), 'Carrier'),
    text: 'Another carrier',
  },
  {
    name: 'a check',
    hash: () => 'checks',
    open: page => press(page, 'Make a check'),
    field: page => field(inDialog(page), 'Name'),
    text: 'nightly',
  },
  {
    name: 'a check that is changed',
    hash: () => 'checks/weekly-disk',
    open: page => press(page, 'Change'),
    field: page => field(inDialog(page), 'Schedule'),
    text: 'rate(3 days)',
  },
  { name: 'a new template: name', hash: () => 'team/templates', field: page => field(page, 'Name'), text: 'monthly' },
  {
    name: 'a template: placeholder',
    hash: () => 'team/templates/of-a-bucket',
    field: page => field(page, 'Pattern: bucket'),
    text: '[a-z-]+',
  },
  {
    name: 'an address',
    hash: () => 'team?tab=addresses',
    open: page => press(page, 'Change lab'),
    field: page => field(inDialog(page), 'City'),
    text: 'Nuuk',
  },
  {
    name: 'a subscription with its secret',
    hash: () => 'team?tab=subscriptions',
    open: page => press(page, 'Add'),
    field: page => inDialog(page).getByLabel('Secret'),
    text: 'nobody-may-store-this',
    isSecret: true,
  },
  {
    name: 'a team',
    hash: () => 'team?tab=teams',
    open: page => press(page, 'Change local'),
    field: page => field(inDialog(page), 'Access key IDs'),
    text: 'AKIAUNSAVEDUNSAVED01',
  },
]

/** What the browser would ask before the tab is closed. */
const asksBeforeUnload = (page: Page): Promise<unknown> =>
  page.evaluate("!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))")

const stored = (page: Page): Promise<unknown> =>
  page.evaluate('JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)])')

const shows = async (page: Page, { field: of, text }: Form): Promise<boolean> => {
  const place = of(page)
  await place.waitFor()
  // The editor is no input.
  return (await place.inputValue().catch(() => place.innerText())).includes(text.trim())
}

const opened = async (page: Page, { hash, open }: Form): Promise<void> => {
  await world.open(page, hash(jobs))
  await open?.(page)
  await settled(page)
}

describe.each(FORMS)('what is typed into $name', form => {
  it('is there again after a link, Back and a reload, and the browser asks before it is lost', async () => {
    const page = await world.page()
    await world.open(page, 'verify')
    await opened(page, form)
    expect(await asksBeforeUnload(page)).toBe(false)
    await form.field(page).click()
    await page.keyboard.press('Control+End')
    await page.keyboard.insertText(form.text)
    await settled(page)
    expect(await asksBeforeUnload(page)).toBe(true)

    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Verify a disk' }).waitFor()
    expect(await asksBeforeUnload(page)).toBe(true)
    await page.getByRole('link', { name: 'Audit', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor()
    await opened(page, form)
    expect(await shows(page, form)).toBe(true)
    expect(String(await stored(page)).includes(form.text.trim())).toBe(form.isSecret !== true)
    if (!form.isSecret) {
      await page.reload()
      await page.getByRole('heading', { level: 1 }).waitFor()
      await settled(page)
      await form.open?.(page)
      expect(await shows(page, form)).toBe(true)
    }
    expect(await asksBeforeUnload(page)).toBe(true)
    await page.context().close()
  })
})

describe.each(FORMS.filter(({ open, isInPage }) => open && !isInPage))('the dialog of $name', form => {
  it('has it again after Escape, and not once it was discarded', async () => {
    const page = await world.page()
    await opened(page, form)
    await form.field(page).fill(form.text)
    await page.keyboard.press('Escape')
    await inDialog(page).waitFor({ state: 'hidden' })
    await form.open?.(page)
    expect(await shows(page, form)).toBe(true)
    await press(page, 'Discard it')
    expect(await shows(page, form)).toBe(false)
    await form.field(page).fill(form.text)
    await inDialog(page).getByRole('button', { name: 'Cancel', exact: true }).click()
    await form.open?.(page)

    expect(await shows(page, form)).toBe(false)
    expect(await asksBeforeUnload(page)).toBe(false)
    await page.context().close()
  })
})

it('what became a job, an address or a template is lost no longer', async () => {
  const page = await world.page()
  await world.open(page, 'new')
  await editor(page).click()
  await page.keyboard.insertText(IMPORT.replace(/^deviceId:.*$/m, 'deviceId: UNSAVED-1'))
  await page.getByText('No problems found').waitFor()
  await press(page, 'Create job')
  await page.getByRole('heading', { level: 1, name: /What to do next|Job .* created/ }).waitFor()
  expect(await asksBeforeUnload(page)).toBe(false)
  await world.open(page, 'team?tab=addresses')
  await press(page, 'Change lab')
  await field(inDialog(page), 'City').fill('Oslo')
  expect(await asksBeforeUnload(page)).toBe(true)
  await inDialog(page).getByRole('button', { name: 'Save', exact: true }).click()
  await inDialog(page).waitFor({ state: 'hidden' })
  expect(await asksBeforeUnload(page)).toBe(false)
  await world.open(page, 'team/templates/of-a-bucket')
  await field(page, 'Pattern: bucket').fill('[a-z]+')
  await press(page, 'Save')
  await page.getByRole('tab', { name: 'Templates' }).waitFor()

  expect(await asksBeforeUnload(page)).toBe(false)
  await page.context().close()
})

it('no page failed itself', () => {
  expect(world.complaints).toEqual([])
})

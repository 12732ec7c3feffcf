import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { IMPORT, importOf } from '../support/example-import.ts'
import { type ConsoleWorld, settled } from './console-world.ts'

const EXPORT = readFileSync('examples/manifests/guide-s3-export.txt', 'utf8')

/** Jobs in the states that screens show, by what they are for. */
export interface Jobs {
  readonly fresh: string
  readonly received: string
  readonly loading: string
  readonly done: string
  readonly cancelled: string
}

const sendTo =
  ({ url }: ConsoleWorld, method: string) =>
  async (path: string, body?: object): Promise<void> => {
    const answer = await fetch(`${url}/v1/${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  }

/** Makes something for each screen to show. */
export const fill = async (world: ConsoleWorld): Promise<Jobs> => {
  const [put, post] = [sendTo(world, 'PUT'), sendTo(world, 'POST')]
  const fresh = (await world.submit(IMPORT)).jobId
  await world.submit(EXPORT)
  const cancelled = (await world.submit(importOf('CANCELLED-1'))).jobId
  await post(`jobs/${cancelled}/cancel`)
  const atDepot = async (deviceId: string, steps: readonly object[]) => {
    const { jobId, signatureFileContents: signature } = await world.submit(importOf(deviceId))
    await put(`jobs/${jobId}/shipment`, { carrier: 'UPS', trackingNumber: '1Z5R89390357567127' })
    for (const step of [{ step: 'receive', signature }, ...steps]) await post(`depot/jobs/${jobId}/steps`, step)
    return jobId
  }
  const received = await atDepot('AT-THE-DESK', [])
  const loading = await atDepot('BEING-LOADED', [{ step: 'load' }])
  const done = await atDepot('DONE-1', [{ step: 'load' }, { step: 'finish', errors: 2, log: 'two files are damaged' }])
  await put('checks/weekly-disk', { manifest: IMPORT })
  await post('checks/weekly-disk/run')
  await put('templates/weekly', {
    manifest: importOf('{{deviceId}}'),
    placeholders: [],
  })
  await put('addresses/lab', {
    address: {
      name: 'Jane Roe',
      company: 'Any Company',
      street1: '123 Any Street',
      city: 'Anytown',
      stateOrProvince: 'WA',
      postalCode: '91234-1234',
      country: 'USA',
      phoneNumber: '206-555-1111',
    },
  })
  await put('subscriptions/ops', {
    events: ['job.created'],
    to: { type: 'webhook', url: 'https://hooks.example.com/', secret: 'a secret of more than sixteen characters' },
  })
  return { fresh, received, loading, done, cancelled }
}

/** A screen in a state: an address, and what is done there. */
export interface ScreenState {
  readonly name: string
  readonly hash: (jobs: Jobs) => string
  /** Brings the screen into the state. Default: it is as it opens */
  readonly act?: (page: Page) => Promise<void>
  /** Source files below `console/src` that only this state shows: dialogs. */
  readonly shows?: readonly string[]
}

const press = (name: string | RegExp) => (page: Page) =>
  page
    .getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
    .first()
    .click()
const tab = (name: string) => (page: Page) => page.getByRole('tab', { name, exact: true }).click()
const all =
  (...acts: readonly ((page: Page) => Promise<unknown>)[]) =>
  async (page: Page): Promise<void> => {
    for (const act of acts) {
      await act(page)
      await settled(page)
    }
  }
const dialog = async (page: Page): Promise<void> => page.getByRole('dialog').first().waitFor()
const write = (name: string | RegExp, text: string) => (page: Page) =>
  page.getByRole('textbox', { name }).first().fill(text)

const screen = (name: string, hash: string | ((jobs: Jobs) => string)): ScreenState => ({
  name,
  hash: typeof hash === 'string' ? () => hash : hash,
})

const inTab = (name: string, hash: string | ((jobs: Jobs) => string), label: string): ScreenState => ({
  ...screen(name, hash),
  act: all(tab(label)),
})

/** A dialog: where it is opened, how, and the file that it is written in. */
const opened = (
  name: string,
  hash: string | ((jobs: Jobs) => string),
  file: string | readonly string[],
  ...acts: readonly ((page: Page) => Promise<unknown>)[]
): ScreenState => ({ ...screen(name, hash), act: all(...acts, dialog), shows: [file].flat() })

const FAULTY = 'manifestVersion:2.0\ndeviceId:\nunknownOption: of nothing\n'

/** Every screen, every tab, every dialog and every step of the depot. A test finds what is missing here. */
export const STATES: readonly ScreenState[] = [
  screen('jobs', 'jobs'),
  screen('jobs-none-found', 'jobs?state=refused'),
  opened('jobs-preferences', 'jobs', 'screens/jobs/preferences-dialog.tsx', press('Preferences')),
  { ...screen('jobs-copy', 'jobs'), act: all(press(/^Copy as/)) },
  screen('new', 'new'),
  screen('new-clone', ({ fresh }) => `new?clone=${fresh}`),
  inTab('new-form', ({ fresh }) => `new?clone=${fresh}`, 'Form'),
  opened(
    'new-save-address',
    ({ fresh }) => `new?clone=${fresh}`,
    'manifest/address-book.tsx',
    press('Save to the address book'),
  ),
  {
    ...screen('new-faulty', 'new'),
    act: all(
      page => page.getByRole('textbox', { name: 'Manifest' }).click(),
      page => page.keyboard.insertText(FAULTY),
      page => page.getByRole('heading', { name: /^Problems \(/ }).waitFor(),
    ),
  },
  {
    ...screen('new-validated', ({ fresh }) => `new?clone=${fresh}`),
    act: all(press('Validate'), page => page.getByText('The service accepts it').waitFor()),
  },
  screen('new-template', 'new?template=weekly'),
  screen('created', ({ fresh }) => `jobs/${fresh}/created`),
  screen('created-not-active', ({ cancelled }) => `jobs/${cancelled}/created`),
  screen('job', ({ fresh }) => `jobs/${fresh}`),
  screen('job-done', ({ done }) => `jobs/${done}`),
  screen('job-unknown', 'jobs/ZZZZZ'),
  screen('job-change', ({ fresh }) => `jobs/${fresh}/change`),
  screen('job-change-not-now', ({ done }) => `jobs/${done}/change`),
  inTab('job-papers', ({ fresh }) => `jobs/${fresh}`, 'Papers'),
  opened(
    'job-preview',
    ({ fresh }) => `jobs/${fresh}`,
    'parts/blob-preview.tsx',
    tab('Papers'),
    press('Show Packing slip'),
  ),
  inTab('job-timeline', ({ received }) => `jobs/${received}`, 'Timeline'),
  inTab('job-custody', ({ fresh }) => `jobs/${fresh}`, 'Custody'),
  inTab('job-manifest', ({ fresh }) => `jobs/${fresh}`, 'Manifest'),
  inTab('job-history', ({ fresh }) => `jobs/${fresh}`, 'History'),
  inTab('job-json', ({ fresh }) => `jobs/${fresh}`, 'JSON'),
  opened('job-cancel', ({ fresh }) => `jobs/${fresh}`, 'screens/job/job-screen.tsx', press('Cancel the job')),
  {
    ...screen('job-asked', ({ received }) => `jobs/${received}`),
    act: all(press('Ask the service now'), page => page.getByText(/^As the service answered at/).waitFor()),
  },
  screen('ship', ({ fresh }) => `ship?job=${fresh}`),
  screen('verify', 'verify'),
  {
    ...screen('verify-malformed', 'verify'),
    act: all(write('Or paste its text', 'version:2.0'), press('Verify'), page =>
      page.getByText(/^Code SIGNATURE_MALFORMED/).waitFor(),
    ),
  },
  opened('verify-scan', 'verify', 'parts/scan-code.tsx', press(/^Scan the code/)),
  screen('depot', 'depot'),
  screen('depot-unknown', 'depot/ZZZZZ'),
  screen('depot-refuse', ({ cancelled }) => `depot/${cancelled}`),
  opened('depot-receive', ({ fresh }) => `depot/${fresh}`, 'screens/depot/step-form.tsx', press('Receive')),
  opened('depot-load', ({ received }) => `depot/${received}`, [], press('Load')),
  opened('depot-finish', ({ loading }) => `depot/${loading}`, [], press('Finish')),
  opened('depot-abort', ({ received }) => `depot/${received}`, [], press('Abort')),
  opened('depot-return', ({ done }) => `depot/${done}`, [], press('Return')),
  screen('checks', 'checks'),
  opened(
    'check-make',
    'checks',
    'screens/checks/put-check.tsx',
    press('Make a check'),
    page => page.getByRole('radio', { name: 'A manifest without a job' }).check(),
    page => page.getByRole('textbox', { name: 'Manifest' }).waitFor(),
  ),
  screen('check', 'checks/weekly-disk'),
  opened('check-delete', 'checks/weekly-disk', 'screens/checks/check-screen.tsx', press('Delete')),
  screen('audit', 'audit'),
  inTab('audit-events', 'audit', 'Events'),
  inTab('audit-proof', 'audit', 'Proof'),
  screen('team', 'team'),
  inTab('team-templates', 'team', 'Templates'),
  screen('template-new', 'team/templates'),
  {
    ...screen('template', 'team/templates/weekly'),
    act: all(
      page => page.getByRole('textbox', { name: 'Manifest' }).click(),
      page => page.keyboard.press('Control+End'),
      page => page.keyboard.insertText('logBucket: {{bucket}}\nunknownOption: {{x}}\n'),
      page => page.getByRole('textbox', { name: 'Pattern: bucket' }).fill('('),
      page => page.getByRole('heading', { name: /^Problems \([1-9]/ }).waitFor(),
      press(/^Try it/),
    ),
  },
  inTab('team-addresses', 'team', 'Address book'),
  opened('team-address', 'team', 'screens/team/named-things.tsx', tab('Address book'), press('Add')),
  inTab('team-subscriptions', 'team', 'Subscriptions'),
  opened('team-subscription', 'team', [], tab('Subscriptions'), press('Add')),
  opened('team-deliveries', 'team', 'screens/team/deliveries.tsx', tab('Subscriptions'), press(/^Deliveries/)),
  inTab('team-teams', 'team', 'Teams'),
  opened('team-change', 'team', 'screens/team/edit-team.tsx', tab('Teams'), press('Change local')),
  opened('team-delete', 'team', 'screens/team/delete-team.tsx', tab('Teams'), press('Delete local')),
  inTab('team-keys', 'team', 'Keys'),
  screen('api', 'api'),
  {
    ...screen('api-route', 'api'),
    act: all(page => page.getByRole('searchbox').fill('signatures/verify'), press(/\/v1\/signatures\/verify/)),
  },
  screen('not-found', 'nowhere'),
]

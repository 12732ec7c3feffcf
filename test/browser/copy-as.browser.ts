import { execFile } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { IMPORT, importOf } from '../support/example-import.ts'
import { type ConsoleWorld, startConsole } from './console-world.ts'

let world: ConsoleWorld
let folder = ''
let page: Page
beforeAll(async () => {
  world = await startConsole()
  folder = join(world.folder, 'terminal')
  await mkdir(join(folder, 'bin'), { recursive: true })
  const waybill = join(folder, 'bin/waybill')
  await writeFile(waybill, `#!/bin/sh\nexec "${process.execPath}" "${resolve('bin/waybill.mjs')}" "$@"\n`)
  chmodSync(waybill, 0o755)
  page = await world.page()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
})
afterAll(() => world.stop())

/** A line, as someone runs it who pastes it into a shell. */
const run = async (line: string): Promise<string> => {
  const { stdout } = await promisify(execFile)('bash', ['-c', line], {
    cwd: folder,
    env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}`, HOME: folder },
  })
  return stdout
}

interface Line {
  readonly action: string
  /** The part of the screen that has it. Default: the screen */
  readonly part?: string
  readonly hash: (jobId: string) => string
  /** Without it the line reads: it must come to an end without an error, and print or write something. */
  readonly did?: (jobId: string) => Promise<void>
  readonly kinds?: readonly ('curl' | 'command line')[]
}

/** Copies one line of a screen. */
const copied = async (hash: string, { action, part }: Line, kind: 'curl' | 'command line'): Promise<string> => {
  await world.open(page, hash)
  await page.getByRole('button', { name: part === undefined ? 'Copy as' : `Copy as: ${part}`, exact: true }).click()
  await page.getByRole('menuitem', { name: `${action}: ${kind}`, exact: true }).click()
  await page.getByText('Copied').first().waitFor()
  return String(await page.evaluate('navigator.clipboard.readText()'))
}

const api = async (path: string) => (await fetch(`${world.url}/v1/${path}`)).json()

/** Without cancelled ones: another line changes the manifest of its job to that of the same device, and a later one cancels it. */
const jobsOf = async (deviceId: string) => {
  // Waybill's own answer, whose form other tests hold.
  const { jobs } = (await api(`jobs?deviceId=${deviceId}&state=created`)) as { jobs: { jobId: string }[] }
  return jobs
}

/** What each line does, as its screen would have done it. `n` makes devices and checks of their own. */
const LINES: readonly Line[] = [
  { action: 'Jobs', hash: () => 'jobs?state=created' },
  {
    action: 'Export CSV',
    hash: () => 'jobs',
    kinds: ['curl'],
    did: async () => expect(await readFile(join(folder, 'jobs.csv'), 'utf8')).toContain('jobId'),
  },
  { action: 'Validate', hash: () => 'new' },
  { action: 'Create job', hash: () => 'new', did: async () => expect(await jobsOf('COPY-NEW')).toHaveLength(1) },
  { action: 'Show the job', hash: jobId => `jobs/${jobId}` },
  { action: 'Ask the service now', hash: jobId => `jobs/${jobId}` },
  { action: 'History', hash: jobId => `jobs/${jobId}` },
  {
    action: 'Download SIGNATURE',
    hash: jobId => `jobs/${jobId}/created`,
    did: async jobId => expect(await readFile(join(folder, 'SIGNATURE'), 'utf8')).toContain(`jobId:${jobId}`),
  },
  { action: 'Verify', hash: () => 'verify' },
  {
    action: 'Make a shipping label',
    hash: jobId => `jobs/${jobId}/created`,
    did: async jobId => expect(await api(`jobs/${jobId}`)).toMatchObject({ artifacts: [expect.anything()] }),
  },
  { action: 'Clone', hash: jobId => `jobs/${jobId}` },
  { action: 'Validate', hash: jobId => `jobs/${jobId}/change` },
  {
    action: 'Save the manifest',
    hash: jobId => `jobs/${jobId}/change`,
    did: async jobId => expect(await api(`jobs/${jobId}`)).toMatchObject({ deviceId: 'COPY-NEW' }),
  },
  {
    action: 'Record the step',
    hash: jobId => `jobs/${jobId}`,
    did: async jobId => expect(await api(`jobs/${jobId}`)).toMatchObject({ custody: [{ step: 'packed', by: 'NAME' }] }),
  },
  {
    action: 'Report as shipped',
    part: 'Parcel',
    hash: jobId => `ship?job=${jobId}`,
    did: async jobId => expect(await api(`jobs/${jobId}`)).toMatchObject({ device: { stage: 'shipped' } }),
  },
  {
    action: 'Cancel the job',
    hash: jobId => `jobs/${jobId}`,
    did: async jobId => expect(await api(`jobs/${jobId}`)).toMatchObject({ state: 'cancelled' }),
  },
  {
    action: 'Run now',
    hash: () => 'checks/copied',
    did: async () =>
      expect(await api('checks/copied/runs')).toMatchObject({ runs: expect.arrayContaining([expect.anything()]) }),
  },
  {
    action: 'Make a check',
    hash: () => 'checks',
    did: async () => expect(await api('checks/NAME')).toMatchObject({ name: 'NAME' }),
  },
  // After a run: the command line ends with another code while a check has none.
  { action: 'Checks', hash: () => 'checks' },
  { action: 'Runs', hash: () => 'checks/copied' },
  {
    action: 'Delete',
    hash: () => 'checks/copied',
    did: async () => expect(await api('checks/copied')).toMatchObject({ code: 'CHECK_NOT_FOUND' }),
  },
  {
    action: 'Usage',
    hash: () => 'audit',
    kinds: ['curl'],
    did: async () => expect(await readFile(join(folder, 'usage.csv'), 'utf8')).toContain('month'),
  },
  { action: 'Events', hash: () => 'audit', kinds: ['command line'] },
  {
    action: 'Events',
    hash: () => 'audit',
    kinds: ['curl'],
    did: async () => expect(await readFile(join(folder, 'events.csv'), 'utf8')).toContain('submit'),
  },
  { action: 'The team', hash: () => 'team' },
]

describe.each(['curl', 'command line'] as const)('a line that was copied for %s', kind => {
  let jobId = ''
  beforeAll(async () => {
    jobId = (await world.submit(importOf(`COPY-${kind === 'curl' ? 1 : 2}`))).jobId
    await writeFile(join(folder, 'manifest.txt'), importOf('COPY-NEW'))
    await fetch(`${world.url}/v1/checks/copied`, {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ manifest: IMPORT }),
    })
  })

  it.each(LINES.filter(({ kinds }) => kinds?.includes(kind) ?? true))('does what $action does', async each => {
    const { action, hash, did } = each
    const line = await copied(hash(jobId), each, kind)
    if (action === 'Download SIGNATURE' && kind === 'command line') await run('rm -f SIGNATURE')
    const printed = await run(line)

    await (did ? did(jobId) : expect(printed).not.toBe(''))
  })
})

it('no page failed', () => {
  expect(world.complaints).toEqual([])
})

import { spawn } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Locator, Page } from 'playwright-core'
import { feed } from '../support/feed.ts'
import { accessibilityFaults, type ConsoleWorld, screenshot, settled, startConsole } from './console-world.ts'

const OLD = 'AKIAOLDOLDOLDOLDOLD1'
const YOUNGER = 'AKIAYOUNGERYOUNGER02'
const MISSING = 'AKIAMISSINGMISSING03'
const SECRETS = ['one-secret-of-40-characters-0123456789ab', 'another-secret-of-40-characters-98765432'] as const
const NEW_SECRET = 'a-third-secret-of-40-characters-qwertyui'

let world: ConsoleWorld
let terminal = ''
let page: Page
beforeAll(async () => {
  const keys = [
    { accessKeyId: OLD, secretAccessKey: SECRETS[0], changedAt: '2020-02-29T10:00:00.000Z' },
    { accessKeyId: YOUNGER, secretAccessKey: SECRETS[1] },
  ]
  world = await startConsole({}, { 'keys.json': JSON.stringify({ teams: { local: keys } }) })
  terminal = join(world.folder, 'terminal')
  await mkdir(terminal)
  // Each word of the line as it is, from this checkout.
  for (const [name, text] of [
    ['npx', 'exec "$@"'],
    ['waybill', `exec "${process.execPath}" "${resolve('bin/waybill.mjs')}" "$@"`],
  ] as const) {
    await writeFile(join(terminal, name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(terminal, name), 0o755)
  }
  const put = await fetch(`${world.url}/v1/teams/film`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ keys: [MISSING] }),
  })
  expect(put.status).toBe(201)
  page = await world.page()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
})
afterAll(() => world.stop())

/** A line, as someone pastes it into a shell and then types the secret. */
const paste = (line: string, typed: string): Promise<{ code: number | null; printed: string }> =>
  new Promise(done => {
    const env = {
      ...process.env,
      PATH: `${terminal}:${process.env.PATH}`,
      WAYBILL_DATA_DIR: join(world.folder, 'data'),
    }
    const shell = spawn('bash', ['-c', line], { env })
    let printed = ''
    shell.stdout.on('data', chunk => (printed += chunk))
    shell.stderr.on('data', chunk => (printed += chunk))
    shell.on('close', code => done({ code, printed }))
    feed(shell, `${typed}\n`)
  })

const openKeys = async () => {
  await world.open(page, 'team')
  await page.getByRole('tab', { name: 'Keys' }).click()
  await settled(page)
}
const row = (accessKeyId: string): Locator => page.getByRole('row').filter({ hasText: accessKeyId })
const textOf = async (locator: Locator) => (await locator.innerText()).replaceAll(/\s+/g, ' ')

const copied = async (accessKeyId: string, action: string): Promise<string> => {
  await row(accessKeyId).getByRole('button', { name: 'Copy a command' }).click()
  await page.getByRole('menuitem', { name: action }).click()
  await page.getByText('Copied').first().waitFor()
  return String(await page.evaluate('navigator.clipboard.readText()'))
}

describe('Keys', () => {
  it('shows what each key is used for, marks an old one and one without a secret, and has no secret', async () => {
    await openKeys()

    expect(await textOf(row(OLD))).toMatch(/local New jobs Stored 29\/02\/2020, \d\d:\d\d [\d,]+ days ago: rotate it/)
    expect(await textOf(row(YOUNGER))).toMatch(/local Only requests about earlier jobs Stored Unknown/)
    expect(await textOf(row(MISSING))).toMatch(/film Nothing Missing Never/)
    const shown = await page.content()
    for (const secret of SECRETS) expect(shown).not.toContain(secret)
    expect(await accessibilityFaults(page)).toEqual([])
    await screenshot(page, 'keys')
  })

  it('finds keys by team', async () => {
    await page.getByRole('searchbox').fill('film')

    expect(await row(OLD).count()).toBe(0)
    expect(await row(MISSING).count()).toBe(1)
    await page.getByRole('searchbox').fill('')
  })

  it('has the line that rotates a key; the secret is typed into the shell, and shown nowhere', async () => {
    const line = await copied(OLD, 'Rotate: give it a new secret')
    const { code, printed } = await paste(line, NEW_SECRET)

    expect([code, printed]).toEqual([0, expect.stringContaining(`${OLD} is rotated`)])
    expect(line + printed).not.toContain(NEW_SECRET)
    await page.getByRole('button', { name: 'Refresh' }).click()
    await settled(page)
    expect(await textOf(row(OLD))).toMatch(/ Stored The previous one is still accepted .* 0 days ago/)
    expect(await page.content()).not.toContain(NEW_SECRET)
  })

  it('has the lines that put a missing secret and delete a key', async () => {
    expect(await paste(await copied(MISSING, 'Put the secret there'), NEW_SECRET)).toMatchObject({ code: 0 })
    expect(await paste(await copied(YOUNGER, 'Delete the key'), '')).toMatchObject({ code: 0 })

    await page.getByRole('button', { name: 'Refresh' }).click()
    await settled(page)
    expect(await textOf(row(MISSING))).toMatch(/film New jobs Stored /)
    expect(await row(YOUNGER).count()).toBe(0)
    expect(await readFile(join(world.folder, 'data/keys.json'), 'utf8')).toContain(NEW_SECRET)
  })

  it('fits a telephone', async () => {
    await page.setViewportSize({ width: 375, height: 800 })
    await openKeys()

    expect(await accessibilityFaults(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375)
    await screenshot(page, 'keys-375')
  })
})

it('no page did what its policy forbids, and none failed', () => {
  expect(world.complaints).toEqual([])
})

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { accessibilityFaults, type ConsoleWorld, screenshot, startConsole } from './console-world.ts'

let world: ConsoleWorld
beforeAll(async () => {
  world = await startConsole()
})
afterAll(() => world.stop())

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
    await dialog.getByRole('textbox', { name: 'Default: notificationEmail' }).fill('film@example.com')
    await dialog.getByRole('textbox', { name: 'Default: logPrefix' }).fill('film/')
    expect(await accessibilityFaults(page)).toEqual([])
    await screenshot(page, 'team-form')
    await dialog.getByRole('button', { name: 'Save' }).click()
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
    await dialog.getByRole('textbox', { name: 'Default: notificationEmail' }).fill('no address')
    await dialog.getByRole('button', { name: 'Save' }).click()

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
    await dialog.getByRole('button', { name: 'Save' }).click()

    await dialog.getByText('Someone else has saved this team since you opened it').waitFor()
    expect((await teamOf('shared')).team).toMatchObject({ dailyJobs: 3, requiredTags: ['project', 'owner'] })
    await dialog.getByRole('button', { name: 'Take up the newest' }).click()
    await dialog.getByText(/^required tags\./).waitFor()
    expect(await dialog.getByRole('textbox', { name: 'Jobs a day' }).inputValue()).toBe('5')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('shared is saved.').waitFor()
    expect((await teamOf('shared')).team).toMatchObject({ dailyJobs: 5, requiredTags: ['project', 'owner'] })
    await page.context().close()
  })

  it('asks before it deletes a team', async () => {
    await put('gone', {})
    const page = await openTeams()
    await page.getByRole('button', { name: 'Delete gone' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()

    await page.getByText('gone is deleted.').waitFor()
    expect((await teamOf('gone')).status).toBe(404)
    await page.context().close()
  })
})

it('no page did what its policy forbids, and none failed', () => {
  expect(world.complaints).toEqual([])
})

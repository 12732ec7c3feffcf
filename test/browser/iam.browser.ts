import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { IMPORT } from '../support/example-import.ts'
import { ROLES, startIamConsole } from './iam-world.ts'
import { signIn } from './oidc-world.ts'

let stage: Awaited<ReturnType<typeof startIamConsole>>
beforeAll(async () => {
  stage = await startIamConsole()
})
afterAll(() => stage.stop())

describe('the console of a stage whose callers sign with IAM', () => {
  it('gets credentials of a role for a token of the provider, and signs every request with them', async () => {
    const page = await stage.world.page()
    await page.goto(`${stage.url}/console/#/new`)
    await signIn(page, 'ann@example.com')
    await page.getByRole('textbox', { name: 'Manifest' }).click()
    await page.keyboard.insertText(IMPORT)
    await page.getByText('No problems found').waitFor()
    await page.getByRole('button', { name: 'Create job' }).click()
    await page.getByRole('heading', { level: 1, name: /is created/ }).waitFor()

    expect(stage.requests.map(({ path }) => path)).toEqual(expect.arrayContaining(['/v1/me', '/v1/jobs']))
    expect(stage.requests.filter(({ isSigned }) => !isSigned)).toEqual([])
    expect(stage.sts.asked).toEqual(ROLES.map(role => ({ role, session: 'ann@example.com' })))
    const stored = await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])')
    expect(stored).not.toMatch(/ASIA|session-token|a-secret/)
    await page.context().close()
  })

  it('shows why a person gets no role', async () => {
    stage.refuse()
    const page = await stage.world.page()
    await page.goto(`${stage.url}/console/`)
    await signIn(page, 'eve@example.com')

    await page.getByText('You are not signed in').waitFor()
    await page.getByText(/^STS: AccessDenied: Not authorized to perform/).waitFor()
    await page.context().close()
  })
})

it('no page did what its policy forbids, and none failed', () => {
  expect(stage.world.complaints).toEqual([])
})

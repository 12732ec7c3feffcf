import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createFileKeys } from '../../../lib/adapters/secrets/file-keys.ts'

describe('FileKeys', () => {
  let folder = ''
  const fileWith = async (text: string) => {
    const path = join(folder, 'keys.json')
    await writeFile(path, text)
    return path
  }
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waybill-keys-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const first = { accessKeyId: 'AKIA1', secretAccessKey: 's1' }
  const second = { accessKeyId: 'AKIA2', secretAccessKey: 's2', sessionToken: 't2' }

  it("gives a team's keys in their order, and none of another team", async () => {
    const keys = createFileKeys(await fileWith(JSON.stringify({ teams: { lab: [first, second], film: [] } })))

    expect(await keys.ofTeam('lab')).toEqual([first, second])
    expect(await keys.ofTeam('film')).toEqual([])
    expect(await keys.ofTeam('toString')).toEqual([])
  })

  it('finds a key with its team, and nothing for an unknown one', async () => {
    const keys = createFileKeys(await fileWith(JSON.stringify({ teams: { lab: [first], film: [second] } })))

    expect(await keys.find('AKIA2')).toEqual({ ...second, team: 'film' })
    expect(await keys.find('AKIA9')).toBeUndefined()
  })

  it('takes a change at once', async () => {
    const path = await fileWith(JSON.stringify({ teams: { lab: [first] } }))
    const keys = createFileKeys(path)
    await keys.ofTeam('lab')

    await fileWith(JSON.stringify({ teams: { lab: [second] } }))

    expect(await keys.ofTeam('lab')).toEqual([second])
  })

  it.each(['', 'not json: SECRETSECRET', '{"teams": {"lab": {"secretAccessKey": "SECRETSECRET"}}}', '{"lab": []}'])(
    'refuses a file that holds %j, and quotes nothing of it',
    async text => {
      const path = await fileWith(text)

      const refusal = createFileKeys(path).ofTeam('lab')

      await expect(refusal).rejects.toThrow(`${path} must hold`)
      await expect(refusal).rejects.not.toThrow('SECRETSECRET')
    },
  )

  it.each([
    ['two teams', { lab: [first], film: [first] }, 'AKIA1 of lab and of film'],
    ['one team twice', { lab: [first, first] }, 'AKIA1 of lab and of lab'],
  ])('refuses a key of %s', async (_what, teams, message) => {
    const keys = createFileKeys(await fileWith(JSON.stringify({ teams })))

    await expect(keys.find('AKIA1')).rejects.toThrow(message)
  })

  it('refuses a team that the file has twice, of which all keys but the last would be lost', async () => {
    const one = JSON.stringify([first])
    const keys = createFileKeys(await fileWith(`{"teams": {"lab": ${one}, "lab": []}}`))

    await expect(keys.find('AKIA1')).rejects.toThrow(/has \/teams\/lab twice/)
  })

  it('keeps the secret of before a rotation for verifying only', async () => {
    const rotated = { ...first, previousSecretAccessKey: 's0' }
    const keys = createFileKeys(await fileWith(JSON.stringify({ teams: { lab: [rotated] } })))

    expect(await keys.find('AKIA1')).toEqual({ ...rotated, team: 'lab' })
    expect(await keys.ofTeam('lab')).toEqual([first])
  })
})

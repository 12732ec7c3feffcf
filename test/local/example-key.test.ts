import { describe, expect, it } from '@jest/globals'
import { EXAMPLE_KEY, withoutExampleKey } from '../../lib/local/example-key.ts'
import type { TeamKey } from '../../lib/teams/keys.ts'

const OWN: TeamKey = { accessKeyId: 'AKIDOWN', secretAccessKey: 'own', team: 'lab' }

const keysOf = (...keys: readonly TeamKey[]) =>
  withoutExampleKey({
    ofTeam: async () => keys,
    find: async accessKeyId => keys.find(key => key.accessKeyId === accessKeyId),
  })

describe('keys without what everybody knows', () => {
  it.each([
    ['the example key', { ...EXAMPLE_KEY, team: 'lab' }],
    ['the example key with another secret', { ...EXAMPLE_KEY, secretAccessKey: 'own', team: 'lab' }],
    ['another key with the example secret', { ...OWN, secretAccessKey: EXAMPLE_KEY.secretAccessKey }],
  ])('do not have %s', async (_, key) => {
    const keys = keysOf(key)

    expect(await keys.ofTeam('lab')).toEqual([])
    expect(await keys.find(key.accessKeyId)).toBeUndefined()
  })

  it('do not verify with the example secret as the previous one', async () => {
    const keys = keysOf({ ...OWN, previousSecretAccessKey: EXAMPLE_KEY.secretAccessKey })

    expect(await keys.find('AKIDOWN')).toEqual(OWN)
  })

  it('have every other key as it is', async () => {
    const rotated = { ...OWN, previousSecretAccessKey: 'older' }

    expect(await keysOf(rotated).find('AKIDOWN')).toEqual(rotated)
    expect(await keysOf(rotated).ofTeam('lab')).toEqual([rotated])
  })
})

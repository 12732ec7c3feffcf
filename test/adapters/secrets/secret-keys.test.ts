import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { createSecretKeyRing } from '../../../lib/adapters/secrets/secret-key-ring.ts'
import { createSecretKeys } from '../../../lib/adapters/secrets/secret-keys.ts'
import type { KeyRing, Keys } from '../../../lib/teams/keys.ts'
import { AWS_ENDPOINT, secretsClient, startSecretsManager } from '../../support/secrets-server.ts'
import { directoryOf } from '../../support/teams.ts'

const FIRST = 'AKIAIOSFODNN7EXAMPLE'
const SECOND = 'AKIAI44QH8DHBEXAMPLE'
const OTHER = 'AKIAFILMFILMFEXAMPLE'
const TEAMS = directoryOf({
  teams: { lab: { roles: [], keys: [FIRST, SECOND] }, film: { roles: [], keys: [OTHER] } },
})
const MINUTES = 60_000

let server: Awaited<ReturnType<typeof startSecretsManager>>
beforeAll(async () => {
  server = await startSecretsManager()
})
afterAll(() => server.stop())

let stages = 0
let now = 0
let prefix: string
let ring: KeyRing
let keys: Keys
const begin = (client: SecretsManagerClient) => {
  stages += 1
  now = 0
  prefix = `waybill/test-${process.pid}-${stages}/keys/`
  ring = createSecretKeyRing(client, { prefix })
  keys = createSecretKeys(client, { prefix, teams: TEAMS, clock: () => new Date(now) })
}

describe.each(AWS_ENDPOINT === undefined ? ['our Secrets Manager'] : ['our Secrets Manager', AWS_ENDPOINT])(
  'keys in %s',
  name => {
    const client = () => (name === AWS_ENDPOINT ? secretsClient(name) : server.client)
    beforeEach(() => begin(client()))

    it("are given to their team in the order that the team's settings name", async () => {
      await ring.put(SECOND, 's2')
      await ring.put(FIRST, 's1')

      expect(await keys.ofTeam('lab')).toEqual([
        { accessKeyId: FIRST, secretAccessKey: 's1' },
        { accessKeyId: SECOND, secretAccessKey: 's2' },
      ])
    })

    it('are found with their team', async () => {
      await ring.put(OTHER, 's3')

      expect(await keys.find(OTHER)).toEqual({ accessKeyId: OTHER, secretAccessKey: 's3', team: 'film' })
    })

    it('that were not put yet are not there', async () => {
      expect(await keys.ofTeam('lab')).toEqual([])
      expect(await keys.find(FIRST)).toBeUndefined()
    })

    it('are put once: one that is there is rotated', async () => {
      expect(await ring.put(FIRST, 's1')).toBe(true)
      expect(await ring.put(FIRST, 's9')).toBe(false)
      expect(await ring.rotate(SECOND, 's9')).toBe(false)
      expect(await keys.ofTeam('lab')).toEqual([{ accessKeyId: FIRST, secretAccessKey: 's1' }])
    })

    it('sign with the new secret after a rotation, and verify with the one before as well', async () => {
      await ring.put(FIRST, 's1')
      await ring.rotate(FIRST, 's2')

      expect(await keys.ofTeam('lab')).toEqual([{ accessKeyId: FIRST, secretAccessKey: 's2' }])
      expect(await keys.find(FIRST)).toMatchObject({ secretAccessKey: 's2', previousSecretAccessKey: 's1' })
    })

    it('forget a secret with the rotation after the next', async () => {
      await ring.put(FIRST, 's1')
      await ring.rotate(FIRST, 's2')
      await ring.rotate(FIRST, 's3')

      expect(await keys.find(FIRST)).toMatchObject({ secretAccessKey: 's3', previousSecretAccessKey: 's2' })
    })

    it('that were deleted are not there, although Secrets Manager still has them', async () => {
      await ring.put(FIRST, 's1')
      await ring.put(SECOND, 's2')
      await ring.remove(FIRST)

      expect(await keys.find(FIRST)).toBeUndefined()
      expect(await keys.ofTeam('lab')).toEqual([{ accessKeyId: SECOND, secretAccessKey: 's2' }])
    })

    it('that were deleted take no other secret until they are restored, and that is what is reported', async () => {
      await ring.put(FIRST, 's1')
      await ring.remove(FIRST)

      await expect(ring.put(FIRST, 's2')).rejects.toMatchObject({ name: 'KeyDeletedError', secretName: prefix + FIRST })
      // An emulator may take a new value for what is scheduled for deletion; Secrets Manager does not.
      if (name === AWS_ENDPOINT) return
      await expect(ring.rotate(FIRST, 's2')).rejects.toMatchObject({ name: 'KeyDeletedError' })
      expect(await ring.remove(FIRST)).toBe(false)
    })

    it('name whose they are: the team that lists a key, else the one that it was put for', async () => {
      let listing: string | undefined = 'lab'
      const open = createSecretKeyRing(client(), { prefix, teamOf: async () => listing })
      const teamNow = async () => {
        const { SecretString = '' } = await client().send(new GetSecretValueCommand({ SecretId: prefix + FIRST }))
        return JSON.parse(SecretString).team
      }
      await open.put(FIRST, 's1')
      expect(await teamNow()).toBe('lab')
      listing = undefined
      await open.rotate(FIRST, 's2')
      expect(await teamNow()).toBe('lab')
      listing = 'film'
      await open.rotate(FIRST, 's3')
      expect(await teamNow()).toBe('film')
    })

    it('are listed by their IDs, and those of no other stage', async () => {
      for (const id of [SECOND, OTHER, FIRST]) await ring.put(id, 's')
      await createSecretKeyRing(client(), { prefix: `other-${prefix}` }).put(FIRST, 's')

      const listed = await ring.list()
      expect(listed.map(({ accessKeyId }) => accessKeyId)).toEqual([OTHER, SECOND, FIRST])
      expect(Object.keys(listed[0] ?? {}).sort()).toEqual(['accessKeyId', 'changedAt'])
    })
  },
)

describe('keys in the memory of a function', () => {
  beforeEach(async () => {
    begin(server.client)
    server.mend()
    await ring.put(FIRST, 's1')
    await keys.ofTeam('lab')
    server.asked()
  })
  const secretNow = async () => (await keys.ofTeam('lab')).map(({ secretAccessKey }) => secretAccessKey)

  it('are asked for again after five minutes, so that is how long a rotation takes', async () => {
    await ring.rotate(FIRST, 's2')
    now = 5 * MINUTES - 1
    expect(await secretNow()).toEqual(['s1'])
    now = 5 * MINUTES
    expect(await secretNow()).toEqual(['s2'])
  })

  it('are asked for once, however many ask at once', async () => {
    now = 5 * MINUTES
    await Promise.all([keys.find(FIRST), keys.find(FIRST), keys.find(FIRST)])

    expect(server.asked().sort()).toEqual([
      `GetSecretValue ${prefix}${FIRST}`,
      `GetSecretValue ${prefix}${FIRST} previous`,
    ])
  })

  it('are read once by who only signs, who needs no secret of before', async () => {
    now = 5 * MINUTES
    await Promise.all([keys.ofTeam('lab'), keys.ofTeam('lab')])

    // The other key of the team does not exist.
    expect(server.asked().filter(line => line.endsWith(FIRST))).toEqual([`GetSecretValue ${prefix}${FIRST}`])
  })

  it('sign with what was read to verify, and ask for nothing besides', async () => {
    now = 5 * MINUTES
    await keys.find(FIRST)
    server.asked()
    await keys.ofTeam('lab')

    expect(server.asked().filter(line => line.includes(FIRST))).toEqual([])
  })

  it('never verify with a secret of before that is older than the current one is', async () => {
    await keys.find(FIRST)
    await ring.rotate(FIRST, 's2')
    now = 5 * MINUTES
    expect(await secretNow()).toEqual(['s2'])

    expect(await keys.find(FIRST)).toMatchObject({ secretAccessKey: 's2', previousSecretAccessKey: 's1' })
  })

  it('are asked for only where a team has them: an ID that no team has costs nothing', async () => {
    expect(await keys.find('AKIANOBODYNOBODY0000')).toBeUndefined()
    expect(await keys.ofTeam('toString')).toEqual([])
    expect(server.asked()).toEqual([])
  })

  it('stay in use for an hour where Secrets Manager does not answer', async () => {
    const foundNow = async () => (await keys.find(FIRST))?.secretAccessKey
    server.failWith(500, 'InternalServiceError')
    now = 59 * MINUTES
    expect(await foundNow()).toBe('s1')
    now = 60 * MINUTES
    await expect(foundNow()).rejects.toThrow('InternalServiceError')

    server.mend()
    expect(await foundNow()).toBe('s1')
  })

  it('are gone once they were deleted', async () => {
    server.secrets.delete(prefix + FIRST)
    now = 5 * MINUTES

    expect(await secretNow()).toEqual([])
  })

  it.each(['SECRETSECRET', '{"secret": "SECRETSECRET"}', '{"secretAccessKey": ""}'])(
    'that hold %s are refused by name, and not quoted',
    async text => {
      server.secrets.set(prefix + FIRST, { current: text, changed: 0 })
      now = 60 * MINUTES

      await expect(secretNow()).rejects.toThrow(`The secret ${prefix}${FIRST} must hold {"secretAccessKey": "…"}.`)
    },
  )

  it('may be temporary ones, with a session token', async () => {
    const current = JSON.stringify({ secretAccessKey: 's9', sessionToken: 't9' })
    server.secrets.set(prefix + FIRST, { current, previous: 'no JSON', changed: 0 })
    now = 5 * MINUTES

    expect(await keys.find(FIRST)).toEqual({
      accessKeyId: FIRST,
      secretAccessKey: 's9',
      sessionToken: 't9',
      team: 'lab',
    })
  })
})

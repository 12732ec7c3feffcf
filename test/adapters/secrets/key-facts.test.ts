import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { createFileKeyFacts } from '../../../lib/adapters/secrets/file-key-facts.ts'
import { createFileKeyRing } from '../../../lib/adapters/secrets/file-key-ring.ts'
import { createFileKeys } from '../../../lib/adapters/secrets/file-keys.ts'
import { createSecretKeyFacts } from '../../../lib/adapters/secrets/secret-key-facts.ts'
import { createSecretKeyRing } from '../../../lib/adapters/secrets/secret-key-ring.ts'
import { createTeamFileKeys } from '../../../lib/adapters/secrets/team-file-keys.ts'
import { withoutExampleKey } from '../../../lib/local/example-key.ts'
import type { KeyFacts, KeyRing } from '../../../lib/teams/keys.ts'
import { startSecretsManager } from '../../support/secrets-server.ts'
import { directoryOf } from '../../support/teams.ts'

const FIRST = 'AKIAFIRSTFIRSTFIRST1'
const SECOND = 'AKIASECONDSECONDSEC2'
const SECRET = 'a-secret-that-must-not-be-shown'

let server: Awaited<ReturnType<typeof startSecretsManager>>
let folder: string
beforeAll(async () => {
  server = await startSecretsManager()
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-keys-'))
  server.secrets.clear()
})
afterEach(() => rmSync(folder, { recursive: true }))
afterAll(() => server.stop())

interface Opened {
  readonly ring: KeyRing
  readonly facts: KeyFacts
}

const teams = directoryOf({ teams: { lab: { roles: [], keys: [FIRST] }, film: { roles: [], keys: [] } } })

const openFile = (): Opened => {
  const path = join(folder, 'keys.json')
  const ring = createFileKeyRing(path, {
    team: 'lab',
    newId: () => 'one',
    clock: () => new Date('2026-09-01T10:00:00Z'),
    otherwise: { teams: {} },
    exclusively: run => run(),
  })
  return { ring, facts: createFileKeyFacts(path, createTeamFileKeys(createFileKeys(path), teams)) }
}

const openSecrets = (): Opened => {
  const prefix = 'waybill/test/keys/'
  return {
    ring: createSecretKeyRing(server.client, { prefix }),
    facts: createSecretKeyFacts(server.client, { prefix }),
  }
}

const STORES = [
  ['the keys file', openFile],
  ['Secrets Manager', openSecrets],
] as const

describe.each(STORES)('what %s knows of keys', (_name, open) => {
  it('is when a secret was put, whether the one before still verifies, and never a secret', async () => {
    const { ring, facts } = open()
    await ring.put(FIRST, SECRET)
    const [put] = [...(await facts.of([FIRST, SECOND]))]
    await ring.rotate(FIRST, `${SECRET}-again`)
    const rotated = await facts.of([FIRST])

    expect(put).toEqual([FIRST, { changedAt: expect.any(Date), hasPrevious: false, isDeleted: false }])
    expect([...rotated]).toEqual([[FIRST, { changedAt: expect.any(Date), hasPrevious: true, isDeleted: false }]])
    expect(JSON.stringify([put, ...rotated])).not.toContain(SECRET)
  })

  it('shows of a deleted key that nothing signs with it', async () => {
    const { ring, facts } = open()
    await ring.put(FIRST, SECRET)
    await ring.remove(FIRST)

    const { isDeleted = true } = (await facts.of([FIRST])).get(FIRST) ?? {}
    expect(isDeleted).toBe(true)
  })
})

it('asks Secrets Manager for no value and for no list', async () => {
  const { ring, facts } = openSecrets()
  await ring.put(FIRST, SECRET)
  server.asked()

  await facts.of([FIRST, SECOND])
  await facts.besides('lab')
  expect(await facts.signerOf(FIRST)).toBeUndefined()

  expect(server.asked()).toEqual([FIRST, SECOND].map(id => `DescribeSecret waybill/test/keys/${id}`))
})

it("shows a key of this machine's file that its team does not list, and none that Waybill does not accept", async () => {
  const { ring, facts } = openFile()
  await ring.put(SECOND, SECRET)
  await ring.put('AKIAIOSFODNN7EXAMPLE', SECRET)
  const path = join(folder, 'keys.json')
  const strict = createFileKeyFacts(path, createTeamFileKeys(withoutExampleKey(createFileKeys(path)), teams))

  expect(await facts.besides('lab')).toEqual(['AKIAIOSFODNN7EXAMPLE', SECOND])
  expect(await facts.besides('film')).toEqual([])
  expect(await strict.besides('lab')).toEqual([SECOND])
  expect(await facts.signerOf(SECOND)).toBe('lab')
  expect(await facts.signerOf('AKIANOBODYNOBODYNOBO')).toBeUndefined()
  expect(await strict.signerOf('AKIAIOSFODNN7EXAMPLE')).toBeUndefined()
  expect([...(await strict.of(['AKIAIOSFODNN7EXAMPLE', SECOND])).keys()]).toEqual([SECOND])
})

import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { sessionFileOf } from '../../../lib/cli/login/session-file.ts'
import { type CliWorld, cliWorld } from '../../support/cli-world.ts'
import { commandIo } from '../../support/command-io.ts'
import { AUDIENCE, agreeAt, CLIENT, type DeviceProvider, startDeviceProvider } from '../../support/device-provider.ts'

const KEYS = {
  teams: {
    lab: [{ accessKeyId: 'AKIALABLABLABLABLAB1', secretAccessKey: 'a secret that only the lab and this test know' }],
  },
}

let provider: DeviceProvider
let hasty: DeviceProvider
let world: CliWorld
beforeAll(async () => {
  provider = await startDeviceProvider()
  // Shorter than what a token must have left, so that each request renews.
  hasty = await startDeviceProvider({ accessTokenSeconds: 59 })
  world = await cliWorld(
    {
      WAYBILL_AUTH: 'jwt',
      WAYBILL_JWT_ISSUER: provider.issuer,
      WAYBILL_JWT_AUDIENCE: AUDIENCE,
      WAYBILL_JWKS_URL: `${provider.issuer}/jwks`,
    },
    KEYS,
  )
  const oidc = { issuer: provider.issuer, clientId: CLIENT, audience: AUDIENCE }
  const profiles = {
    sso: { endpoint: world.url, auth: 'oidc', oidc },
    'also sso': { endpoint: world.url, oidc },
    id: { endpoint: world.url, oidc: { ...oidc, token: 'id' } },
    hasty: { endpoint: world.url, oidc: { ...oidc, issuer: hasty.issuer } },
    nowhere: { endpoint: world.url, oidc: { ...oidc, issuer: 'http://127.0.0.1:1' } },
    plain: { endpoint: world.url, oidc: { ...oidc, issuer: 'http://login.example' } },
    api: { endpoint: world.url, oidc: { ...oidc, issuer: world.url } },
    stranger: { endpoint: world.url, oidc: { ...oidc, clientId: 'stranger' } },
    none: { endpoint: world.url, auth: 'none' },
    half: { endpoint: world.url, auth: 'oidc' },
  }
  await mkdir(join(world.folder, '.config/waybill'), { recursive: true })
  await writeFile(join(world.folder, '.config/waybill/config'), JSON.stringify({ profiles }))
})
afterAll(async () => {
  await world.stop()
  await provider.stop()
  await hasty.stop()
})
beforeEach(() => {
  provider.grants.length = 0
  hasty.grants.length = 0
})

const fileOf = (profile: string) =>
  sessionFileOf(profile, commandIo({ cwd: world.folder, env: { HOME: world.folder } }))

/** Signs in; `person` is given the address that was printed. */
const signIn = async (profile: string, person: (address: string) => Promise<unknown> = agreeAt) => {
  let told = ''
  let visit: Promise<unknown> | undefined
  const stderr = {
    isTerminal: false,
    write: (text: string) => {
      told += text
      const [, address] = /^Open (\S+)$/m.exec(told) ?? []
      if (address !== undefined) visit ??= person(address)
    },
  }
  const { code, printed } = await world.does(['login', '--profile', profile], { stderr, env: { WAYBILL_URL: '' } })
  await visit
  return { code, printed, told }
}

describe('waybill login', () => {
  it('shows address and code, stores what it is given for this user alone, and prints no token', async () => {
    const { code, printed, told } = await signIn('sso')

    expect({ code, printed }).toEqual({ code: 0, printed: '' })
    expect(told).toMatch(
      /^Open http:\S+\nin a browser, on any device, and compare or enter the code [A-Z]{4}-[A-Z]{4}\n/,
    )
    const file = fileOf('sso')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700)
    const session = JSON.parse(await readFile(file, 'utf8'))
    for (const secret of [session.accessToken, session.refreshToken]) {
      expect(secret.length).toBeGreaterThan(20)
      expect(told).not.toContain(secret)
    }
    expect(provider.grants).toEqual(['device_code'])
  })

  it('is then who one is, by --profile and by WAYBILL_PROFILE', async () => {
    await signIn('sso')

    const { code, printed, complained } = await world.does(['whoami', '--profile', 'sso', '--format', 'json'])
    expect({ code, complained }).toEqual({ code: 0, complained: '' })
    expect(JSON.parse(printed)).toMatchObject({ principal: expect.stringContaining('ann') })
    const env = { WAYBILL_URL: '', WAYBILL_PROFILE: 'sso' }
    expect((await world.does(['whoami'], { env })).printed).toContain('ann')
    expect(await world.does(['whoami', '--profile', 'also sso'])).toMatchObject({
      code: 1,
      complained: expect.stringContaining('waybill login --profile also sso'),
    })
  })

  it('sends the ID token where Waybill takes that one', async () => {
    await signIn('id')

    const { idToken } = JSON.parse(await readFile(fileOf('id'), 'utf8'))
    expect(JSON.parse(Buffer.from(idToken.split('.')[1], 'base64url').toString()).aud).toBe(CLIENT)
    // It is for the client, and this Waybill wants another audience.
    expect(await world.does(['whoami', '--profile', 'id'])).toMatchObject({ code: 1 })
  })

  it('renews a token before it expires, once for all who ask at the same time', async () => {
    await signIn('hasty')
    hasty.grants.length = 0

    await Promise.all([1, 2, 3].map(() => world.does(['whoami', '--profile', 'hasty'])))

    // A provider takes the second use of a refresh token for a theft, and ends the sign-in.
    expect(hasty.grants.filter(grant => grant === 'revoked')).toEqual([])
    expect(hasty.grants.length).toBeGreaterThan(0)
    expect((await readdir(join(fileOf('hasty'), '..'))).filter(name => !name.endsWith('.json'))).toEqual([])
  })

  it('asks to sign in again where the sign-in is over', async () => {
    await signIn('hasty')
    const file = fileOf('hasty')
    const session = JSON.parse(await readFile(file, 'utf8'))
    await writeFile(file, JSON.stringify({ ...session, refreshToken: 'used' }), { mode: 0o600 })

    const { code, complained } = await world.does(['whoami', '--profile', 'hasty'])

    expect(code).toBe(1)
    expect(complained).toMatch(/refuses: invalid_grant[\s\S]*waybill login --profile hasty/)
  })

  it('ends where the person does not agree', async () => {
    const { code, told } = await signIn('sso', address => agreeAt(address, { abort: true }))

    expect(code).toBe(1)
    expect(told).toContain('access_denied')
  })

  it.each([
    ['nowhere', 3, /No answer from the identity provider http:\/\/127\.0\.0\.1:1/],
    ['plain', 2, /is not https/],
    ['api', 1, /did not answer as an identity provider does|refuses/],
    ['stranger', 1, /refuses: invalid_client/],
    ['none', 2, /has no "oidc"/],
    ['half', 2, /has no "oidc"/],
    ['unknown', 2, /has no profile "unknown"/],
  ])('refuses profile %s', async (profile, code, complaint) => {
    const { code: ended, printed, complained } = await world.does(['login', '--profile', profile])

    expect({ ended, printed }).toEqual({ ended: code, printed: '' })
    expect(complained).toMatch(complaint)
  })

  it('wants a profile', async () => {
    expect(await world.does(['login'])).toMatchObject({ code: 2, complained: expect.stringContaining('--profile') })
  })
})

describe('a stored sign-in', () => {
  it('is not used where others could have read it', async () => {
    await signIn('sso')
    await chmod(fileOf('sso'), 0o644)

    const { code, complained } = await world.does(['whoami', '--profile', 'sso'])

    expect(code).toBe(1)
    expect(complained).toContain('can be read by others')
    expect((await signIn('sso')).code).toBe(0)
    expect(await world.does(['whoami', '--profile', 'sso'])).toMatchObject({ code: 0 })
  })

  it.each(['', 'no JSON', '{"issuer":1}'])('is as none where the file holds %j', async text => {
    await writeFile(fileOf('sso'), text, { mode: 0o600 })

    expect(await world.does(['whoami', '--profile', 'sso'])).toMatchObject({
      code: 1,
      complained: expect.stringContaining('is not signed in'),
    })
  })
})

describe('waybill logout', () => {
  it('forgets the sign-in here, and revokes it at the provider', async () => {
    await signIn('sso')

    const { code, complained } = await world.does(['logout', '--profile', 'sso'])

    expect({ code, complained }).toEqual({ code: 0, complained: 'Signed out.\n' })
    expect(provider.grants).toContain('revoked')
    await expect(stat(fileOf('sso'))).rejects.toThrow('ENOENT')
    expect(await world.does(['logout', '--profile', 'sso'])).toMatchObject({ code: 0 })
  })

  it('forgets it here also where the provider cannot be reached', async () => {
    const session = { issuer: 'http://127.0.0.1:1', clientId: CLIENT, accessToken: 'a.b.c' }
    await writeFile(fileOf('nowhere'), JSON.stringify(session), { mode: 0o600 })

    expect(await world.does(['logout', '--profile', 'nowhere'])).toMatchObject({
      code: 3,
      complained: expect.stringContaining('Signed out here, but not at the provider'),
    })
    await expect(stat(fileOf('nowhere'))).rejects.toThrow('ENOENT')
  })
})

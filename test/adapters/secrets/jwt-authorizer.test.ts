import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { exportSPKI, generateKeyPair, UnsecuredJWT } from 'jose'
import { createJwtAuthorizer, type JwtRules } from '../../../lib/adapters/secrets/jwt-authorizer.ts'
import type { Authorizer } from '../../../lib/teams/authorizer.ts'
import {
  AUDIENCE,
  type IdentityProvider,
  ISSUER,
  inSeconds,
  startIdentityProvider,
} from '../../support/identity-provider.ts'
import { AMPLE_MS } from '../../support/patience.ts'
import { directoryOf } from '../../support/teams.ts'

let provider: IdentityProvider
let now = 0
const errors: string[] = []
let authorizer: Authorizer
beforeAll(async () => {
  provider = await startIdentityProvider()
})
afterAll(() => provider.stop())

const authorizerWith = ({
  auditorGroup = 'waybill-auditors',
  names = ['lab', 'film'],
  fetchTimeoutMs = AMPLE_MS,
  ...overrides
}: Partial<JwtRules> & {
  readonly auditorGroup?: string | undefined
  readonly names?: readonly string[]
  readonly fetchTimeoutMs?: number
} = {}) => {
  const rules = {
    issuer: ISSUER,
    audience: AUDIENCE,
    jwksUrl: provider.jwksUrl,
    teamClaim: 'team',
    groupsClaim: 'groups',
    ...overrides,
  }
  const teams = Object.fromEntries(names.map(name => [name, { roles: [], keys: [] }]))
  return createJwtAuthorizer(rules, {
    clock: () => new Date(now),
    fetchTimeoutMs,
    log: { info: () => undefined, error: message => void errors.push(message) },
    teams: directoryOf({ teams }, { ...rules, auditorGroup }),
  })
}
beforeEach(() => {
  now = 0
  errors.splice(0)
  provider.mend()
  authorizer = authorizerWith()
})

const callerOf = async (token: string | Promise<string>) => authorizer.callerOf(`Bearer ${await token}`)
const refusal = (kind: string, message: string | RegExp = '') =>
  expect.objectContaining({ kind, message: expect.stringMatching(message) })

describe('a token that passes', () => {
  it('names a member of its team, and the person', async () => {
    expect(await callerOf(provider.token())).toEqual({ team: 'lab', principal: 'ann@example.com', role: 'member' })
  })

  it('names an auditor by the group, even where a team stands beside it', async () => {
    const auditor = { team: '-auditors', principal: 'ann@example.com', role: 'auditor' }

    expect(await callerOf(provider.token({ groups: ['staff', 'waybill-auditors'] }))).toEqual(auditor)
    expect(await callerOf(provider.token({ groups: 'waybill-auditors', team: undefined }))).toEqual(auditor)
  })

  it('is read by the claims that are configured', async () => {
    authorizer = authorizerWith({ teamClaim: 'custom:team', groupsClaim: 'roles', auditorGroup: 'audit' })

    expect(await callerOf(provider.token({ 'custom:team': 'film' }))).toMatchObject({ team: 'film', role: 'member' })
    expect(await callerOf(provider.token({ roles: ['audit'] }))).toMatchObject({ role: 'auditor' })
  })

  it('makes no auditor where no group is configured', async () => {
    authorizer = authorizerWith({ auditorGroup: '' })

    expect(await callerOf(provider.token({ groups: [] }))).toMatchObject({ role: 'member' })
    expect(await callerOf(provider.token({ groups: undefined }))).toMatchObject({ role: 'member' })
  })

  it('may be meant for others too, and its scheme may be written in any case', async () => {
    const token = await provider.token({ aud: ['other', AUDIENCE] })

    expect(await authorizer.callerOf(`bearer  ${token}`)).toMatchObject({ team: 'lab' })
  })

  it.each(['ES256', 'EdDSA'])('may be signed with %s', async algorithm => {
    const other = await startIdentityProvider(algorithm)
    authorizer = authorizerWith({ jwksUrl: other.jwksUrl })

    expect(await callerOf(other.token())).toMatchObject({ team: 'lab' })
    await other.stop()
  })
})

describe('a token that does not pass', () => {
  it.each([
    ['expired', { exp: inSeconds(-1) }, 'has expired'],
    ['without an end', { exp: undefined }, 'no expiry'],
    ['not valid yet', { nbf: inSeconds(600) }, 'not valid yet'],
    ['for another audience', { aud: 'payroll' }, 'another audience'],
    ['for no audience', { aud: undefined }, 'another audience'],
    ['of another issuer', { iss: 'https://evil.example/' }, 'another issuer'],
    ['of no issuer', { iss: undefined }, 'another issuer'],
    ['of no subject', { sub: undefined }, 'no subject'],
  ])('is one %s', async (_what, claims, message) => {
    await expect(callerOf(provider.token(claims))).rejects.toEqual(refusal('token-invalid', message))
  })

  it('is one with alg none', async () => {
    const token = new UnsecuredJWT({ team: 'lab', sub: 'eve' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime('1h')
      .encode()
    const [, payload] = token.split('.')
    const header = Buffer.from('{"alg":"none","kid":"key-1"}').toString('base64url')

    await expect(callerOf(token)).rejects.toEqual(refusal('token-invalid'))
    await expect(callerOf(`${header}.${payload}.`)).rejects.toEqual(refusal('token-invalid', 'not a JWT'))
    await expect(callerOf(`${header}.${payload}.AA`)).rejects.toEqual(refusal('token-invalid', 'algorithm'))
  })

  it('is one signed with HS256 and the public key as the secret', async () => {
    const secret = await exportSPKI(provider.publicKey('key-1'))
    const [, payload] = (await provider.token()).split('.')
    const header = Buffer.from('{"alg":"HS256","kid":"key-1"}').toString('base64url')
    const signature = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')

    await expect(callerOf(`${header}.${payload}.${signature}`)).rejects.toEqual(refusal('token-invalid', 'algorithm'))
  })

  it('is one that names a known key and is signed with another', async () => {
    const { privateKey } = await generateKeyPair('RS256')

    await expect(callerOf(provider.token({}, { signedBy: privateKey }))).rejects.toEqual(
      refusal('token-invalid', 'not signed by a known key'),
    )
  })

  it('is one whose claims were changed', async () => {
    const [header, payload = '', signature] = (await provider.token()).split('.')
    const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), team: 'film' }
    const changed = Buffer.from(JSON.stringify(claims)).toString('base64url')

    await expect(callerOf(`${header}.${changed}.${signature}`)).rejects.toEqual(refusal('token-invalid'))
  })

  it('is one of an unknown key', async () => {
    const { privateKey } = await generateKeyPair('RS256')

    await expect(callerOf(provider.token({}, { kid: 'key-1', signedBy: privateKey }))).rejects.toEqual(
      refusal('token-invalid'),
    )
    const [, ...rest] = (await provider.token()).split('.')
    const unknown = Buffer.from('{"alg":"RS256","kid":"key-9"}').toString('base64url')
    await expect(callerOf([unknown, ...rest].join('.'))).rejects.toEqual(refusal('token-invalid', 'known key'))
  })

  it.each([
    ['names none', undefined],
    ['names no text', 7],
    ['names none that could be one', 'lab/../film'],
  ])('because of its team is one that %s', async (_what, team) => {
    await expect(callerOf(provider.token({ team }))).rejects.toEqual(refusal('no-team', 'claim "team"'))
  })

  it('is one whose claims are of two teams', async () => {
    const token = provider.token({ team: ['lab', 'film'] })

    await expect(callerOf(token)).rejects.toEqual(refusal('no-team', 'teams film and lab'))
  })

  it('is one of a team that is not in the table of teams', async () => {
    authorizer = authorizerWith({ names: ['film'] })

    await expect(callerOf(provider.token())).rejects.toEqual(refusal('no-team'))
    expect(await callerOf(provider.token({ team: 'film' }))).toMatchObject({ team: 'film' })
  })

  it.each([
    ['is no JWT', 'token-invalid', 'Bearer abc'],
    ['is of another scheme', 'token-missing', 'Basic YW5uOnNlY3JldA=='],
    ['is empty', 'token-missing', 'Bearer '],
    ['is not there', 'token-missing', undefined],
  ])('%s', async (_what, kind, header) => {
    await expect(authorizer.callerOf(header)).rejects.toEqual(refusal(kind))
  })

  it('is quoted in no error', async () => {
    const token = await provider.token({ aud: 'secret-audience', iss: 'https://secret.example' })

    await expect(callerOf(token)).rejects.not.toThrow(/secret|eyJ/)
  })
})

describe("the provider's keys", () => {
  it('are fetched once for many tokens', async () => {
    const before = provider.fetches()
    for (const sub of ['ann', 'ben', 'cem']) await callerOf(provider.token({ sub }))

    expect(provider.fetches() - before).toBe(1)
  })

  it('are fetched anew for a key that is not known yet', async () => {
    await callerOf(provider.token())
    await provider.addKey('key-2')

    expect(await callerOf(provider.token({}, { kid: 'key-2' }))).toMatchObject({ team: 'lab' })
  })

  it('are trusted for a quarter of an hour after they were withdrawn, and not longer', async () => {
    await provider.addKey('key-3')
    const token = await provider.token({}, { kid: 'key-3' })
    await callerOf(token)
    provider.withdrawKey('key-3')

    now = 14 * 60_000
    expect(await callerOf(token)).toMatchObject({ team: 'lab' })
    now = 15 * 60_000
    await expect(callerOf(token)).rejects.toEqual(refusal('token-invalid'))
  })

  it('that are old are better than none', async () => {
    await callerOf(provider.token())
    provider.failWith(503)
    now = 15 * 60_000

    expect(await callerOf(provider.token())).toMatchObject({ team: 'lab' })
  })

  it.each([
    ['are answered with 500', () => provider.failWith(500)],
    ['are no JSON', () => provider.failWith(200, '<html>')],
    ['are no keys', () => provider.failWith(200, '{"keys": [{"kty": 1}]}')],
  ])("that %s leave it unknown, which is not the caller's fault", async (_what, fail) => {
    fail()

    await expect(callerOf(provider.token())).rejects.toEqual(refusal('provider-unreachable'))
  })

  it('waits for the keys no longer than it may', async () => {
    provider.failWith(0)
    authorizer = authorizerWith({ fetchTimeoutMs: 20 })

    await expect(callerOf(provider.token())).rejects.toEqual(refusal('provider-unreachable'))
  })

  it('that are not served mean the same', async () => {
    const gone = await startIdentityProvider()
    const token = await gone.token()
    authorizer = authorizerWith({ jwksUrl: gone.jwksUrl })
    await gone.stop()

    await expect(callerOf(token)).rejects.toEqual(refusal('provider-unreachable'))
  })
})

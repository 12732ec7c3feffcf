import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  AUDIENCE,
  type IdentityProvider,
  ISSUER,
  inSeconds,
  startIdentityProvider,
} from '../support/identity-provider.ts'
import { importManifest } from '../support/manifests.ts'
import { startWaybill, type WaybillProcess } from '../support/waybill-process.ts'

/** The key of the documentation is not taken where callers are known by token: everybody knows its secret. */
const KEYS = {
  teams: {
    lab: [{ accessKeyId: 'AKIALABLABLABLABLAB1', secretAccessKey: 'a secret that only the lab and this test know' }],
    film: [{ accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY' }],
  },
}

let folder: string
let provider: IdentityProvider
let waybill: WaybillProcess
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-who-'))
  await writeFile(join(folder, 'keys.json'), JSON.stringify(KEYS), { mode: 0o600 })
  provider = await startIdentityProvider()
  waybill = await startWaybill(folder, {
    WAYBILL_AUTH: 'jwt',
    WAYBILL_JWT_ISSUER: ISSUER,
    WAYBILL_JWT_AUDIENCE: AUDIENCE,
    WAYBILL_JWKS_URL: provider.jwksUrl.href,
    WAYBILL_JWT_AUDITOR_GROUP: 'audit',
  })
})
afterAll(async () => {
  await waybill?.kill('SIGTERM')
  await provider.stop()
  await rm(folder, { recursive: true })
})

const ask = async (path: string, token?: string, init: RequestInit = {}) => {
  const headers = { 'Content-Type': 'text/plain', ...(token !== undefined && { Authorization: `Bearer ${token}` }) }
  const answer = await fetch(`${waybill.url}${path}`, { ...init, headers })
  return { status: answer.status, headers: answer.headers, body: JSON.parse(await answer.text()) }
}
const submit = (token?: string) => ask('/v1/jobs', token, { method: 'POST', body: importManifest() })

describe('Waybill that wants tokens', () => {
  it("takes a member's job, shows it to the team and to auditors, and to no other caller", async () => {
    const ann = await provider.token()
    const created = await submit(ann)
    expect(created).toMatchObject({ status: 201, body: { team: 'lab' } })
    const path = `/v1/jobs/${created.body.jobId}`

    const auditor = await provider.token({ sub: 'cem', groups: ['audit'] })
    expect(await ask(path, ann)).toMatchObject({ status: 200, body: { jobId: created.body.jobId } })
    expect(await ask(path, auditor)).toMatchObject({ status: 200 })
    expect(await ask(path, await provider.token({ team: 'film' }))).toMatchObject({
      status: 404,
      body: { code: 'JOB_NOT_FOUND' },
    })
    expect(await submit(auditor)).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } })
  })

  it('shows an unknown caller how to authenticate', async () => {
    const none = await submit()
    expect(none).toMatchObject({ status: 401, body: { code: 'NOT_AUTHENTICATED' } })
    expect(none.headers.get('www-authenticate')).toBe('Bearer realm="waybill"')

    const expired = await submit(await provider.token({ exp: inSeconds(-60) }))
    expect(expired).toMatchObject({ status: 401, body: { detail: 'The token has expired.' } })
    expect(expired.headers.get('www-authenticate')).toContain('error="invalid_token"')
  })

  it('asks for no token where a caller asks whether it is up', async () => {
    expect((await ask('/v1/health')).status).toBe(200)
  })

  it('writes no token to its log', async () => {
    expect(waybill.output()).toContain('POST /v1/jobs')
    expect(waybill.output()).not.toContain('eyJ')
  })
})

import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ROUTES } from '../../lib/http/routes.ts'
import { type Running, run } from '../../lib/local/run.ts'
import { localConfig } from '../../lib/settings/config.ts'
import { AMPLE_SETTINGS } from '../support/patience.ts'

const MANIFEST = readFileSync('examples/manifests/guide-s3-export.txt', 'utf8')
const listeners = () => process.getActiveResourcesInfo().filter(name => name === 'TCPServerWrap').length

let folder: string
let waybill: Running
let listenersBefore: number
beforeAll(async () => {
  listenersBefore = listeners()
  folder = await mkdtemp(join(tmpdir(), 'waybill-strangers-'))
  waybill = await run(
    localConfig({
      WAYBILL_PORT: '0',
      WAYBILL_DEPOT_PORT: '0',
      WAYBILL_DATA_DIR: join(folder, 'data'),
      WAYBILL_HOSTS: 'waybill.lab',
      ...AMPLE_SETTINGS,
      WAYBILL_CORS_ORIGINS: 'https://console.example',
    }),
    { info: () => undefined, error: () => undefined },
  )
})
afterAll(async () => {
  await waybill.stop()
  await rm(folder, { recursive: true })
})

interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** `fetch` lets nobody name another host or origin. */
const ask = (url: string, { method, path, headers, body }: Asked) =>
  new Promise<{ status: number; type: string; headers: NodeJS.Dict<string | string[]>; text: string }>(
    (resolve, reject) => {
      const asking = request(new URL(path, url), { method, headers, agent: false }, async response => {
        let text = ''
        for await (const chunk of response) text += chunk
        const type = response.headers['content-type'] ?? ''
        resolve({ status: response.statusCode ?? 0, type, headers: response.headers, text })
      })
      asking.on('error', reject)
      asking.end(body)
    },
  )

/** How requests look that a stranger's web page made a browser send. */
const STRANGE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a page of another origin': { Origin: 'https://evil.example' },
  'a page of another origin, as browsers of today send it': {
    Origin: 'https://evil.example',
    'Sec-Fetch-Site': 'cross-site',
    'Sec-Fetch-Mode': 'cors',
  },
  'a page without an origin': { Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
  'an image of another site': { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' },
  'a page of another server of this machine': { Origin: 'http://localhost:3000', 'Sec-Fetch-Site': 'same-site' },
  'a page whose name leads to this machine': { Host: 'rebound.example', Origin: 'http://rebound.example' },
  'a page whose name leads to this machine, without an origin': {
    Host: 'rebound.example',
    'Sec-Fetch-Site': 'same-origin',
  },
}

const PATHS = ROUTES.map(({ method, path }) => [method, path.replaceAll(/\{\w+\}/g, 'ABCDE')] as const)

describe.each(Object.entries(STRANGE))('%s', (_, headers) => {
  it.each(PATHS.filter(([, path]) => path !== '/'))('gets nothing of Waybill with %s %s', async (method, path) => {
    const { status, type, text, headers: answered } = await ask(waybill.url, { method, path, headers })

    expect([status, type]).toEqual([403, 'application/problem+json'])
    expect(JSON.parse(text)).toMatchObject({ code: 'REQUEST_FOREIGN' })
    expect(answered).not.toHaveProperty('access-control-allow-origin')
  })

  it.each(['OPTIONS', 'HEAD', 'DELETE', 'PATCH'])('gets nothing of Waybill with %s either', async method => {
    expect(await ask(waybill.url, { method, path: '/v1/jobs', headers })).toMatchObject({ status: 403 })
  })

  it.each(['GET', 'POST'])('gets nothing of either Query API with %s', async method => {
    for (const url of [waybill.url, String(waybill.depotUrl)]) {
      const { status, type, text } = await ask(url, { method, path: '/?Action=ListJobs', headers })

      expect([status, type]).toEqual([403, 'text/xml'])
      expect(text).toContain('<Code>AccessDenied</Code>')
    }
  })

  it("gets nothing of the depot's staff and PDFs", async () => {
    const url = String(waybill.depotUrl)

    const staff = await ask(url, { method: 'POST', path: '/staff/jobs/ABCDE/receive', headers, body: '{}' })
    expect([staff.status, staff.type]).toEqual([403, 'application/problem+json'])
    expect(await ask(url, { method: 'GET', path: '/artifacts/x/y.pdf', headers })).toMatchObject({ status: 403 })
  })

  it('makes no job with a plain post, which needs no preflight', async () => {
    const plain = { ...headers, 'Content-Type': 'text/plain' }

    expect(await ask(waybill.url, { method: 'POST', path: '/v1/jobs', headers: plain, body: MANIFEST })).toMatchObject({
      status: 403,
    })
    const { jobs } = (await (await fetch(`${waybill.url}/v1/jobs`)).json()) as { jobs: readonly unknown[] }
    expect(jobs).toEqual([])
  })
})

describe("this machine's user", () => {
  it.each([
    {},
    { Host: 'localhost' },
    { Host: '[::1]' },
    { Host: 'waybill.lab' },
    { Origin: 'https://console.example', 'Sec-Fetch-Site': 'cross-site' },
    { Host: 'waybill.lab', Origin: 'https://waybill.lab', 'Sec-Fetch-Site': 'same-origin' },
    { 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Mode': 'navigate' },
  ])('is answered with %j', async headers => {
    expect(await ask(waybill.url, { method: 'GET', path: '/v1/jobs', headers: { ...headers } })).toMatchObject({
      status: 200,
    })
  })

  it('is answered through a page of an origin that the settings list, with a preflight', async () => {
    const origin = 'https://console.example'
    const preflight = await ask(waybill.url, {
      method: 'OPTIONS',
      path: '/v1/jobs',
      headers: { Origin: origin, 'Access-Control-Request-Method': 'POST', 'Sec-Fetch-Site': 'cross-site' },
    })
    const answer = await ask(waybill.url, { method: 'GET', path: '/v1/jobs', headers: { Origin: origin } })

    expect(preflight).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': origin } })
    expect(preflight.headers['access-control-allow-headers']).toContain('Idempotency-Key')
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': origin })
  })
})

describe('what listens', () => {
  it('is Waybill and the depot, and nothing else', () => {
    expect(listeners() - listenersBefore).toBe(2)
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { askOverHttp } from '../../lib/adapters/api/ask-over-http.ts'
import { asNobody } from '../../lib/adapters/api/authorize-request.ts'
import { clock, newId } from '../../lib/adapters/system/system.ts'
import type { Ask, SmokeAnswer } from '../../lib/smoke/ask.ts'
import { runSmoke } from '../../lib/smoke/run-smoke.ts'
import type { Smoke, StepResult } from '../../lib/smoke/smoke.ts'
import { AMPLE_MS } from '../support/patience.ts'
import { startWaybill, type WaybillProcess } from '../support/waybill-process.ts'

let folder = ''
let waybill: WaybillProcess
let ask: Ask
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-smoke-'))
  waybill = await startWaybill(join(folder, 'data'))
  ask = askOverHttp(new URL(waybill.url), { authorize: asNobody, timeoutMs: AMPLE_MS })
})
afterAll(async () => {
  await waybill.kill('SIGTERM')
  await rm(folder, { recursive: true })
})

const smoke = (changes: Partial<Smoke> = {}) =>
  runSmoke({
    ask,
    askQuery: ask,
    askAsStranger: stranger,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    bucket: 'amzn-s3-demo-bucket',
    id: newId().slice(0, 8),
    submit: true,
    clock,
    ...changes,
  })

/** Job IDs differ each time. */
const nameOf = ({ name }: StepResult) => name.replace(/^cancels \w+$/, 'cancels a job')
const failed = (results: readonly StepResult[]) => results.filter(({ failure }) => failure !== undefined)

const json = (status: number, value: object, type = 'application/json'): SmokeAnswer => ({
  status,
  headers: { 'content-type': type },
  body: Buffer.from(JSON.stringify(value)),
})
const NOT_AUTHENTICATED = {
  type: 'urn:waybill:problem:NOT_AUTHENTICATED',
  title: 'The caller is not known',
  detail: 'Sign the request.',
  code: 'NOT_AUTHENTICATED',
  requestId: 'r1',
  retryable: false,
}
const stranger: Ask = async () => json(401, NOT_AUTHENTICATED, 'application/problem+json')

/** How an answer is spoilt. */
type Spoil = (answer: SmokeAnswer) => SmokeAnswer

const text = ({ body }: SmokeAnswer) => Buffer.from(body).toString('latin1')
const changed =
  (from: string | RegExp, to: string): Spoil =>
  answer => ({ ...answer, body: Buffer.from(text(answer).replace(from, to), 'latin1') })
const status =
  (code: number): Spoil =>
  answer => ({ ...answer, status: code })
const without =
  (header: string): Spoil =>
  answer => ({ ...answer, headers: { ...answer.headers, [header]: '' } })

/** For each step, what makes it fail: the request whose answer is spoilt, and how. */
const SPOILT: readonly (readonly [step: string, request: RegExp, spoil: Spoil])[] = [
  ['is up', /GET \/v1\/health/, status(500)],
  ['describes its API', /openapi/, changed('"openapi":"3.1', '"openapi":"2.0')],
  ['answers tools of the Query API in XML', /GET \/ /, changed(/.*/s, '{"message":"Forbidden"}')],
  ['answers tools of the Query API in XML', /GET \/ /, status(500)],
  ['names every fault of a manifest with its place', /perhaps/, changed(/"line":/g, '"lime":')],
  ['names every fault of a manifest with its place', /perhaps/, without('content-type')],
  ['refuses a body whose type is not a manifest', /application\/pdf/, status(200)],
  ['refuses a query that makes no sense', /many/, changed('"code":"QUERY_INVALID"', '"code":"OTHER"')],
  ['refuses a query that makes no sense', /many/, changed('"retryable":', '"again":')],
  ['knows no job that was never made', /ZZZZZ/, status(500)],
  [
    'passes a manifest that is right, and so does the service',
    /validateOnly.*bucket/s,
    changed(/"outcome":"pass"/g, '"outcome":"unknown"'),
  ],
  [
    'passes a manifest that is right, and so does the service',
    /validateOnly.*bucket/s,
    changed('"valid":true', '"valid":true,"jobId":"AAAAA"'),
  ],
  ['lists jobs', /GET \/v1\/jobs .*pageSize":"1"/, changed(/"jobs":\[/, '"others":[')],
  ['submits a manifest', /-import/, changed(/"signature":"(?!\/)/, '"seal":"')],
  ['submits a manifest', /-import/, without('location')],
  ['makes no second job of the same submission', /-import/, without('idempotency-replayed')],
  ['gives the SIGNATURE byte for byte', /\/signature /, changed('version:2.0', 'version:2.1')],
  ['gives the SIGNATURE byte for byte', /\/signature /, without('repr-digest')],
  ['knows whose a SIGNATURE is', /verify/, changed('"genuine":true', '"genuine":false')],
  ['looks the job up again', /GET \/v1\/jobs\/\{jobId\} /, changed('"state":"created"', '"state":"submitting"')],
  ['lists it by its ID', /GET \/v1\/jobs .*"jobId"/, changed(/"jobs":\[.*\]/s, '"jobs":[]')],
  ['has its history', /events/, changed(/"events":\[.*\]/s, '"events":[]')],
  ['submits a manifest whose job has a PDF', /-ebs/, changed(/"artifacts":\[.*?\]/s, '"artifacts":[]')],
  ['gives the PDF', /artifacts/, changed('%PDF', '<htm')],
  ['gives the PDF', /artifacts/, without('content-type')],
  ['cancels a job', /cancel/, changed('"state":"cancelled"', '"state":"created"')],
  ['makes a check', /PUT/, status(500)],
  ['runs the check', /\/run /, changed('"outcome":"pass"', '"outcome":"fail"')],
  ["lists the check's runs", /\/runs /, changed(/"runs":\[.*\]/s, '"runs":[]')],
  ['deletes the check', /DELETE/, status(500)],
]

const spoiling =
  (wanted: RegExp, spoil: Spoil): Ask =>
  async request => {
    const { method, route, params, query, headers, body } = request
    const answer = await ask(request)
    return wanted.test(`${method} ${route} ${JSON.stringify({ params, query, headers })} ${body ?? ''}`)
      ? spoil(answer)
      : answer
  }

describe('the smoke test of a Waybill that is well', () => {
  it('passes every step, and leaves no active job and no check', async () => {
    const results = await smoke()

    expect(failed(results)).toEqual([])
    expect(results.length).toBeGreaterThan(20)
    const listed = async (path: string) => (await fetch(waybill.url + path)).json()
    expect(await listed('/v1/jobs?state=created')).toMatchObject({ jobs: [] })
    expect(await listed('/v1/checks')).toMatchObject({ checks: [] })
  })

  it('makes no job where it is to validate only', async () => {
    const count = async () => {
      const answer = await fetch(`${waybill.url}/v1/jobs?pageSize=1000`)
      return ((await answer.json()) as { jobs: unknown[] }).jobs.length
    }
    const before = await count()

    const results = await smoke({ submit: false })

    expect(failed(results)).toEqual([])
    expect(results.map(nameOf)).not.toContain('submits a manifest')
    expect(await count()).toBe(before)
  })
})

describe('the smoke test of a Waybill that is not well', () => {
  it.each(SPOILT)('fails where it no longer %s (%s)', async (step, request, spoil) => {
    const spoilt = spoiling(request, spoil)

    const results = await smoke({ ask: spoilt, askQuery: spoilt })

    expect([...new Set(failed(results).map(nameOf))]).toContain(step)
  })

  it('fails where a stranger is taken for a caller', async () => {
    const results = await smoke({ askAsStranger: ask, submit: false })

    expect(failed(results).map(nameOf)).toEqual(['does not know a caller without credentials'])
  })

  it('has no step that nothing can fail', async () => {
    const steps = new Set((await smoke()).map(nameOf))
    const failing = new Set([...SPOILT.map(([step]) => step), 'does not know a caller without credentials'])

    expect(failing).toEqual(steps)
  })

  it('reports every step, those that follow from a failed one excepted, and names the request', async () => {
    const requestId = 'a0b1c2'
    const broken: Ask = async () => json(500, { code: 'INTERNAL_ERROR', detail: 'Waybill failed.', requestId })

    const results = await smoke({ ask: broken, askQuery: broken, askAsStranger: broken })

    expect(failed(results)).toEqual(results)
    expect(results.map(nameOf)).toEqual([
      'is up',
      'does not know a caller without credentials',
      'passes a manifest that is right, and so does the service',
      'submits a manifest',
      'makes a check',
    ])
    expect(results.at(-1)?.failure).toBe('expected 201, got 500 INTERNAL_ERROR: Waybill failed. (request a0b1c2)')
  })

  it('reports it where nothing answers', async () => {
    const nobody: Ask = async () => {
      throw new Error('fetch failed')
    }

    expect((await smoke({ ask: nobody })).find(({ name }) => name === 'is up')?.failure).toBe('fetch failed')
  })

  it('cancels what it made though a later step fails', async () => {
    const results = await smoke({ ask: spoiling(/\/signature /, status(500)) })

    expect(failed(results).map(nameOf)).toEqual(['gives the SIGNATURE byte for byte'])
    expect(results.map(nameOf)).toContain('cancels a job')
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Running, run } from '../../lib/local/run.ts'
import type { EndpointDeps, EndpointOperations, Signer } from '../../lib/query-api/endpoint.ts'
import { type Fault, fault } from '../../lib/query-api/faults.ts'
import { signForm } from '../../lib/query-api/sign-v2.ts'
import { localConfig } from '../../lib/settings/config.ts'
import { createManualTime } from '../support/manual-alarms.ts'
import { AMPLE_MS, AMPLE_SETTINGS } from '../support/patience.ts'
import { serveQueryApi } from '../support/query-server.ts'
import { SIGNATURE_TEXT } from '../support/records.ts'
import { KEY } from '../support/submission-world.ts'

const PASSWORD = 'Tr0ub4dor&3 "zebra"/ü'
const OLD_PASSWORD = 'correct horse & battery'
const PIN = '48151623'

const manifestOf = (deviceId: string, password = PASSWORD) =>
  readFileSync('examples/manifests/guide-s3-export.txt', 'utf8')
    .replace('HD001', deviceId)
    .replace('fileSystem:NTFS', `fileSystem:NTFS\ntrueCryptPassword:${password}\npinCode:${PIN}\n# Drive PIN: ${PIN}`)

const encodings: readonly ((value: string) => string)[] = [
  value => value,
  value => value.toUpperCase(),
  value => encodeURIComponent(value),
  value => encodeURIComponent(value).replaceAll('%20', '+'),
  value => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
  value => JSON.stringify(value).slice(1, -1),
  value => Buffer.from(value).toString('base64').replace(/=+$/, ''),
  value => Buffer.from(value).toString('hex'),
]

/** Everything that the service knows of secrets, as a careless one would say it. */
const echo = (manifest: string) => {
  const values = [PASSWORD, OLD_PASSWORD, PIN].filter(value => manifest.includes(value))
  const forms = values.flatMap(value => encodings.map(encode => `'${encode(value)}'`))
  return `What is "${manifest.replaceAll('\n', ' ')}"? ${forms.join(' or ')} is odd, so is: ${manifest}`
}

/** The parts of what was seen in which a secret can be read. */
const leaksIn = (seen: Readonly<Record<string, string>>) =>
  Object.entries(seen).flatMap(([place, text]) =>
    [PASSWORD, OLD_PASSWORD, PIN].flatMap(value =>
      encodings.flatMap(encode => {
        const at = text.toLowerCase().indexOf(encode(value).toLowerCase())
        return at === -1 ? [] : [`${place}: …${text.slice(Math.max(0, at - 60), at + 40)}…`]
      }),
    ),
  )

type Operations = EndpointOperations<EndpointDeps, Signer>

/** A service that echoes in every text of every answer and fault. A manifest for a device `REFUSE…` is refused. */
const createEchoes = (): Operations => {
  const manifests = new Map<string, string>()
  const all = () => [...manifests.values()].join('\n')
  const refusal = (manifest: string): Fault => fault('InvalidParameterException', echo(manifest))
  const answer = (jobId: string, manifest: string) => ({
    JobType: 'Export',
    JobId: jobId,
    SignatureFileContents: SIGNATURE_TEXT,
    Signature: 'D6Wx0j1nYTnPTjGY5B2+Dbvq5mY=',
    AwsShippingAddress: `AWS\nJOBID ${jobId}\n${echo(manifest)}`,
    WarningMessage: echo(manifest),
    ArtifactList: [
      {
        Description: echo(manifest),
        URL: `https://mybucket.s3.amazonaws.com/?q=${encodeURIComponent(echo(manifest))}`,
      },
    ],
  })
  return {
    CreateJob: async (_, { Manifest, ValidateOnly }) => {
      if (Manifest.includes('REFUSE')) return refusal(Manifest)
      const jobId = `AB${100 + manifests.size}`
      if (!ValidateOnly) manifests.set(jobId, Manifest)
      return answer(ValidateOnly ? `${jobId}-VALIDATE-ONLY` : jobId, Manifest)
    },
    UpdateJob: async (_, { JobId, Manifest, ValidateOnly }) => {
      if (Manifest.includes('REFUSE')) return refusal(`${Manifest}\n${manifests.get(JobId)}`)
      if (!ValidateOnly) manifests.set(JobId, Manifest)
      return { Success: true, WarningMessage: echo(Manifest) }
    },
    CancelJob: async (_, { JobId }) => fault('UnableToCancelJobIdException', echo(manifests.get(JobId) ?? all())),
    GetStatus: async (_, { JobId }) => {
      const manifest = manifests.get(JobId)
      if (manifest === undefined) return fault('InvalidParameterException', echo(all()))
      const said = echo(manifest)
      return {
        ...answer(JobId, manifest),
        CurrentManifest: manifest,
        LocationCode: 'NotReceived',
        LocationMessage: said,
        ProgressCode: 'Pending',
        ProgressMessage: said,
        Carrier: said,
        TrackingNumber: said,
        LogBucket: said,
        LogKey: said,
        ErrorCount: 1,
        CreationDate: new Date(),
      }
    },
    GetShippingLabel: async (_, { jobIds }) => {
      const said = echo(jobIds.map(jobId => manifests.get(jobId)).join('\n'))
      return { ShippingLabelURL: `https://mybucket.s3.amazonaws.com/?q=${encodeURIComponent(said)}`, Warning: said }
    },
    ListJobs: async () => fault('InvalidParameterException', echo(all())),
  }
}

let folder: string
let service: Awaited<ReturnType<typeof serveQueryApi>>
let waybill: Running
const seen: Record<string, string> = {}
const logged: string[] = []
const time = createManualTime(Date.now())

const see = async (place: string, answer: Promise<Response>) => {
  const response = await answer
  seen[place] = `${JSON.stringify([...response.headers])}${await response.text()}`
  return { status: response.status, text: seen[place] ?? '' }
}

const TEXT = { 'Content-Type': 'text/plain' }
const post = (path: string, body: string, headers: Readonly<Record<string, string>> = TEXT) =>
  see(`POST ${path} ${body.slice(0, 40)}`, fetch(waybill.url + path, { method: 'POST', body, headers }))
const put = (path: string, body: string, headers: Readonly<Record<string, string>> = TEXT) =>
  see(`PUT ${path} ${body.slice(0, 40)}`, fetch(waybill.url + path, { method: 'PUT', body, headers }))
const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  see(`GET ${path} ${JSON.stringify(headers)}`, fetch(waybill.url + path, { headers }))

const query = (action: string, params: Readonly<Record<string, string>>) => {
  const { host } = new URL(waybill.url)
  const body = signForm(
    { method: 'POST', host, path: '/', params: new Map(Object.entries({ Action: action, ...params })) },
    { ...KEY, time: { expires: new Date(Date.now() + AMPLE_MS) } },
  )
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
  return see(`${action} ${JSON.stringify(params).slice(0, 80)}`, fetch(waybill.url, { method: 'POST', body, headers }))
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-echo-'))
  service = await serveQueryApi(createEchoes())
  const line = (message: string, fields?: object) =>
    void logged.push(
      `${message} ${JSON.stringify(fields ?? {}, (_, value) => (value instanceof Error ? { message: value.message, stack: value.stack, cause: value.cause } : value))}`,
    )
  waybill = await run(
    localConfig({
      WAYBILL_PORT: '0',
      WAYBILL_DATA_DIR: join(folder, 'data'),
      WAYBILL_SERVICE_URL: service.url,
      ...AMPLE_SETTINGS,
    }),
    { info: line, error: line },
    { ...time, clock: () => new Date() },
  )
})
afterAll(async () => {
  await waybill.stop()
  await service.stop()
  await rm(folder, { recursive: true })
})

describe('what an echoing service writes', () => {
  it('reaches no answer of the HTTP API with a secret in it', async () => {
    expect(await post('/v1/jobs', manifestOf('HD001', OLD_PASSWORD))).toMatchObject({ status: 201 })
    expect(await post('/v1/jobs?validateOnly=true', manifestOf('HD002'))).toMatchObject({ status: 200 })
    expect(await post('/v1/jobs', manifestOf('REFUSE'))).toMatchObject({ status: 422 })
    const batch = JSON.stringify({ items: [{ manifest: manifestOf('HD003') }, { manifest: manifestOf('REFUSE3') }] })
    expect(await post('/v1/batches', batch, { 'Content-Type': 'application/json' })).toMatchObject({ status: 200 })
    for (const path of ['', '/manifest', '/status', '/events', '']) await get(`/v1/jobs/AB100${path}`)
    expect(await put('/v1/jobs/AB100/manifest', manifestOf('REFUSE4'))).toMatchObject({ status: 422 })
    expect(await put('/v1/jobs/AB100/manifest?validateOnly=true', manifestOf('HD001'))).toMatchObject({ status: 200 })
    expect(await put('/v1/jobs/AB100/manifest', manifestOf('HD001'))).toMatchObject({ status: 200 })
    expect(await post('/v1/jobs/AB100/cancel', '')).toMatchObject({ status: 422 })
    const label = JSON.stringify({ jobIds: ['AB100', 'AB101'] })
    expect(await post('/v1/shipping-labels', label, { 'Content-Type': 'application/json' })).toMatchObject({
      status: 200,
    })
    for (const path of ['', '/manifest', '/status', '/events']) await get(`/v1/jobs/AB100${path}`)
    await get('/v1/jobs')
    await get('/v1/jobs', { Accept: 'text/csv' })
    await get('/v1/jobs?state=refused')

    expect(seen[`GET /v1/jobs/AB100/status {}`]).toContain('[redacted]')
    expect(leaksIn(seen)).toEqual([])
  })

  it('reaches no check, run or notice', async () => {
    await put('/v1/checks/passing', manifestOf('HD004'))
    await put('/v1/checks/failing', manifestOf('REFUSE5'))
    await put('/v1/checks/watching', JSON.stringify({ jobId: 'AB100' }), { 'Content-Type': 'application/json' })
    for (const name of ['passing', 'failing', 'watching']) {
      expect(await post(`/v1/checks/${name}/run`, '')).toMatchObject({ status: 200 })
      expect((await get(`/v1/checks/${name}/runs`)).text).toContain('[redacted]')
    }
    await get('/v1/checks')

    expect(leaksIn(seen)).toEqual([])
  })

  it('reaches no tool on the Query endpoint, be it a job of Waybill or not', async () => {
    const job = { JobType: 'Export', APIVersion: '2010-06-03' }
    await query('CreateJob', { ...job, Manifest: manifestOf('HD006'), ValidateOnly: 'false' })
    await query('CreateJob', { ...job, Manifest: manifestOf('HD007'), ValidateOnly: 'true' })
    await query('CreateJob', { ...job, Manifest: manifestOf('REFUSE8'), ValidateOnly: 'false' })
    for (const JobId of ['AB100', 'ZZ999']) {
      await query('GetStatus', { JobId })
      await query('UpdateJob', { ...job, JobId, Manifest: manifestOf('HD009'), ValidateOnly: 'true' })
      await query('UpdateJob', { ...job, JobId, Manifest: manifestOf('REFUSE10'), ValidateOnly: 'false' })
      await query('CancelJob', { JobId })
      await query('GetShippingLabel', { 'jobIds.member.1': JobId })
    }
    await query('ListJobs', {})

    expect(seen['GetStatus {"JobId":"AB100"}']).toContain('trueCryptPassword:[redacted]')
    expect(leaksIn(seen)).toEqual([])
  })

  it('reaches no log line and no file', async () => {
    await waybill.stop()
    const files = readdirSync(join(folder, 'data'), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))

    expect(files.length).toBeGreaterThan(5)
    expect(leaksIn({ log: logged.join('\n') })).toEqual([])
    expect(leaksIn(Object.fromEntries(files.map(file => [file, readFileSync(file, 'latin1')])))).toEqual([])
  })
})

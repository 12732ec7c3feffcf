import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { CLIENT_BUCKETS, type ClientWorld, describeQueryClients } from '../contract/query-clients.ts'
import { KEY, SESSION_KEY } from '../depot/depot-fixture.ts'
import { importManifest } from '../support/manifests.ts'
import { AWS_CLI, AWS_SDK, describeClient, QUERY_CLIENTS, typeAwsCli } from '../support/query-clients.ts'
import { startWaybill, type WaybillProcess } from '../support/waybill-process.ts'

const MANY_KEY = { accessKeyId: 'AKIAMANYJOBSEXAMPLE1', secretAccessKey: 'a secret of many jobs' }
const BUCKETS = { ...CLIENT_BUCKETS, 'sequencer-archive': { region: 'us-east-1', writable: true } }

let folder: string
let waybill: WaybillProcess
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-clients-'))
  const dataDir = join(folder, 'data')
  await mkdir(dataDir, { mode: 0o700 })
  const keys = { teams: { local: [KEY], visitors: [SESSION_KEY], many: [MANY_KEY] } }
  await writeFile(join(dataDir, 'keys.json'), JSON.stringify(keys), { mode: 0o600 })
  await writeFile(join(folder, 'buckets.json'), JSON.stringify(BUCKETS))
  waybill = await startWaybill(dataDir, {
    WAYBILL_BUCKETS: join(folder, 'buckets.json'),
    WAYBILL_CURRENT_MANIFEST: 'whole',
  })
})
afterAll(async () => {
  for (const client of QUERY_CLIENTS) await client.stop()
  await waybill.kill('SIGTERM')
  await rm(folder, { recursive: true })
})

const staff = async (jobId: string, verb: string, body: object) => {
  const secret = (await readFile(join(folder, 'data/staff-secret'), 'utf8')).trim()
  const answer = await fetch(`${waybill.serviceUrl}/staff/jobs/${jobId}/${verb}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(await answer.text())
}
const world = (url: () => string) => (): ClientWorld => ({
  url: url(),
  key: KEY,
  temporary: SESSION_KEY,
  load: async (jobId, signature) => {
    await staff(jobId, 'receive', { signature })
    await staff(jobId, 'load', {})
  },
})
describeQueryClients(
  'Waybill',
  world(() => waybill.url),
)
describeQueryClients(
  'the depot',
  world(() => waybill.serviceUrl),
  // test/depot/clients.test.ts drives it with the AWS CLI, which takes a second to start.
  QUERY_CLIENTS.filter(({ name }) => name !== 'AWS CLI'),
)

const get = async (path: string) => {
  const answer = await fetch(`${waybill.url}${path}`)
  return { status: answer.status, body: await answer.text() }
}

for (const [index, client] of QUERY_CLIENTS.entries()) {
  describeClient(client)(`what ${client.name} does at Waybill's address`, () => {
    const call = (operation: string, params: object) => client.call(operation, params, { url: waybill.url, key: KEY })
    const create = (Manifest: string) => call('CreateJob', { JobType: 'Import', Manifest, ValidateOnly: false })

    it('is seen in /v1/jobs, and the SIGNATURE is archived', async () => {
      const { result } = await create(importManifest(`prefix:seen-${index}/`))
      const jobId = String(result?.JobId)

      const { body } = await get(`/v1/jobs/${jobId}`)
      expect(JSON.parse(body)).toMatchObject({
        jobId,
        team: 'local',
        state: 'created',
        signature: result?.Signature,
        archivedAt: expect.stringMatching(/Z$/),
      })
      expect((await get(`/v1/jobs/${jobId}/signature`)).body).toBe(result?.SignatureFileContents)
      const archived = join(folder, 'data/archive/signatures/local', jobId, 'SIGNATURE')
      expect(await readFile(archived, 'utf8')).toBe(result?.SignatureFileContents)

      await call('CancelJob', { JobId: jobId })
      expect(JSON.parse((await get(`/v1/jobs/${jobId}`)).body)).toMatchObject({ state: 'cancelled' })
    }, 60_000)

    it('makes one job of one manifest, however often it is sent', async () => {
      const manifest = importManifest(`prefix:once-${index}/`)
      const [first, again] = [await create(manifest), await create(manifest)]

      expect(again).toEqual(first)
    }, 60_000)
  })
}

describe("a list of 250 jobs at Waybill's address", () => {
  const made: string[] = []
  beforeAll(async () => {
    const at = { url: waybill.url, key: MANY_KEY }
    for (let disk = 0; disk < 250; disk++) {
      const Manifest = importManifest(`prefix:disk-${disk}/`)
      const { result } = await AWS_SDK.call('CreateJob', { JobType: 'Import', Manifest, ValidateOnly: false }, at)
      made.unshift(String(result?.JobId))
    }
  }, 120_000)

  for (const client of QUERY_CLIENTS) {
    describeClient(client)(`is paged by ${client.name}`, () => {
      it('each job once, newest first', async () => {
        expect(await client.listAll(99, { url: waybill.url, key: MANY_KEY })).toEqual(made)
      }, 60_000)
    })
  }
})

describeClient(AWS_CLI)('what people type', () => {
  it('makes a job at Waybill, and does the other five things with it', async () => {
    const aws = async (...args: string[]) => {
      const { out, error } = await typeAwsCli(args, { url: waybill.url, key: KEY })
      if (error) throw new Error(error)
      return JSON.parse(out)
    }
    const manifest = ['--manifest', `file://${resolve('examples/manifests/s3-import.txt')}`, '--no-validate-only']
    const { JobId } = await aws('create-job', '--job-type', 'Import', ...manifest)

    const job = ['--job-id', JobId]
    const { CurrentManifest } = await aws('get-status', ...job)
    expect(CurrentManifest).toBe(await readFile('examples/manifests/s3-import.txt', 'utf8'))
    expect(await aws('update-job', ...job, '--job-type', 'Import', ...manifest)).toMatchObject({ Success: true })
    const sender = ['--name', 'Jo', '--company', 'ACME', '--street1', '1 Any Street', '--city', 'Anytown']
    const rest = ['--state-or-province', 'WA', '--country', 'USA', '--postal-code', '98101', '--phone-number', '555']
    const label = await aws('get-shipping-label', '--job-ids', JobId, ...sender, ...rest)
    expect(label.ShippingLabelURL).toMatch(/^http.*\.pdf$/)
    expect((await aws('list-jobs', '--max-items', '1')).Jobs).toMatchObject([{ JobId, IsCanceled: false }])
    expect(await aws('cancel-job', ...job)).toMatchObject({ Success: true })
    expect((await get(`/v1/jobs/${JobId}`)).body).toContain('"state":"cancelled"')
  }, 60_000)
})

describe('a key that may make no more jobs today', () => {
  it('is told so at either address, by its own exception', async () => {
    const busy = await startWaybill(join(folder, 'busy'), { WAYBILL_DEPOT_DAILY_JOBS: '0' })
    try {
      for (const url of [busy.url, busy.serviceUrl]) {
        const order = { JobType: 'Import', Manifest: importManifest(), ValidateOnly: false }
        const { fault } = await AWS_SDK.call('CreateJob', order, { url, key: KEY })
        expect(fault?.code).toBe('CreateJobQuotaExceededException')
      }
    } finally {
      await busy.kill('SIGTERM')
    }
  }, 60_000)
})

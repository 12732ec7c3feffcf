import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import aws4 from 'aws4'
import { encodeForm } from '../../lib/query-api/form.ts'
import { OPERATIONS } from '../../lib/query-api/operations.ts'
import { sign } from '../../lib/query-api/sign-v2.ts'
import { CLIENT_BUCKETS, type ClientWorld, describeQueryClients } from '../contract/query-clients.ts'
import { KEY, SESSION_KEY } from '../depot/depot-fixture.ts'
import { importManifest } from '../support/manifests.ts'
import { describeWith, findTool, runTool } from '../support/outside-tools.ts'
import { readQueryAnswer } from '../support/query-answer.ts'
import {
  AWS_CLI,
  AWS_SDK,
  BOTO3,
  describeClient,
  OTHER_LANGUAGES,
  QUERY_CLIENTS,
  typeAwsCli,
  VM_EC2_WITH_CHARACTERS,
} from '../support/query-clients.ts'
import { startWaybill, type WaybillProcess } from '../support/waybill-process.ts'
import { readWhenThere } from '../support/when-there.ts'

const MANY_KEY = { accessKeyId: 'AKIAMANYJOBSEXAMPLE1', secretAccessKey: 'a secret of many jobs' }
const BUCKETS = { ...CLIENT_BUCKETS, 'sequencer-archive': { region: 'us-east-1', writable: true } }

const CLIENTS = [...QUERY_CLIENTS, ...OTHER_LANGUAGES]

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
  for (const client of [...CLIENTS, VM_EC2_WITH_CHARACTERS]) await client.stop()
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
  CLIENTS.filter(({ name }) => name !== 'AWS CLI'),
)

const get = async (path: string) => {
  const answer = await fetch(`${waybill.url}${path}`)
  return { status: answer.status, body: await answer.text() }
}

for (const [index, client] of CLIENTS.entries()) {
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
        archivedAt: expect.stringMatching(/Z$/),
      })
      expect((await get(`/v1/jobs/${jobId}/signature`)).body).toBe(result?.SignatureFileContents)
      const archived = join(folder, 'data/archive/signatures/local', jobId, 'SIGNATURE')
      expect(await readWhenThere(archived)).toBe(result?.SignatureFileContents)

      await call('CancelJob', { JobId: jobId })
      expect(JSON.parse((await get(`/v1/jobs/${jobId}`)).body)).toMatchObject({ state: 'cancelled' })
    })

    it('makes one job of one manifest, however often it is sent', async () => {
      const manifest = importManifest(`prefix:once-${index}/`)
      const [first, again] = [await create(manifest), await create(manifest)]

      expect(again).toEqual(first)
    })
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
  })

  for (const client of CLIENTS) {
    describeClient(client)(`is paged by ${client.name}`, () => {
      it('each job once, newest first', async () => {
        expect(await client.listAll(99, { url: waybill.url, key: MANY_KEY })).toEqual(made)
      })
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
  })
})

describe('the manifest of a job whose device was returned', () => {
  const manifest = importManifest('prefix:monthly/')
  const order = { JobType: 'Import', Manifest: manifest, ValidateOnly: false }
  const byQuery = async () => {
    const { result } = await AWS_SDK.call('CreateJob', order, { url: waybill.url, key: KEY })
    return { jobId: String(result?.JobId), signature: String(result?.SignatureFileContents) }
  }
  const byHttp = async (headers = {}) => {
    const answer = await fetch(`${waybill.url}/v1/jobs`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain', ...headers },
      body: manifest,
    })
    const { jobId, signatureFileContents: signature } = (await answer.json()) as Record<string, string>
    return { status: answer.status, jobId: String(jobId), signature: String(signature) }
  }
  const returnDevice = async ({ jobId, signature }: { readonly jobId: string; readonly signature: string }) => {
    await staff(jobId, 'receive', { signature })
    await staff(jobId, 'load', {})
    await staff(jobId, 'finish', {})
    await staff(jobId, 'return', { carrier: 'UPS', trackingNumber: '1Z0' })
  }

  it('makes the next job on either API, while a key answers its own', async () => {
    const keyed = await byHttp({ 'Idempotency-Key': 'monthly' })
    await returnDevice(keyed)
    expect(await byHttp({ 'Idempotency-Key': 'monthly' })).toMatchObject({ status: 200, jobId: keyed.jobId })

    const first = await byQuery()
    expect(await byHttp()).toMatchObject({ status: 200, jobId: first.jobId })
    await returnDevice(first)
    const second = await byHttp()
    expect(second.status).toBe(201)
    expect((await byQuery()).jobId).toBe(second.jobId)
    await returnDevice(second)
    const third = await byQuery()

    expect(new Set([keyed.jobId, first.jobId, second.jobId, third.jobId]).size).toBe(4)
    const { body } = await get(`/v1/jobs/${third.jobId}/events`)
    expect(body).toContain(`the same manifest made job ${second.jobId} before, which is over: its device was returned`)
  })
})

describe('a key that may make no more jobs today', () => {
  it('learns it at either address, by its own exception', async () => {
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
  })
})

describeClient(VM_EC2_WITH_CHARACTERS)('a client that signs its text in another encoding than it sends', () => {
  const create = (Manifest: string) =>
    VM_EC2_WITH_CHARACTERS.call('CreateJob', { JobType: 'Import', Manifest, ValidateOnly: false }, at())
  const at = () => ({ url: waybill.url, key: KEY })

  it('gets advice, and makes jobs of texts that are the same in both', async () => {
    const { fault } = await create(importManifest('prefix:m\u00FCnchen/'))

    expect(fault).toMatchObject({
      code: 'SignatureDoesNotMatch',
      message: expect.stringContaining('encode all parameters as UTF-8 before the client signs them'),
    })
    expect((await create(importManifest('prefix:munich & <more>/'))).result).toHaveProperty('JobId')
  })
})

/** A presigned request as anybody sends it on. */
const send = async (url: string, method = 'GET', body?: string) => {
  const headers = body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }
  const answer = await fetch(url, { method, headers, ...(body !== undefined && { body }) })
  return { status: answer.status, ...readQueryAnswer(await answer.text()) }
}

describeClient(BOTO3)('a request that boto3 presigns', () => {
  const presign = async (params: object) => {
    const { result } = await BOTO3.call('Presign', params, { url: waybill.url, key: KEY })
    return String(result?.URL)
  }

  it.each(['GET', 'POST'])('is taken with %s, and makes its job', async HttpMethod => {
    const Params = {
      JobType: 'Import',
      Manifest: importManifest(`prefix:presigned-${HttpMethod} & more/`),
      ValidateOnly: false,
    }
    const url = await presign({ ClientMethod: 'create_job', Params, ExpiresIn: 604_800, HttpMethod })

    const { status, result } = await send(url, HttpMethod)

    expect(status).toBe(200)
    expect((await get(`/v1/jobs/${result.JobId}`)).status).toBe(200)
    const other = HttpMethod === 'GET' ? 'POST' : 'GET'
    expect((await send(url, other)).fault?.Code).toBe('SignatureDoesNotMatch')
    expect((await send(url.replace('presigned', 'forged'), HttpMethod)).fault?.Code).toBe('SignatureDoesNotMatch')
  })

  it('is refused where it asks for more than seven days', async () => {
    const url = await presign({ ClientMethod: 'list_jobs', Params: {}, ExpiresIn: 604_801, HttpMethod: 'GET' })

    expect((await send(url)).fault?.Message).toContain('7 days')
  })

  it('meets the faults that its model declares', async () => {
    const { result } = await BOTO3.call('DeclaredFaults', {}, { url: waybill.url, key: KEY })

    const ours = Object.entries(OPERATIONS).map(([name, { faults }]) => [name, [...faults].sort()])
    expect(result).toEqual(Object.fromEntries(ours))
  })
})

describe('a request that aws4 signs', () => {
  const signed = (options: object) => {
    const { host } = new URL(waybill.url)
    return aws4.sign({ host, service: 'importexport', region: 'us-east-1', ...options }, KEY)
  }

  it('is taken with the signature in the URL', async () => {
    const path = '/?Action=ListJobs&Version=2010-06-01&MaxJobs=1'
    const { path: target = '' } = signed({ path, signQuery: true })

    expect((await send(`${waybill.url}${target}`)).status).toBe(200)
    expect((await send(`${waybill.url}${target.replace('MaxJobs=1', 'MaxJobs=2')}`)).status).toBe(403)
  })

  it('is taken with the signature in the URL and the parameters in the body', async () => {
    const body = 'Action=ListJobs&Version=2010-06-01'
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const { path: target } = signed({ path: '/', method: 'POST', signQuery: true, headers, body })

    expect((await send(`${waybill.url}${target}`, 'POST', body)).status).toBe(200)
    expect((await send(`${waybill.url}${target}`, 'POST', `${body}&MaxJobs=1`)).status).toBe(403)
  })
})

const CURL = findTool('curl')
describeWith(CURL === undefined ? 'no curl here. Run .ci/tools' : undefined, 'a request that curl signs', () => {
  it.each(['importexport', 'IngestionService'])('is taken, for the service %s', async service => {
    const how = ['--aws-sigv4', `aws:amz:us-east-1:${service}`, '--user', `${KEY.accessKeyId}:${KEY.secretAccessKey}`]
    const form = ['--data-urlencode', 'Action=ListJobs', '--data-urlencode', 'MaxJobs=1']
    const answered = await runTool(CURL ?? '', ['--silent', ...how, ...form, waybill.url])

    expect(readQueryAnswer(answered.toString()).result).toMatchObject({ IsTruncated: expect.anything() })
  })
})

describe('a manifest of 60 KB in the address, as AwsSum and SimpleAWS send it', () => {
  it.each([
    ['Waybill', () => waybill.url],
    ['the depot', () => waybill.serviceUrl],
  ])('makes a job at %s', async (_, url) => {
    const comment = '# \u00FC'.repeat(12_000)
    const Manifest = `${comment}\n${importManifest('prefix:in-the-address/')}`
    const params = new Map(Object.entries({ Action: 'CreateJob', JobType: 'Import', Manifest, ValidateOnly: '0' }))
    const { host } = new URL(url())
    const form = sign({ method: 'GET', host, path: '/', params }, { ...KEY, time: { timestamp: new Date() } })

    const { status, result } = await send(`${url()}/?${encodeForm(form)}`)

    expect([status, result.JobType]).toEqual([200, 'Import'])
  })
})

import { createHash, createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from '@jest/globals'
import { SignatureV4 } from '@smithy/signature-v4'
import fc from 'fast-check'
import { queryApi } from '../../../lib/http/query/query-api.ts'
import { ServiceFailure } from '../../../lib/jobs/service-failure.ts'
import { encodeForm } from '../../../lib/query-api/form.ts'
import { sign } from '../../../lib/query-api/sign-v2.ts'
import type { Credentials } from '../../../lib/teams/keys.ts'
import type { TeamThrottle } from '../../../lib/teams/throttle.ts'
import { importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { readQueryAnswer } from '../../support/query-answer.ts'
import { KEY, START, type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

const EXPORT = readFileSync('examples/manifests/guide-s3-export.txt', 'utf8')
const HOST = 'waybill.example:8443'
const OTHER_KEY: Credentials = { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/EXAMPLE' }
const RIVAL_KEY: Credentials = { accessKeyId: 'AKIARIVALRIVALEXAMPLE', secretAccessKey: 'another secret' }
const TEAMS = new Map([
  [KEY.accessKeyId, { ...KEY, team: 'lab' }],
  [OTHER_KEY.accessKeyId, { ...OTHER_KEY, team: 'lab' }],
  [RIVAL_KEY.accessKeyId, { ...RIVAL_KEY, team: 'rivals' }],
])

let world: SubmissionWorld
let handler: ReturnType<typeof queryApi>
beforeEach(() => {
  world = submissionWorld()
  world.keys.set('lab', [KEY, OTHER_KEY])
  world.keys.set('rivals', [RIVAL_KEY])
  const { deps } = world
  handler = queryApi({ ...deps, keys: { ...deps.keys, find: async id => TEAMS.get(id) } })
})

/** Lets two requests of a team pass, and all of others. */
const throttled = (team: string): TeamThrottle => {
  let left = 2
  return {
    take: async asked => {
      if (asked.team !== team) return undefined
      left -= 1
      return left < 0 ? 7 : undefined
    },
  }
}

type Form = Readonly<Record<string, string>>
type Event = Parameters<typeof proxyEvent>[0]

const send = async (event: Partial<Event>) => {
  const headers = { Host: HOST, 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8', ...event.headers }
  const answer = await handler(proxyEvent({ route: 'POST /', ...event, headers }))
  const body = Buffer.from(answer.body, answer.isBase64Encoded ? 'base64' : 'utf8').toString()
  return { status: answer.statusCode, headers: answer.headers ?? {}, body, ...readQueryAnswer(body) }
}

const signedV2 = (form: Form, { key = KEY, path = '/', host = HOST, method = 'POST' } = {}) =>
  sign(
    { method, host, path, params: new Map(Object.entries(form)) },
    { ...key, time: { timestamp: world.deps.clock() } },
  )
const call = (Action: string, form: Form = {}, key = KEY) =>
  send({ body: encodeForm(signedV2({ Action, ...form }, { key })) })
const create = (Manifest = importManifest(), form: Form = {}, key = KEY) =>
  call('CreateJob', { JobType: 'Import', Manifest, ...form }, key)

/** AWS's own signer, as SDKs of version 3 use it. */
const signedV4 = async (request: { path?: string; query?: Form; body?: string; method?: string }, host = HOST) => {
  const sha256 = class {
    readonly #hash
    constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
      // Its types allow any source of bytes; it passes texts and byte arrays.
      this.#hash = secret ? createHmac('sha256', secret as string) : createHash('sha256')
    }
    update(data: string | ArrayBuffer | ArrayBufferView) {
      this.#hash.update(data as string)
    }
    digest = async () => new Uint8Array(this.#hash.digest())
  }
  const signer = new SignatureV4({ service: 'IngestionService', region: 'us-east-1', credentials: KEY, sha256 })
  const { headers } = await signer.sign(
    {
      method: 'POST',
      protocol: 'https:',
      hostname: host,
      path: '/',
      ...request,
      headers: { host, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    },
    { signingDate: world.deps.clock() },
  )
  return headers
}

const queryOf = (params: ReadonlyMap<string, string>) =>
  Object.fromEntries([...params].map(([name, value]) => [name, [value]]))

describe('CreateJob', () => {
  it('makes a job as POST /v1/jobs does: recorded, stored and archived', async () => {
    const { status, headers, result, body } = await create()

    expect(status).toBe(200)
    expect(body).toMatch(
      /^<CreateJobResponse xmlns="http:\/\/importexport\.amazonaws\.com\/doc\/2010-06-01\/"><CreateJobResult><JobType>/,
    )
    expect(body).toContain('<ResponseMetadata><RequestId>request-1</RequestId></ResponseMetadata>')
    expect(headers).toMatchObject({
      'Content-Type': 'text/xml',
      'x-amzn-RequestId': 'request-1',
      Date: new Date(START).toUTCString(),
    })
    const job = await world.deps.jobs.job(result.JobId)
    expect(job).toMatchObject({ team: 'lab', state: 'created', deviceId: 'WX21-0046' })
    expect(result).toEqual({
      JobType: 'Import',
      JobId: job?.jobId,
      SignatureFileContents: job?.signatureFileContents,
      AwsShippingAddress: job?.shippingAddress,
      Signature: job?.signature,
    })
    expect([...world.archive.objects.values()]).toEqual([job?.signatureFileContents])
    expect(await world.deps.jobs.record(job?.id ?? '')).toMatchObject({ state: 'created', jobId: job?.jobId })
  })

  it('answers the same manifest with the same job, whichever way the tool words it', async () => {
    const first = await create()
    const again = await create(`# again\n${importManifest()}`, { JobType: 'import', ValidateOnly: 'false' })

    expect(again.result).toEqual(first.result)
    expect(world.service.jobs).toHaveLength(1)
  })

  it('makes one job of many requests at once; who comes meanwhile has to come again', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => create()))

    expect(world.service.jobs).toHaveLength(1)
    const made = answers.filter(({ status }) => status === 200)
    expect(new Set(made.map(({ result }) => result.JobId))).toEqual(new Set([world.service.jobs[0]?.jobId]))
    const others = answers.filter(({ status }) => status !== 200)
    expect(others.map(({ status, headers }) => [status, typeof headers['Retry-After']])).toEqual(
      others.map(() => [503, 'string']),
    )
  })

  it('with ValidateOnly asks the service and writes nothing', async () => {
    const { result } = await create(importManifest(), { ValidateOnly: 'true' })

    expect(result.JobId).toMatch(/-VALIDATE-ONLY$/)
    expect(result.SignatureFileContents).toContain(result.JobId)
    expect(world.service.requests).toEqual([expect.objectContaining({ validateOnly: true })])
    expect(await world.items()).toEqual([])
  })

  it('signs with the very key that the caller has, not with another of the team', async () => {
    await create(importManifest(), {}, OTHER_KEY)

    expect(world.service.calls.map(({ credentials }) => credentials)).toEqual([OTHER_KEY])
  })
})

describe('a fault', () => {
  it('is that of the service where a team asks more often than it may, and no other team has it', async () => {
    const { deps } = world
    const keys = { ...deps.keys, find: async (id: string) => TEAMS.get(id) }
    handler = queryApi({ ...deps, keys, throttle: throttled('lab') })
    await create()
    await call('ListJobs')

    const { status, headers, fault } = await call('ListJobs')

    expect([status, fault?.Code]).toEqual([400, 'Throttling'])
    expect(headers).toMatchObject({ 'Retry-After': '7' })
    expect((await call('ListJobs', {}, RIVAL_KEY)).status).toBe(200)
  })

  it.each([
    ['MalformedManifestException', 'x', 'Your manifest is not well-formed'],
    ['MissingManifestFieldException', importManifest().replace('deviceId:WX21-0046\n', ''), /Line 1, column 1\.$/],
    ['InvalidManifestFieldException', importManifest('eraseDevice:maybe'), /Line \d+, column \d+/],
    ['InvalidParameterException', EXPORT, /Line \d+/],
    [
      'InvalidAccessKeyIdException',
      importManifest(`accessKeyId:${OTHER_KEY.accessKeyId}`),
      /^accessKeyId in the manifest is not the key that signed/,
    ],
    ['MissingParameterException', '', 'Manifest must be specified'],
  ])('of a manifest is %s', async (code, manifest, message) => {
    const { status, fault } = await create(manifest)

    expect(status).toBe(400)
    expect(fault).toEqual({ Type: 'Sender', Code: code, Message: expect.stringMatching(message) })
    expect(world.service.requests).toEqual([])
  })

  it("of the service is passed on in the service's words", async () => {
    world.service.fates.push('refused')

    expect((await create()).fault).toEqual({
      Type: 'Sender',
      Code: 'NoSuchBucketException',
      Message: 'The bucket mybucket does not exist',
    })
  })

  it.each([
    ['credentials refused', 'An operator must mend'],
    ['not sent', 'nothing was sent'],
    ['lost on the way there', 'did not answer in time'],
  ] as const)('where the service %s is ServiceUnavailable, which tools try again', async (fate, message) => {
    world.service.fates.push(fate)

    const { status, fault } = await create()

    expect(status).toBe(503)
    expect(fault).toMatchObject({ Type: 'Receiver', Code: 'ServiceUnavailable' })
    expect(fault?.Message).toContain(message)
  })

  it('of a submission that is at work shows when to come again, and coming again makes no second job', async () => {
    world.service.fates.push('lost on the way there')
    await create()

    const meanwhile = await create()
    expect(meanwhile).toMatchObject({ status: 503, headers: { 'Retry-After': '30' } })
    world.pass(31)
    expect((await create()).result.JobId).toBe(world.service.jobs[0]?.jobId)
    expect(world.service.jobs).toHaveLength(1)
  })

  it('that was not foreseen shows nothing of its cause', async () => {
    handler = queryApi({ ...world.deps, keys: { ...world.deps.keys, find: () => Promise.reject(new Error('secret')) } })

    const { status, fault, body } = await create()

    expect([status, fault?.Code]).toEqual([500, 'InternalFailure'])
    expect(body).not.toContain('secret')
    expect(world.errors).toContain('Query API failed')
  })
})

describe('the other operations', () => {
  it('go to the service in the name of the key that signed', async () => {
    const { result: created } = await create(importManifest(), {}, OTHER_KEY)
    const JobId = created.JobId

    const { result: status } = await call('GetStatus', { JobId }, OTHER_KEY)
    expect(status).toMatchObject({ JobId, JobType: 'Import', Signature: created.Signature })
    const { result: list } = await call('ListJobs', { MaxJobs: '5' }, OTHER_KEY)
    expect(list).toEqual({
      Jobs: { member: [{ JobType: 'Import', CreationDate: '2026-11-21T10:00:00Z', IsCanceled: 'false', JobId }] },
      IsTruncated: 'false',
    })
    const { result: label } = await call('GetShippingLabel', { 'jobIds.member.1': JobId, name: 'Jo' }, OTHER_KEY)
    expect(label).toEqual({ ShippingLabelURL: `https://labels.example/shipping-label-${JobId}.pdf` })
    expect((await call('CancelJob', { JobId }, OTHER_KEY)).result).toEqual({ Success: 'true' })
    expect(world.service.jobs).toMatchObject([{ jobId: JobId, cancelled: true }])
  })

  it('show the manifest as its author wrote it, though Waybill marked it', async () => {
    const { result } = await create()
    const [sent] = world.service.jobs
    expect(sent?.manifest).not.toBe(importManifest())

    const { result: status } = await call('GetStatus', { JobId: result.JobId })

    expect(status.CurrentManifest).toBe(importManifest())
  })

  it('update a job under the mark that it was made with', async () => {
    const { result } = await create()
    const Manifest = importManifest('prefix:other/')

    expect((await call('UpdateJob', { JobId: result.JobId, JobType: 'Import', Manifest })).result).toEqual({
      Success: 'true',
    })

    const job = await world.deps.jobs.job(result.JobId)
    expect(world.service.jobs[0]?.manifest).toBe(`generator:${job?.id}\n${Manifest}`)
  })

  it('are kept like those of /v1/jobs: what a job is after them, and who asked', async () => {
    const { result } = await create()
    const Manifest = importManifest('prefix:other/', 'deviceId:WX-2').replace('deviceId:WX21-0046\n', '')
    await call('UpdateJob', { JobId: result.JobId, JobType: 'Import', Manifest })
    await call('CancelJob', { JobId: result.JobId }, OTHER_KEY)

    const job = await world.deps.jobs.job(result.JobId)
    expect(job).toMatchObject({ state: 'cancelled', deviceId: 'WX-2', manifest: Manifest })
    expect(await world.events()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'update', principal: KEY.accessKeyId, requestId: 'request-1' }),
        expect.objectContaining({ action: 'cancel', principal: OTHER_KEY.accessKeyId, requestId: 'request-1' }),
      ]),
    )
  })

  it('with ValidateOnly change nothing', async () => {
    const { result } = await create()
    const update = { JobId: result.JobId, JobType: 'Import', ValidateOnly: 'true' }

    expect((await call('UpdateJob', { ...update, Manifest: importManifest('prefix:b/') })).result.Success).toBe('true')
    expect((await call('UpdateJob', { ...update, Manifest: 'x' })).fault?.Code).toBe('MalformedManifestException')
    expect(await world.deps.jobs.job(result.JobId)).toMatchObject({ manifest: importManifest() })
  })

  it('refuse a job that is cancelled, in the words of the service', async () => {
    const { result } = await create()
    await call('CancelJob', { JobId: result.JobId })
    const update = { JobId: result.JobId, JobType: 'Import', Manifest: importManifest() }

    for (const answer of [await call('UpdateJob', update), await call('CancelJob', { JobId: result.JobId })]) {
      expect([answer.status, answer.fault?.Code]).toEqual([400, 'CanceledJobIdException'])
    }
  })

  it('refuse a job whose device is at work, in the words of the service', async () => {
    const { result } = await create()
    const job = await world.deps.jobs.job(result.JobId)
    if (!job) throw new Error('no job')
    const status = { checkedAt: job.createdAt, locationCode: 'AtAWS', progressCode: 'InProgress' }
    await world.deps.jobs.replace({ ...job, status, version: job.version + 1 })
    const update = { JobId: result.JobId, JobType: 'Import', Manifest: importManifest() }

    expect((await call('UpdateJob', update)).fault?.Code).toBe('UnableToUpdateJobIdException')
    expect((await call('CancelJob', { JobId: result.JobId })).fault?.Code).toBe('UnableToCancelJobIdException')
  })

  it('show a job that the service has closed', async () => {
    const { result } = await create()
    const expired = { code: 'ExpiredJobIdException', message: 'expired' }
    world.service.failures.push(new ServiceFailure('refused', 'refused', { fault: expired }))

    expect((await call('GetStatus', { JobId: result.JobId })).fault?.Code).toBe('ExpiredJobIdException')
    expect((await call('CancelJob', { JobId: result.JobId })).fault?.Code).toBe('ExpiredJobIdException')
  })

  it('make the next job of a manifest whose job is cancelled, and that one once', async () => {
    const first = await create()
    await call('CancelJob', { JobId: first.result.JobId })

    const [second, again] = [await create(), await create()]

    expect(second.result.JobId).not.toBe(first.result.JobId)
    expect(again.result.JobId).toBe(second.result.JobId)
    await call('CancelJob', { JobId: second.result.JobId })
    expect((await create()).result.JobId).toBe(world.service.jobs[0]?.jobId)
    expect(world.service.jobs).toHaveLength(3)
  })

  it('make the next job of a manifest whose device was returned, and answer it from then on', async () => {
    const first = await create()
    world.service.arrive(first.result.JobId)
    expect((await create()).result.JobId).toBe(first.result.JobId)
    world.service.sendBack(first.result.JobId)

    const [second, again] = [await create(), await create()]

    expect(second.result.JobId).not.toBe(first.result.JobId)
    expect(again.result).toEqual(second.result)
  })

  it('make a job of a manifest whose job was given another manifest since', async () => {
    const first = await create()
    const update = { JobId: first.result.JobId, JobType: 'Import', Manifest: importManifest('prefix:b/') }
    await call('UpdateJob', update)

    expect((await create()).result.JobId).toBe(world.service.jobs[0]?.jobId)
    expect(world.service.jobs).toHaveLength(2)
  })

  it.each([
    ['CreateJob', { JobType: 'Import', Manifest: importManifest() }, 'SomethingNew', 'InvalidParameterException'],
    ['CancelJob', {}, 'SomethingNew', 'ServiceUnavailable'],
    ['GetStatus', {}, 'SomethingNew', 'ServiceUnavailable'],
    ['GetStatus', {}, 'UnableToCancelJobIdException', 'ServiceUnavailable'],
    ['CancelJob', {}, 'UnableToCancelJobIdException', 'UnableToCancelJobIdException'],
  ])('answer with a fault that they declare: %s %j, where the service answers %s, with %s', async (...row) => {
    const [Action, form, said, code] = row
    const JobId = Action === 'CreateJob' ? '' : (await create()).result.JobId
    const refused = new ServiceFailure('refused', 'refused', { fault: { code: said, message: 'so' } })
    if (Action === 'CreateJob') {
      world.service.createJob = async () => {
        throw refused
      }
    } else world.service.failures.push(refused)

    const { fault } = await call(Action, { ...form, ...(JobId !== '' && { JobId }) })

    expect(fault?.Code).toBe(code)
    expect(fault?.Message).toContain('so')
  })

  it('ask the service itself about jobs that were made past Waybill, in the name of the key that signed', async () => {
    const request = { jobType: 'Import' as const, manifest: importManifest(), validateOnly: false }
    const deadline = new Date(START + 1000)
    const startedAt = new Date(START)
    const { jobId: JobId } = await world.service.createJob(request, { credentials: OTHER_KEY, startedAt, deadline })

    expect((await call('GetStatus', { JobId }, OTHER_KEY)).result.CurrentManifest).toBe(importManifest())
    const update = { JobId, JobType: 'Import', Manifest: importManifest('prefix:b/') }
    expect((await call('UpdateJob', update, OTHER_KEY)).result).toEqual({ Success: 'true' })
    expect((await call('GetShippingLabel', { 'jobIds.member.1': JobId }, OTHER_KEY)).result.ShippingLabelURL).toContain(
      JobId,
    )
    expect((await call('CancelJob', { JobId }, OTHER_KEY)).result).toEqual({ Success: 'true' })
    expect(world.service.jobs).toMatchObject([{ manifest: update.Manifest, cancelled: true }])
  })

  it('never send the service a job of another team, although the service would take this key for it too', async () => {
    const { result } = await create()
    const { JobId = '' } = result
    const asked = world.service.calls.length
    const jobs = { 'jobIds.member.1': JobId }
    const update = { JobId, JobType: 'Import', Manifest: importManifest('prefix:b/') }

    for (const [Action, form] of [
      ['GetStatus', { JobId }],
      ['GetStatus', { JobId: JobId.toLowerCase() }],
      ['UpdateJob', update],
      ['UpdateJob', { ...update, ValidateOnly: 'true' }],
      ['CancelJob', { JobId }],
      ['GetShippingLabel', jobs],
    ] as const) {
      expect((await call(Action, form, RIVAL_KEY)).fault?.Code).toBe('InvalidJobIdException')
    }

    expect(world.service.calls).toHaveLength(asked)
    expect(await world.deps.jobs.job(JobId)).toMatchObject({ state: 'created' })
  })

  it('list no job of another team, although the service shows it to this key too', async () => {
    const { result } = await create()
    const all = await world.service.listJobs(
      {},
      { credentials: KEY, startedAt: new Date(START), deadline: new Date(START + 1000) },
    )
    world.service.listJobs = async ({ marker }) =>
      marker === undefined
        ? { ...all, truncated: true }
        : { ...all, jobs: [{ ...all.jobs[0], jobId: 'AB999' } as (typeof all.jobs)[number]] }

    expect((await call('ListJobs')).body).toContain(result.JobId)
    const { body } = await call('ListJobs', {}, RIVAL_KEY)
    expect(body).not.toContain(result.JobId)
    expect(body).toContain('AB999')
  })

  it('answer for a job that is not there as the service does', async () => {
    for (const Action of ['GetStatus', 'CancelJob']) {
      expect((await call(Action, { JobId: 'ZZZZZ' })).fault?.Code).toBe('InvalidJobIdException')
    }
  })
})

describe('history', () => {
  it('has what tools did or were refused, with the key that signed it: a status gives the SIGNATURE, and so is an event', async () => {
    const { result } = await create()
    await create()
    await call('GetStatus', { JobId: result.JobId })
    await call('GetStatus', { JobId: 'ZZZZZ' })
    await call('ListJobs')
    await call('CreateJob', { JobType: 'Import', ValidateOnly: 'true', Manifest: importManifest() })
    await call('CancelJob', { JobId: result.JobId })
    await call('CancelJob', { JobId: result.JobId })

    const { events } = await world.history.feed({ team: 'lab' }, { limit: 100 })
    expect(events.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'submit done',
      'replay done',
      'read-status done',
      'read-status refused',
      'list-jobs done',
      'validate done',
      'cancel done',
      'cancel refused',
    ])
    const { accessKeyId } = KEY
    expect(events.filter(event => event.principal !== accessKeyId || event.accessKeyId !== accessKeyId)).toEqual([])
  })
})

describe('who signed', () => {
  it.each([
    ['nobody', {}, 403, 'MissingAuthenticationToken'],
    ['a request without a time', { AWSAccessKeyId: 'A', SignatureVersion: '2' }, 400, 'IncompleteSignature'],
  ])('is asked where it was %s', async (_, form, status, code) => {
    const answer = await send({ body: encodeForm(new Map(Object.entries({ Action: 'ListJobs', ...form }))) })

    expect([answer.status, answer.fault?.Code]).toEqual([status, code])
  })

  it('is refused with an unknown key, an incorrect secret, and out of time', async () => {
    const body = encodeForm(signedV2({ Action: 'ListJobs' }))

    expect((await call('ListJobs', {}, { ...KEY, accessKeyId: 'AKIANOBODY' })).fault?.Code).toBe('InvalidClientTokenId')
    expect((await call('ListJobs', {}, { ...KEY, secretAccessKey: 'x' })).fault?.Code).toBe('SignatureDoesNotMatch')
    world.pass(15 * 60)
    expect((await send({ body })).fault?.Code).toBe('RequestExpired')
  })

  it.each([
    ['', '/'],
    ['/prod', '/prod/'],
    // A client that was told https://…/prod signs the path without the slash that the gateway adds.
    ['/prod', '/prod'],
  ])('is known at the stage "%s" by a signature of the path %s, in either version', async (stage, path) => {
    const v2 = await send({ stage, body: encodeForm(signedV2({ Action: 'ListJobs' }, { path })) })
    const body = 'Action=ListJobs&Version=2010-06-01'
    const v4 = await send({ stage, body, headers: await signedV4({ path, body }) })

    expect([v2.status, v4.status]).toEqual([200, 200])
  })

  it.each([
    ['another path', { path: '/prod/v1/' }],
    ['another host', { host: 'waybill.test:8443' }],
    ["another port, which is no scheme's own", { host: 'waybill.example:8444' }],
    ['another method', { method: 'GET' }],
  ])('is refused with a signature of %s', async (_, differing) => {
    const body = encodeForm(signedV2({ Action: 'ListJobs' }, { path: '/prod/', ...differing }))

    expect((await send({ stage: '/prod', body })).fault?.Code).toBe('SignatureDoesNotMatch')
  })

  it.each(['/', '/prod/'])(
    'is known by a GET at %s, of which API Gateway gives decoded parameters only',
    async path => {
      const stage = path.slice(0, -1)
      const form = { Action: 'GetStatus', JobId: 'A B+C~*/ü&=%41', Version: '2010-06-01' }
      const v2 = await send({
        route: 'GET /',
        stage,
        query: queryOf(signedV2(form, { method: 'GET', path })),
      })
      const headers = await signedV4({ method: 'GET', path, query: form })
      const v4 = await send({ route: 'GET /', stage, headers, query: queryOf(new Map(Object.entries(form))) })

      expect([v2.fault?.Code, v4.fault?.Code]).toEqual(['InvalidJobIdException', 'InvalidJobIdException'])
    },
  )

  it('is not taken from a parameter that occurs twice', async () => {
    const query = { ...queryOf(signedV2({ Action: 'ListJobs' }, { method: 'GET' })), Action: ['ListJobs', 'CancelJob'] }

    expect(await send({ route: 'GET /', query })).toMatchObject({
      status: 404,
      fault: { Code: 'MalformedQueryString', Message: 'Action occurs twice.' },
    })
  })

  it('is refused with one changed byte anywhere in what is signed', async () => {
    const v2 = encodeForm(signedV2({ Action: 'CreateJob', JobType: 'Import', Manifest: importManifest() }))
    const body = `Action=CreateJob&JobType=Import&Manifest=${encodeURIComponent(importManifest())}`
    const v4 = await signedV4({ body })
    const changed = (text: string, at: number) => {
      const code = text.charCodeAt(at % text.length) === 0x41 ? 'B' : 'A'
      return text.slice(0, at % text.length) + code + text.slice((at % text.length) + 1)
    }

    await fc.assert(
      fc.asyncProperty(fc.nat(5000), async at => {
        const other = changed(v2, at)
        fc.pre(decodeURIComponentOr(other) !== decodeURIComponentOr(v2))
        expect((await send({ body: other })).status).toBeGreaterThanOrEqual(400)
        expect((await send({ body: changed(body, at), headers: v4 })).status).toBeGreaterThanOrEqual(400)
      }),
      { numRuns: 200 },
    )
    expect(world.service.requests).toEqual([])
  })
})

/** The form as it is understood: `%2f` and `%2F` are one byte. */
const decodeURIComponentOr = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

describe('any input', () => {
  it("is answered with what is wrong: the guide's own sample request", async () => {
    // As printed: no %3A after accessKeyId, no & before JobType and SignatureVersion, no Timestamp.
    const body =
      'Action=CreateJob&Manifest=manifestVersion%3A2.0%0AaccessKeyId%AKIAIOSFODNN7EXAMPLE%0AdeviceId%3AHD001%0A' +
      'country%3AYour%20CountryJobType=Export&AWSAccessKeyId=AKIAIOSFODNN7EXAMPLESignatureVersion=2&' +
      'SignatureMethod=HmacSHA256&Version=2010-06-01&Signature=%2FVfkltRBOoSUi1sWxRzN8rw%3D'

    expect((await send({ body })).fault?.Message).toBe(
      'The value of Manifest has "%AK", which is not percent-encoding. ' +
        '(Is an & missing before JobType and SignatureVersion? Timestamp and Expires are missing too.)',
    )
  })

  it('is answered with a hint at a forgotten & in a URL too', async () => {
    const query = { Action: ['ListJobs'], AWSAccessKeyId: ['AKIASignatureVersion=2'] }

    expect((await send({ route: 'GET /', query })).fault?.Message).toMatch(/Is an & missing before SignatureVersion\?/)
  })

  it.each([
    ['a body that is too large', { body: 'a'.repeat(1024 * 1024 + 1) }, 413, 'RequestEntityTooLarge'],
    ['a bomb', { body: 'jobIds.member.1=A&'.repeat(10_000) }, 404, 'MalformedQueryString'],
    ['JSON', { body: '{"manifest": "a:b"}' }, 400, 'MissingAction'],
    ['an XML bomb', { body: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }, 400, 'MissingAction'],
    ['nothing', {}, 400, 'MissingAction'],
  ])('is answered in XML: %s', async (_, event, status, code) => {
    const answer = await send(event)

    expect([answer.status, answer.fault?.Code]).toEqual([status, code])
    expect(answer.headers['Content-Type']).toBe('text/xml')
  })

  it('is answered in XML and never with a 500: any bytes, any parameters, any headers', async () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('ListJobs', '__proto__', 'AWS4-HMAC-SHA256 '))
    const name = fc.oneof(text, fc.constantFrom('Action', 'Signature', 'AWSAccessKeyId', 'Timestamp'))
    const event = fc.record({
      route: fc.constantFrom('GET /', 'POST /'),
      body: fc.oneof(fc.constant(null), fc.uint8Array().map(Buffer.from)),
      query: fc.dictionary(name, fc.array(text, { minLength: 1 }), { noNullPrototype: true }),
      headers: fc.record({ Authorization: text, Host: text, 'X-Amz-Date': text }, { requiredKeys: [] }),
      stage: fc.constantFrom('', '/prod'),
    })

    await fc.assert(
      fc.asyncProperty(event, async anything => {
        const { status, fault } = await send(anything)

        expect(status).toBeGreaterThanOrEqual(400)
        expect(status).toBeLessThan(500)
        expect(fault?.Code).toBeDefined()
      }),
      { numRuns: 300 },
    )
  })
})

import { createHash } from 'node:crypto'
import { expect } from '@jest/globals'
import { createQueryService } from '../../../lib/adapters/service/query-service.ts'
import { isSignedBy } from '../../../lib/audit/digest.ts'
import { dayAfter } from '../../../lib/audit/digest-archive.ts'
import { verifyExport } from '../../../lib/audit/verify-export.ts'
import { EXAMPLE_KEY } from '../../../lib/local/example-key.ts'
import { serve } from '../../../lib/local/http-server.ts'
import { sign } from '../../../lib/query-api/sign-v2.ts'
import { AMPLE_MS } from '../patience.ts'
import type { Driver } from './driver.ts'
import { type AwsRequest, jsonOf, operationOf } from './requests.ts'
import type { DeployedExample } from './stages.ts'
import { TEAM_STEPS } from './team-steps.ts'

/*
 * What people, tools and services of AWS do with a stage, from the first call to the last; what it touches is what policies
 * must grant, and all that they may. A new call of a function needs a step here, or the test of its policy fails.
 */

const RETURN_ADDRESS = `returnAddress:
    name:Jane Roe
    street1:123 Any Street
    city:Anytown
    stateOrProvince:WA
    postalCode:91011-1111
    phoneNumber:206-555-1111
    country:USA
`

export const importOf = (deviceId: string, bucket = 'amzn-s3-demo-import', ...lines: readonly string[]) =>
  [
    'manifestVersion:2.0',
    `accessKeyId:${EXAMPLE_KEY.accessKeyId}`,
    `deviceId:${deviceId}`,
    'eraseDevice:yes',
    `bucket:${bucket}`,
    'notificationEmail:jane.roe@example.com',
    ...lines,
    RETURN_ADDRESS,
  ].join('\n')

/** One that asks for more than one bucket. */
export const exportOf = (deviceId: string) => `manifestVersion:2.0
accessKeyId:${EXAMPLE_KEY.accessKeyId}
deviceId:${deviceId}
fileSystem:NTFS
trueCryptPassword:secretsecret
logBucket:amzn-s3-demo-export
notificationEmail:jane.roe@example.com
operations:
  - exportBucket:amzn-s3-demo-export
  - exportBucket:amzn-s3-demo-import
${RETURN_ADDRESS}`

/** One that has a barcode sheet, and no SIGNATURE. */
const ebsOf = (deviceId: string, logBucket = 'amzn-s3-demo-export') => `manifestVersion:3.0
accessKeyId:${EXAMPLE_KEY.accessKeyId}
deviceId:${deviceId}
eraseDevice:yes
logBucket:${logBucket}
notificationEmail:jane.roe@example.com
operations:
    - destination: ebs-snapshot
      source: device
      region: us-east-1
      deviceCapacityGreaterThan1TB: no
${RETURN_ADDRESS}`

const SENDER = {
  name: 'Jane Roe',
  company: 'AnyCompany',
  phoneNumber: '206-555-1111',
  country: 'USA',
  stateOrProvince: 'WA',
  city: 'Anytown',
  postalCode: '91011',
  street1: '123 Any Street',
}

// biome-ignore lint/suspicious/noExplicitAny: jobs as answers show them, of which each step reads what it is about
type Shown = any

/** What the steps share: the stage, and what was made in it. */
export const startJourney = async (example: DeployedExample) => {
  const { world, driver } = example
  const query = await serve(world.query.answer, { port: 0, maxBodyBytes: 10_000_000 })
  const path = world.stage.customDomain === undefined ? `/${world.api.stage}/` : '/'
  // One that the stage lists, if it lists any.
  const [{ name: teamLogBucket } = { name: 'amzn-s3-demo-export' }] = world.stage.teamLogBuckets
  return {
    ...example,
    stack: world.stack,
    teamLogBucket,
    /** One whose SIGNATURE goes to a bucket of the team too, where the stage lists that. */
    loggedImportOf: (deviceId: string) => importOf(deviceId, 'amzn-s3-demo-import', `logBucket:${teamLogBucket}`),
    /** Jobs of the journey by what they are for. */
    jobs: new Map<string, Shown>(),
    service: (signatureVersion: 2 | 4) =>
      createQueryService({
        endpoint: new URL(`${query.url}${path}`),
        signatureVersion,
        callTimeoutMs: AMPLE_MS,
        clock: () => new Date(),
      }),
    submit: async (manifest: string): Promise<Shown> => {
      const { status, json } = await driver.call('POST', '/v1/jobs', { body: manifest })
      expect([status, json]).toEqual([201, expect.objectContaining({ jobId: expect.any(String) })])
      return json
    },
    stop: () => query.stop(),
  }
}

export type Journey = Awaited<ReturnType<typeof startJourney>>

export interface Step {
  readonly does: string
  /** Default: every stage */
  readonly only?: readonly string[]
  readonly run: (journey: Journey) => Promise<void>
}

const jobNamed = ({ jobs }: Journey, name: string): Shown => {
  const found = jobs.get(name)
  if (!found) throw new Error(`An earlier step should have made the job ${name}`)
  return found
}

const statusOf = async (driver: Driver, ...call: Parameters<Driver['call']>) => (await driver.call(...call)).status

const serviceCall = () => ({
  credentials: EXAMPLE_KEY,
  startedAt: new Date(),
  deadline: new Date(Date.now() + AMPLE_MS),
})

/** A write that ends a submission. */
const isCompletion = (request: AwsRequest) =>
  request.service === 'dynamodb' && operationOf(request) === 'UpdateItem' && request.body.includes('"created"')

const isJobPut = (request: AwsRequest) =>
  request.service === 'dynamodb' && operationOf(request) === 'PutItem' && jsonOf(request).Item.pk.S.startsWith('JOBID#')

/** A no that no SDK tries again. */
const refusedBy = (service: 'dynamodb' | 's3') =>
  service === 's3'
    ? { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' }
    : { status: 400, headers: { 'x-amzn-errortype': 'ResourceNotFoundException' }, body: '{}' }

export const JOURNEY: readonly Step[] = [
  {
    does: 'shows every caller that it is up, and what it takes',
    run: async ({ driver }) => {
      expect(await statusOf(driver, 'GET', '/v1/health', { as: 'nobody' })).toBe(200)
      expect(await statusOf(driver, 'GET', '/cli/waybill.mjs', { as: 'nobody' })).toBe(200)
      expect(await statusOf(driver, 'GET', '/cli/waybill.mjs.sha256', { as: 'nobody' })).toBe(200)
      const { status, json } = await driver.call('GET', '/v1/openapi.json', { as: 'nobody' })
      expect([status, json.openapi]).toEqual([200, expect.stringMatching(/^3\.1/)])
    },
  },
  {
    does: 'gives out the console, to whoever asks',
    only: ['example-public'],
    run: async ({ driver }) => {
      const ask = (path: string) => driver.call('GET', path, { as: 'nobody' })
      const page = await ask('/console/index.html')
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      const [, script = ''] = /src="\.\/([^"]+\.js)"/.exec(page.text) ?? []
      expect((await ask(`/console/${script}`)).headers.get('cache-control')).toContain('immutable')
      expect(page.text).toContain('&#34;clientId&#34;:&#34;waybill-console&#34;')
      expect((await ask('/console')).status).toBe(302)
      expect((await driver.call('HEAD', '/console', { as: 'nobody' })).status).toBe(302)
    },
  },
  {
    does: 'makes no job on an empty table beside a log bucket that has jobs, and begins on a new one',
    run: async ({ driver, world, service, stack }) => {
      const { objects } = world.account
      const old = `${stack.refOf('LogBucket7273C8DB')}/signatures/archive/AB123/SIGNATURE`
      const post = () => driver.call('POST', '/v1/jobs?validateOnly=true', { body: importOf('V0') })
      const list = () => service(4).listJobs({ maxJobs: 1 }, serviceCall())
      objects.set(old, Buffer.from('of another table'))
      expect((await post()).status).toBe(500)
      await expect(list()).rejects.toMatchObject({ kind: 'unreadable' })
      expect(world.api.crashes.splice(0)).toEqual([
        expect.objectContaining({ message: expect.stringContaining('The table is empty') }),
      ])
      expect(world.query.crashes.splice(0)).toHaveLength(1)
      objects.delete(old)
      await list()
      await driver.remove(driver.jobsTable, 'TABLE', 'TABLE')
      expect((await post()).status).toBe(200)
      const stored = (await driver.items(driver.jobsTable)).map(({ pk }) => String(pk))
      // What was asked is counted and in history.
      expect(stored.filter(pk => !/^(?:EVENTS|TEAM-TURNS)#/.test(pk))).toEqual(['TABLE'])
    },
  },
  {
    does: 'lets pages of listed origins ask, on each route',
    only: ['example-public'],
    run: async ({ world }) => {
      const [origin] = world.stage.corsOrigins
      for (const { path } of world.api.methods.filter(({ httpMethod }) => httpMethod === 'OPTIONS')) {
        const { status, headers } = await world.api.answer({
          method: 'OPTIONS',
          target: path.replaceAll(/[{}]/g, ''),
          headers: { origin, 'access-control-request-method': 'POST' },
          body: Buffer.alloc(0),
        })
        expect([path, status, new Headers(headers).get('access-control-allow-origin')]).toEqual([path, 204, origin])
      }
    },
  },
  {
    does: 'turns away who is not known, and who is of no team',
    run: async ({ driver }) => {
      const unsigned = await driver.call('GET', '/v1/jobs', { as: 'nobody' })
      expect([unsigned.status, unsigned.json?.code]).toEqual([401, 'NOT_AUTHENTICATED'])
      const stranger = await driver.call('GET', '/v1/jobs', { as: 'stranger' })
      expect([stranger.status, stranger.json?.code]).toEqual([403, 'NOT_ALLOWED'])
    },
  },
  {
    does: 'answers what there is not with 404, and what is asked otherwise with 405, once it knows who asks',
    run: async ({ driver, world }) => {
      for (const path of ['/v1/nowhere', '/v1', '/', '/v1/jobs/AB123/nothing', '/else']) {
        const { status, json } = await driver.call('GET', path)
        expect([path, status, json?.code]).toEqual([path, 404, 'ROUTE_NOT_FOUND'])
        expect(await statusOf(driver, 'GET', path, { as: 'nobody' })).toBe(401)
      }
      for (const { path } of world.api.methods.filter(({ httpMethod }) => httpMethod === 'ANY')) {
        const { status, json, headers } = await driver.call('PATCH', path.replaceAll(/[{}+]/g, ''))
        expect([path, [404, 405].includes(status)]).toEqual([path, true])
        if (status === 405)
          expect([json.code, headers.get('allow')]).toEqual(['METHOD_NOT_ALLOWED', expect.any(String)])
      }
    },
  },
  {
    does: 'asks for patience where a function takes no more requests',
    run: async ({ driver, world }) => {
      const lambda = world.lambda('submit-jobs')
      lambda.limitTo(0)
      const { status, json, headers } = await driver.call('POST', '/v1/jobs', { body: importOf('T1') })
      lambda.limitTo(50)
      expect([status, json.code, json.retryable, headers.get('retry-after')]).toEqual([503, 'SERVER_BUSY', true, '1'])
    },
  },
  {
    does: 'validates a manifest and makes nothing',
    run: async ({ driver, world }) => {
      const { status, json } = await driver.call('POST', '/v1/jobs?validateOnly=true', { body: importOf('V1') })
      expect([status, json]).toEqual([200, expect.objectContaining({ valid: true })])
      expect([...world.account.objects.keys()].filter(name => name.includes('SIGNATURE'))).toEqual([])
      const bad = await driver.call('POST', '/v1/jobs', { body: 'manifestVersion:2.0\n' })
      expect([bad.status, bad.json.code]).toEqual([422, 'MANIFEST_INVALID'])
    },
  },
  {
    does: 'takes subscriptions to events, shows, changes and removes them',
    run: async ({ driver }) => {
      const put = (name: string, to: object, headers = {}) =>
        driver.call('PUT', `/v1/subscriptions/${name}`, { body: { events: ['*'], to }, headers })
      const webhook = { type: 'webhook', url: 'https://hooks.example.invalid/x', secret: 's'.repeat(24) }
      const made = []
      for (const [name, to] of [
        ['hook', webhook],
        ['mail', { type: 'email' }],
        ['bus', { type: 'eventbridge' }],
        ['old', webhook],
      ] as const) {
        made.push(await put(name, to))
      }
      expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201])
      const headers = { 'if-match': String(made[0]?.headers.get('etag')) }
      expect((await put('hook', webhook, headers)).status).toBe(200)
      expect((await put('hook', webhook, headers)).status).toBe(412)
      expect(await statusOf(driver, 'DELETE', '/v1/subscriptions/old')).toBe(204)
      expect(await statusOf(driver, 'GET', '/v1/subscriptions/old')).toBe(404)
      expect(await statusOf(driver, 'GET', '/v1/subscriptions/hook')).toBe(200)
      const { json } = await driver.call('GET', '/v1/subscriptions')
      expect(json.subscriptions.map(({ name }: Shown) => name)).toEqual(['bus', 'hook', 'mail'])
    },
  },
  {
    does: 'makes jobs of every shape, archives the SIGNATURE, and copies it where the stage sets it',
    run: async journey => {
      const { driver, jobs, submit, world } = journey
      jobs.set('import', await submit(journey.loggedImportOf('D1')))
      jobs.set('export', await submit(exportOf('HD001')))
      const ebs = await driver.call('POST', '/v1/jobs', { body: { manifest: ebsOf('HD002') } })
      expect(ebs.status).toBe(201)
      jobs.set('ebs', ebs.json)
      const { jobId } = jobNamed(journey, 'import')
      const archived = [...world.account.objects.keys()].filter(name => name.includes(jobId))
      const isListed = world.stage.teamLogBuckets.some(({ name }) => name === journey.teamLogBucket)
      expect(archived.filter(name => name.startsWith(journey.teamLogBucket))).toHaveLength(isListed ? 1 : 0)
      expect(archived.filter(name => !name.startsWith(journey.teamLogBucket))).toHaveLength(1)
    },
  },
  {
    does: 'answers the same manifest with the same job',
    run: async journey => {
      const { status, json, headers } = await journey.driver.call('POST', '/v1/jobs', {
        body: journey.loggedImportOf('D1'),
      })
      expect([status, headers.get('idempotency-replayed'), json.jobId]).toEqual([
        200,
        'true',
        jobNamed(journey, 'import').jobId,
      ])
    },
  },
  {
    does: 'makes several at once, each with an answer of its own',
    run: async ({ driver }) => {
      const items = [{ manifest: importOf('B1') }, { manifest: importOf('B2') }, { manifest: 'x' }]
      const headers = { 'waybill-tags': 'project=apollo' }
      const { status, json } = await driver.call('POST', '/v1/batches', { headers, body: { items } })
      expect([status, json.items.map((item: Shown) => item.status)]).toEqual([200, [201, 201, 422]])
    },
  },
  {
    does: 'finishes with the next request what was stored and not completed, and finds its own SIGNATURE in the archive',
    run: async ({ driver, service, loggedImportOf, world }) => {
      const submissions = [
        ['D2', () => driver.call('POST', '/v1/jobs', { body: loggedImportOf('D2') })],
        [
          'Q1',
          () =>
            service(4).createJob(
              { jobType: 'Import', manifest: loggedImportOf('Q1'), validateOnly: false },
              serviceCall(),
            ),
        ],
      ] as const
      for (const [, submit] of submissions) {
        world.account.failWith(request => (isCompletion(request) ? refusedBy('dynamodb') : undefined))
        await submit()
        world.account.mend()
        await driver.expireLeases()
        await submit()
      }
      const records = await driver.items(driver.jobsTable)
      const open = records.filter(({ sk, open }) => sk === 'RECORD' && open !== undefined)
      expect(open.filter(({ deviceId }) => submissions.some(([name]) => name === deviceId))).toEqual([])
    },
  },
  {
    does: 'shows one job, its SIGNATURE, its manifest and its history',
    run: async journey => {
      const { driver } = journey
      const { jobId, signatureFileContents } = jobNamed(journey, 'import')
      const shown = await driver.call('GET', `/v1/jobs/${jobId}`)
      expect([shown.status, shown.json.jobId]).toEqual([200, jobId])
      const etag = String(shown.headers.get('etag'))
      expect(await statusOf(driver, 'GET', `/v1/jobs/${jobId}`, { headers: { 'if-none-match': etag } })).toBe(304)
      const signature = await driver.call('GET', `/v1/jobs/${jobId}/signature`)
      const digest = createHash('sha256').update(signature.bytes).digest('base64')
      expect([signature.status, signature.text]).toEqual([200, signatureFileContents])
      expect(signature.headers.get('digest')).toBe(`SHA-256=${digest}`)
      const manifest = await driver.call('GET', `/v1/jobs/${jobNamed(journey, 'export').jobId}/manifest`)
      expect([manifest.status, manifest.text.includes('secretsecret')]).toEqual([200, false])
      const events = await driver.call('GET', `/v1/jobs/${jobId}/events`)
      expect(events.json.events.map(({ action }: Shown) => action)).toEqual(
        expect.arrayContaining(['submit', 'fetch-signature']),
      )
      const { json: job } = await driver.call('GET', `/v1/jobs/${jobId}`)
      const submission = await driver.call('GET', `/v1/submissions/${job.id}`)
      expect([submission.status, submission.json.jobId]).toEqual([200, jobId])
      const verified = await driver.call('POST', '/v1/signatures/verify', { body: signatureFileContents })
      expect([verified.status, verified.json.genuine]).toEqual([200, true])
    },
  },
  {
    does: 'lists jobs in each of the ways that there are',
    run: async ({ driver }) => {
      const first = await driver.call('GET', '/v1/jobs?pageSize=1')
      expect([first.status, first.json.jobs.length]).toEqual([200, 1])
      const [, next = ''] = /<([^>]+)>/.exec(first.headers.get('link') ?? '') ?? []
      expect(await statusOf(driver, 'GET', next)).toBe(200)
      for (const [query, least] of [
        ['deviceId=D1', 1],
        ['bucket=amzn-s3-demo-import&state=created', 1],
        ['state=submitting', 0],
        ['state=refused', 0],
        ['kind=s3-export', 1],
        ['tag=project%3Dapollo', 2],
        ['stage=not-shipped', 1],
        ['stage=received', 0],
      ] as const) {
        const { status, json } = await driver.call('GET', `/v1/jobs?${query}`)
        expect([query, status]).toEqual([query, 200])
        expect(json.jobs.length).toBeGreaterThanOrEqual(least)
      }
      const events = await driver.call('GET', '/v1/events?pageSize=5')
      expect([events.status, Array.isArray(events.json.events)]).toEqual([200, true])
      const report = await driver.call('GET', '/v1/reports/usage?tag=project')
      expect([report.status, report.json.total.jobs > 3]).toEqual([200, true])
      const csv = await driver.call('GET', '/v1/jobs', { headers: { accept: 'text/csv' } })
      expect(csv.headers.get('content-type')).toMatch(/^text\/csv/)
      const whole = await driver.call('GET', '/v1/jobs?format=csv&all=true')
      expect(whole.headers.get('content-type')).toMatch(/^text\/csv.*header=present/)
    },
  },
  {
    does: 'signs on its schedule the days of history that are over, and gives an operator the digests and everybody the key',
    run: async ({ driver }) => {
      const read = (path: string) => driver.call('GET', `/v1/audit/${path}`, { as: 'operator' })
      expect((await read('public-key')).status).toBe(404)
      const at = new Date(Date.now() - 3 * 24 * 60 * 60_000).toISOString()
      const day = at.slice(0, 10)
      const stream = 'check/archive/of-before'
      const made = { principal: 'ann', action: 'put-check', outcome: 'done', team: 'archive' } as const
      const { hash } = await driver.history.append(stream, made, { id: 'of-before', at })
      const outcome = await driver.runOnSchedule('SignHistory')
      expect(outcome).toMatchObject({ kind: 'result', result: { signed: expect.arrayContaining([day]) } })
      const [digest, key] = [await read(`digests/${day}`), await read('public-key')]
      expect(digest.json.digest).toEqual({ v: 1, day, events: 1, heads: [{ stream, sequence: 1, hash }] })
      expect(digest.json.algorithm).toBe('ECDSA_SHA_256')
      expect(isSignedBy(key.text, digest.json)).toBe(true)
      expect(isSignedBy(key.text, { ...digest.json, digest: { ...digest.json.digest, events: 2 } })).toBe(false)
      const { events } = (await driver.call('GET', `/v1/events?from=${day}&to=${dayAfter(day)}`)).json
      const exported = { digests: [digest.json], publicKey: key.text }
      expect(verifyExport({ ...exported, events })).toMatchObject({
        events: 1,
        digests: 1,
        problems: [],
        notYetSigned: 0,
      })
      const altered = [{ ...events[0], principal: 'mallory' }]
      expect(verifyExport({ ...exported, events: altered }).problems).toMatchObject([{ kind: 'altered', stream }])
      expect(await driver.runOnSchedule('SignHistory')).toMatchObject({ result: { signed: [] } })
    },
  },
  {
    does: 'shows an auditor the jobs of every team, and lets it change none',
    only: ['example', 'example-public'],
    run: async journey => {
      const subscriptions = await journey.driver.call('GET', '/v1/subscriptions', { as: 'auditor' })
      expect(subscriptions.json.subscriptions).toHaveLength(3)
      const { json } = await journey.driver.call('GET', '/v1/jobs', { as: 'auditor' })
      expect(json.jobs.length).toBeGreaterThan(3)
      const { jobId } = jobNamed(journey, 'import')
      expect(await statusOf(journey.driver, 'POST', `/v1/jobs/${jobId}/cancel`, { as: 'auditor' })).toBe(403)
    },
  },
  {
    does: 'asks the service about a job, and fetches its PDF and its label',
    run: async journey => {
      const { driver } = journey
      const { jobId } = jobNamed(journey, 'import')
      const status = await driver.call('GET', `/v1/jobs/${jobId}/status`)
      expect([status.status, status.json]).toEqual([200, expect.objectContaining({ jobId })])
      const [{ link }] = jobNamed(journey, 'ebs').artifacts
      for (const _again of [1, 2]) {
        const pdf = await driver.call('GET', link)
        expect([pdf.status, pdf.bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-'])
      }
      const label = await driver.call('POST', '/v1/shipping-labels', { body: { jobIds: [jobId], sender: SENDER } })
      expect([label.status, label.json.url]).toEqual([200, expect.stringContaining('http')])
    },
  },
  {
    does: 'reports a shipment, and who packed it',
    run: async journey => {
      const { driver } = journey
      const { jobId } = jobNamed(journey, 'import')
      const packed = await driver.call('POST', `/v1/jobs/${jobId}/custody`, {
        body: { step: 'packed', by: 'Jane Roe' },
      })
      expect([packed.status, packed.json.custody.length]).toEqual([200, 1])
      const body = { carrier: 'UPS', trackingNumber: '1Z5R89390357567127' }
      const shipped = await driver.call('PUT', `/v1/jobs/${jobId}/shipment`, { body })
      expect([shipped.status, shipped.json.device.stage]).toEqual([200, 'shipped'])
      expect(await statusOf(driver, 'GET', `/v1/jobs/${jobId}/artifacts/packing-slip.pdf`)).toBe(200)
      const { json } = await driver.call('GET', '/v1/jobs?stage=shipped')
      expect(json.jobs.length).toBeGreaterThanOrEqual(1)
    },
  },
  {
    does: 'changes a job, and cancels one',
    run: async journey => {
      const { driver } = journey
      const { jobId } = jobNamed(journey, 'import')
      const changed = await driver.call('PUT', `/v1/jobs/${jobId}/manifest`, { body: journey.loggedImportOf('D1b') })
      expect([changed.status, changed.json.deviceId]).toEqual([200, 'D1b'])
      const { json: manifests } = await driver.call('GET', `/v1/jobs/${jobId}/manifests`)
      expect(manifests.manifests.map(({ number, deviceId }: Shown) => [number, deviceId])).toEqual([
        [2, 'D1b'],
        [1, 'D1'],
      ])
      const former = await driver.call('GET', `/v1/jobs/${jobId}/manifests/1`)
      expect([former.status, former.text.includes('deviceId:D1\n')]).toEqual([200, true])
      const cancelled = await driver.call('POST', `/v1/jobs/${jobNamed(journey, 'export').jobId}/cancel`)
      expect([cancelled.status, cancelled.json.state]).toEqual([200, 'cancelled'])
    },
  },
  {
    does: 'is the service for tools that speak the Query API, signed in either way',
    run: async ({ service, world, loggedImportOf }) => {
      const create = async (version: 2 | 4) => {
        const manifest = loggedImportOf(`Q${version}`)
        return service(version).createJob({ jobType: 'Import', manifest, validateOnly: false }, serviceCall())
      }
      const [two, four] = [await create(2), await create(4)]
      const tool = service(2)
      const { jobs } = await tool.listJobs({ maxJobs: 100 }, serviceCall())
      expect(jobs.map(({ jobId }) => jobId)).toEqual(expect.arrayContaining([two.jobId, four.jobId]))
      expect((await tool.getStatus(two.jobId, serviceCall())).jobId).toBe(two.jobId)
      const update = { jobId: two.jobId, jobType: 'Import', manifest: importOf('Q2b'), validateOnly: false } as const
      await tool.updateJob(update, serviceCall())
      const label = await tool.getShippingLabel({ jobIds: [four.jobId], sender: SENDER }, serviceCall())
      expect(label.url).toContain('http')
      await tool.cancelJob(two.jobId, serviceCall())
      // Some tools send all that they have to say in the query string.
      const path = world.stage.customDomain === undefined ? `/${world.query.stage}/` : '/'
      const get = (params: ReadonlyMap<string, string>) =>
        world.query.answer({
          method: 'GET',
          target: `${path}?${new URLSearchParams([...params])}`,
          headers: { host: 'example.com' },
          body: Buffer.alloc(0),
        })
      const params = new Map([['Action', 'ListJobs']])
      const request = { method: 'GET', host: 'example.com', path, params } as const
      const signed = await get(sign(request, { ...EXAMPLE_KEY, time: { timestamp: new Date() } }))
      expect([signed.status, String(signed.body)]).toEqual([200, expect.stringContaining('<ListJobsResult>')])
      const unsigned = await get(params)
      expect([unsigned.status, String(unsigned.body)]).toEqual([403, expect.stringContaining('<ErrorResponse')])
    },
  },
  {
    does: 'is, where it is the depot itself, all that a service must be: sheets in each bucket, lists without entries of the dead',
    only: ['example-depot'],
    run: async ({ driver, service }) => {
      const { status, json } = await driver.call('POST', '/v1/jobs', { body: ebsOf('HD004', 'amzn-s3-demo-import') })
      expect(status).toBe(201)
      expect(await statusOf(driver, 'GET', json.artifacts[0].link)).toBe(200)
      const table = String(driver.depotTable)
      const [entry] = (await driver.items(table)).filter(({ pk }) => String(pk).startsWith('OWNER#'))
      const dead = { ...entry, sk: `${entry?.createdAt}#DEAD9`, jobId: 'DEAD9', until: '2020-01-01T00:00:00.000Z' }
      await driver.put(table, dead)
      const { jobs } = await service(4).listJobs({ maxJobs: 100 }, serviceCall())
      expect(jobs.map(({ jobId }) => jobId)).not.toContain('DEAD9')
      expect((await driver.items(table)).filter(({ sk }) => sk === dead.sk)).toEqual([])
    },
  },
  {
    does: "has a desk for the depot's staff where the depot is the stage's own, and no such routes elsewhere",
    run: async journey => {
      const { driver, world } = journey
      const { json: job } = await driver.call('POST', '/v1/jobs', { body: journey.loggedImportOf('DESK-1') })
      const steps = `/v1/depot/jobs/${job.jobId}/steps`
      const step = (body: object) => driver.call('POST', steps, { as: 'clerk', body })
      const desk = async () => (await driver.call('GET', '/v1/me', { as: 'clerk' })).json.may
      if (!world.depotApi) {
        const { status, json } = await driver.call('GET', '/v1/depot/jobs')
        expect([status, json.code]).toEqual([404, 'ROUTE_NOT_FOUND'])
        return
      }
      expect((await driver.call('GET', '/v1/depot/jobs', { as: 'clerk' })).status).toBe(403)
      const members = [{ arn: 'arn:aws:iam::111122223333:role/DepotClerks' }]
      const group = await driver.call('PUT', '/v1/teams/-depot', { as: 'operator', body: { members } })
      expect(group.status).toBe(201)
      world.api.forgetCallers()
      expect(await desk()).toContain('POST /v1/depot/jobs/{jobId}/steps')
      expect((await driver.call('GET', `/v1/jobs/${job.jobId}`, { as: 'clerk' })).status).toBe(403)
      const sender = await driver.call('POST', '/v1/shipping-labels', { body: { jobIds: [job.jobId], sender: SENDER } })
      expect(sender.status).toBe(200)
      const packed = { step: 'packed', by: 'Jane Roe' }
      expect(await statusOf(driver, 'POST', `/v1/jobs/${job.jobId}/custody`, { body: packed })).toBe(200)
      const parcel = { carrier: 'UPS', trackingNumber: '1Z5R89390357567127' }
      const shipped = await driver.call('PUT', `/v1/jobs/${job.jobId}/shipment`, { body: parcel })
      expect([shipped.status, shipped.json.device.stage]).toEqual([200, 'shipped'])
      const early = await step({ step: 'load' })
      expect([early.status, early.json.allowedActions]).toEqual([409, ['receive']])
      const received = await step({ step: 'receive', signature: job.signatureFileContents })
      expect([received.status, received.json.stage, received.json.team]).toEqual([200, 'received', 'archive'])
      const queue = await driver.call('GET', '/v1/depot/jobs?stage=received', { as: 'clerk' })
      expect(queue.json.jobs.map(({ jobId }: Shown) => jobId)).toContain(job.jobId)
      const shown = await driver.call('GET', `/v1/depot/jobs/${job.jobId}`, { as: 'clerk' })
      expect([shown.status, shown.json.allowedActions]).toEqual([200, ['load', 'abort']])
      await step({ step: 'load' })
      await step({ step: 'finish', errors: 0, log: 'all is well' })
      const returned = await step({ step: 'return', carrier: 'UPS', trackingNumber: '1Z999' })
      expect([returned.status, returned.json.stage]).toEqual([200, 'returned'])
      const { json: ended } = await driver.call('GET', `/v1/jobs/${job.jobId}`)
      expect([ended.device.stage, ended.device.trackingNumber]).toEqual(['returned', '1Z999'])
      const { json: history } = await driver.call('GET', `/v1/jobs/${job.jobId}/events`)
      // Its whole life: each step once, in order, each stage by the step that led to it.
      const WHOLE_LIFE = /^(?:submit|label|custody|ship|device|handle-device) (?:done|refused)/
      const lines = history.events
        .map(({ action, outcome, detail = '' }: Shown) => `${action} ${outcome} ${detail}`.trim())
        .filter((line: string) => WHOLE_LIFE.test(line))
      expect(lines).toEqual([
        'submit done',
        `label done ${job.jobId}`,
        'custody done packed',
        'ship done',
        'device done not-shipped to shipped',
        'handle-device refused load',
        'handle-device done receive',
        'device done shipped to received',
        'handle-device done load',
        'device done received to in-progress',
        'handle-device done finish',
        'device done in-progress to done',
        'handle-device done return',
        'device done done to returned',
      ])
      expect(verifyExport({ events: history.events, digests: [], publicKey: '' }).problems).toEqual([])
    },
  },
  {
    does: 'puts a check, whose schedule comes due and runs it',
    run: async ({ driver }) => {
      const body = { manifest: importOf('C1'), schedule: 'rate(1 day)', notify: { email: true, digest: true } }
      const put = await driver.call('PUT', '/v1/checks/nightly', { body })
      expect([put.status, put.json.isScheduled]).toEqual([201, true])
      const [schedule] = [...driver.schedules().values()]
      if (!schedule) throw new Error('The check has no schedule')
      await driver.comeDue(schedule.Target)
      expect(await driver.deliver()).toEqual({ delivered: 1, failed: 0 })
      const runs = await driver.call('GET', '/v1/checks/nightly/runs')
      expect(runs.json.runs.map(({ outcome }: Shown) => outcome)).toEqual(['pass'])
      const now = await driver.call('POST', '/v1/checks/nightly/run')
      expect([now.status, now.json.outcome]).toEqual([200, 'pass'])
      expect(await statusOf(driver, 'GET', '/v1/checks/nightly')).toBe(200)
      expect((await driver.call('GET', '/v1/checks')).json.checks).toHaveLength(1)
    },
  },
  {
    does: 'reports a check that fails, by event, by e-mail and by webhook, whoever ran it',
    run: async ({ driver, world }) => {
      const { messages } = world.account
      const webhook = {
        url: 'https://hooks.example.com/x',
        secret: `whsec_${Buffer.alloc(24).toString('base64')}`,
      }
      const body = (schedule: string) => ({
        manifest: importOf('C2', 'no-such-bucket-xyz'),
        schedule,
        notify: { email: true, webhook },
      })
      for (const name of ['bad', 'worse']) {
        const put = await driver.call('PUT', `/v1/checks/${name}`, { body: body('cron(0 9 ? * MON-FRI *)') })
        expect(put.status).toBe(201)
      }
      const run = await driver.call('POST', '/v1/checks/bad/run')
      expect([run.status, run.json.outcome]).toEqual([200, 'fail'])
      const [, , worse] = [...driver.schedules().values()]
      if (!worse) throw new Error('The check "worse" has no schedule')
      await driver.comeDue(worse.Target)
      // The webhook of the first is a task in the queue too: its check goes before it is told.
      expect(await statusOf(driver, 'DELETE', '/v1/checks/bad')).toBe(204)
      expect(await driver.deliver()).toEqual({ delivered: 2, failed: 0 })
      expect(messages.published.length).toBeGreaterThanOrEqual(2)
      expect(messages.events.filter(({ DetailType }) => DetailType === 'Check failed')).toHaveLength(2)
      expect(messages.take(driver.checksQueue)).toHaveLength(1)
    },
  },
  {
    does: 'watches the manifest of a job',
    run: async journey => {
      const { driver } = journey
      const { jobId } = jobNamed(journey, 'ebs')
      expect(await statusOf(driver, 'PUT', '/v1/checks/job', { body: { jobId, schedule: 'rate(1 hour)' } })).toBe(201)
      const run = await driver.call('POST', '/v1/checks/job/run')
      expect([run.status, run.json.outcome]).toEqual([200, 'pass'])
      const last = [...driver.schedules().values()].at(-1)
      if (!last) throw new Error('The check has no schedule')
      await driver.comeDue(last.Target)
      expect(await driver.deliver()).toEqual({ delivered: 1, failed: 0 })
    },
  },
  {
    does: 'changes, stops and removes checks',
    run: async ({ driver }) => {
      const put = (more: object) =>
        driver.call('PUT', '/v1/checks/nightly', { body: { manifest: importOf('C1'), ...more } })
      const before = driver.schedules().size
      expect((await put({ schedule: 'rate(2 days)' })).status).toBe(200)
      expect((await put({ enabled: false })).status).toBe(200)
      expect(driver.schedules().size).toBe(before - 1)
      expect(await statusOf(driver, 'DELETE', '/v1/checks/worse')).toBe(204)
      expect(driver.schedules().size).toBe(before - 2)
    },
  },
  {
    does: 'maintains all checks when the schedule of the template is due: mends schedules, and removes what is left over',
    run: async ({ driver, world }) => {
      const maintain = driver.ownSchedules.get('ChecksTend736289EB')
      const [[name, schedule] = []] = [...driver.schedules()]
      if (!maintain || !name || !schedule) throw new Error('There is no schedule')
      driver.schedules().delete(name)
      driver.schedules().set(name.replace(/\/.*$/, '/stray'), schedule)
      const [check] = (await driver.items(driver.jobsTable)).filter(({ sk }) => sk === 'CHECK#nightly')
      const leftOver = { name: 'left', sk: 'CHECK#left', id: 'left', isStatic: true, enabled: false }
      await driver.put(driver.jobsTable, { ...check, ...leftOver })
      await driver.comeDue(maintain)
      expect(await driver.deliver()).toEqual({ delivered: 1, failed: 0 })
      expect([...driver.schedules().keys()]).toEqual([name])
      // One that is there already, for another queue, is put right.
      driver.schedules().set(name, { ...schedule, Target: { ...schedule.Target, Arn: 'arn:another' } })
      await driver.comeDue(maintain)
      expect(await driver.deliver()).toEqual({ delivered: 1, failed: 0 })
      expect(driver.schedules().get(name)?.Target.Arn).toBe(schedule.Target.Arn)
      expect(world.account.messages.take(driver.checksQueue)).toEqual([])
      expect((await driver.items(driver.jobsTable)).filter(({ sk }) => sk === 'CHECK#left')).toEqual([])
      expect(driver.failToReach(maintain)).toBe(true)
    },
  },
  {
    does: 'refuses nothing for good where the service refuses: the key is free again',
    run: async ({ driver }) => {
      const refused = await driver.call('POST', '/v1/jobs?tag=project%3Dgemini', {
        body: importOf('R1', 'no-such-bucket-xyz'),
      })
      expect([refused.status, refused.json.code]).toEqual([422, expect.stringMatching(/^SERVICE_/)])
      for (const query of ['state=refused', 'tag=project%3Dgemini']) {
        expect((await driver.call('GET', `/v1/jobs?${query}`)).json.jobs).toHaveLength(1)
      }
    },
  },
  {
    does: 'loses an attempt to a connection that stalls, and not the request',
    only: ['example-depot'],
    run: async ({ driver, world }) => {
      world.setOwnLimits(true)
      for (const [service, method, path, expected] of [
        ['dynamodb', 'GET', '/v1/jobs', 200],
        ['s3', 'POST', '/v1/jobs', 201],
      ] as const) {
        let stalled = 0
        world.account.failWith(request => {
          if (request.service !== service || stalled > 0) return undefined
          stalled += 1
          return 'no answer'
        })
        const body = method === 'POST' ? { body: importOf('STALLED') } : {}
        expect([service, await statusOf(driver, method, path, body), stalled]).toEqual([service, expected, 1])
        world.account.mend()
      }
      world.setOwnLimits(false)
    },
  },
  {
    does: 'settles on its schedule what was left open: an answer that could not be stored, a SIGNATURE, PDFs',
    run: async journey => {
      const { driver, world } = journey
      const { account } = world
      account.failWith(request => (isJobPut(request) ? refusedBy('dynamodb') : undefined))
      const lost = await driver.call('POST', '/v1/jobs', { body: journey.loggedImportOf('LOST') })
      expect(lost.status).toBeGreaterThanOrEqual(500)
      account.failWith(({ service, method }) => (service === 's3' && method === 'PUT' ? refusedBy('s3') : undefined))
      const late = await driver.call('POST', '/v1/jobs', { body: journey.loggedImportOf('LATE') })
      expect([late.status, late.json.archivedAt]).toEqual([201, undefined])
      expect(await statusOf(driver, 'GET', `/v1/jobs/${late.json.jobId}/signature`)).toBe(200)
      account.mend()
      const open = await driver.call('GET', '/v1/jobs?state=submitting')
      expect(open.json.jobs.map(({ deviceId }: Shown) => deviceId)).toEqual(['LOST'])
      expect(await statusOf(driver, 'POST', '/v1/jobs', { body: ebsOf('HD003') })).toBe(201)
      await driver.expireLeases()
      const outcome = await driver.runOnSchedule('Reconcile')
      expect(outcome).toMatchObject({ kind: 'result', result: { adopted: 1, failed: 0, waiting: 0 } })
      const again = await driver.call('POST', '/v1/jobs', { body: journey.loggedImportOf('LOST') })
      expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true'])
      const archived = await driver.call('GET', `/v1/jobs/${late.json.jobId}`)
      expect(archived.json.archivedAt).toEqual(expect.any(String))
    },
  },
  {
    does: 'sends on its schedule the events that subscriptions ask for, each once, and sends again what was not taken',
    run: async journey => {
      const { driver, service, world } = journey
      const { messages } = world.account
      const refused = {
        jobType: 'Import',
        manifest: importOf('R2', 'no-such-bucket-xyz'),
        validateOnly: false,
      } as const
      await expect(service(2).createJob(refused, serviceCall())).rejects.toMatchObject({ kind: 'refused' })
      // A submission whose request never left, as a crash leaves it.
      const { acceptableUntil: _until, ...record } = (await driver.items(driver.jobsTable)).find(
        ({ sk, state }) => sk === 'RECORD' && state === 'refused',
      ) as Record<string, unknown>
      const lease = { owner: 'gone', until: '2020-01-01T00:00:00.000Z' }
      const createdAt = new Date().toISOString()
      await driver.put(driver.jobsTable, { ...record, state: 'submitting', open: 'OPEN#00', lease, createdAt })
      await driver.runOnSchedule('Reconcile')

      const test = await driver.call('POST', '/v1/subscriptions/hook/test')
      expect(test.status).toBe(202)
      const before = messages.published.length
      const outcome = await driver.runOnSchedule('Notify')
      expect(outcome).toMatchObject({ kind: 'result', result: { delivered: expect.any(Number), dead: 0 } })
      const sent = messages.events.filter(({ DetailType }) => /^(?:job|device)\./.test(DetailType))
      const types = [...new Set(sent.map(({ DetailType }) => DetailType))].toSorted()
      const atDesk = ['device.done', 'device.in-progress', 'device.received', 'device.returned']
      const always = ['device.shipped', 'job.cancelled', 'job.created', 'job.refused', 'job.updated']
      expect(types).toEqual([...(world.depotApi ? atDesk : []), ...always])
      const ids = sent.map(({ Detail }) => JSON.parse(Detail).id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(messages.published.length - before).toBe(sent.length)
      await driver.runOnSchedule('Notify')
      expect(messages.published.length - before).toBe(sent.length)

      const { json } = await driver.call('GET', '/v1/subscriptions/hook/deliveries?pageSize=1000')
      const tested = json.deliveries.find(({ id }: Shown) => id === test.json.id)
      expect(tested).toMatchObject({ state: 'waiting', event: { type: 'subscription.test' } })
      expect(json.deliveries.some(({ error }: Shown) => /cannot be found/.test(error))).toBe(true)
      const retry = `/v1/subscriptions/hook/deliveries/${test.json.id}/retry`
      expect(await statusOf(driver, 'POST', retry)).toBe(202)
    },
  },
  {
    does: 'follows on its schedule a job whose time has come, and stores where its device is now',
    run: async ({ driver, staff, submit }) => {
      const { jobId, signatureFileContents: signature } = await submit(importOf('FOLLOWED'))
      expect(await staff(jobId, 'receive', { signature })).toBe(200)
      const [job] = (await driver.items(driver.jobsTable)).filter(
        ({ pk, sk }) => pk === `JOBID#${jobId}` && sk === 'JOB',
      )
      const dueAt = '2020-01-01T00:00:00.000Z'
      expect(job?.follow).toEqual({ inTurn: true })
      await driver.put(driver.jobsTable, { ...job, follow: { dueAt }, underWay: 'DUE#00', underWayAt: dueAt })
      const shown = async () => (await driver.call('GET', `/v1/jobs/${jobId}`)).json.device.stage
      expect(await shown()).toBe('not-shipped')
      const outcome = await driver.runOnSchedule('FollowJobs')
      expect(outcome).toMatchObject({ kind: 'result', result: { moved: 1, waiting: 0, failed: 0 } })
      expect(await shown()).toBe('received')
      const { json } = await driver.call('GET', `/v1/jobs/${jobId}/events`)
      const moves = json.events.filter(({ action }: Shown) => action === 'device')
      expect(moves).toEqual([expect.objectContaining({ principal: 'follow', detail: 'not-shipped to received' })])
      // It is asked about again in its turn, with those of its stage.
      expect(await driver.runOnSchedule('FollowJobs')).toMatchObject({ result: { asked: 0, moved: 0 } })
      const doneUntil = new Date(Date.now() - 31 * 60_000).toISOString()
      await driver.put(driver.jobsTable, { pk: 'FOLLOWED', sk: 'TURNS', v: 2, doneUntil })
      // Jobs of other steps may be away too, and have their turn with it.
      const inTurn = await driver.runOnSchedule('FollowJobs')
      expect(inTurn).toMatchObject({ result: { over: 0, waiting: 0, failed: 0 } })
      expect(inTurn).not.toMatchObject({ result: { asked: 0 } })
      expect((await driver.jobs.job(jobId))?.follow).toMatchObject({ inTurn: true, askedAt: expect.any(String) })
      const { doneUntil: reached } =
        (await driver.items(driver.jobsTable)).find(({ pk, sk }) => pk === 'FOLLOWED' && sk === 'TURNS') ?? {}
      expect(Date.parse(String(reached)) - Date.parse(doneUntil)).toBeGreaterThan(30 * 60_000)
      expect(await driver.runOnSchedule('FollowJobs')).toMatchObject({ result: { waiting: 0, failed: 0 } })
    },
  },
  {
    does: 'takes manifests, addresses and PDFs out of old jobs on its schedule, and reports what a lock holds',
    only: ['example-public'],
    run: async ({ driver, world, stack, submit }) => {
      const { jobId } = await submit(importOf('OLD'))
      expect(await statusOf(driver, 'POST', `/v1/jobs/${jobId}/cancel`)).toBe(200)
      const job = await driver.jobs.job(jobId)
      if (!job) throw new Error(`The job ${jobId} should be there`)
      const old = { ...job, jobId: 'LONGAGO', createdAt: '2012-05-01T00:00:00.000Z', notices: [] }
      await driver.jobs.save(old)
      const { objects, hidden, locks } = world.account
      const [open, held] = ['open.pdf', 'held.pdf'].map(
        name => `${stack.refOf('LogBucket7273C8DB')}/artifacts/archive/LONGAGO/${name}`,
      ) as [string, string]
      for (const name of [open, held]) objects.set(name, Buffer.from('%PDF-'))
      locks.set(open, new Date('2020-01-01T00:00:00.000Z'))
      locks.set(held, new Date('2099-01-01T00:00:00.000Z'))

      const outcome = await driver.runOnSchedule('PurgeJobs')

      expect(outcome).toMatchObject({ kind: 'result', result: { purged: 1, failed: 0, held: 1 } })
      expect([objects.has(open), hidden.has(open), objects.has(held), hidden.has(held)]).toEqual([
        false,
        false,
        false,
        true,
      ])
      const { json } = await driver.call('GET', '/v1/jobs/LONGAGO')
      expect([json.state, json.purgedAt, json.shippingAddress]).toEqual(['cancelled', expect.any(String), undefined])
      expect(await statusOf(driver, 'GET', '/v1/jobs/LONGAGO/manifest')).toBe(410)
      const { events } = (await driver.call('GET', '/v1/jobs/LONGAGO/events')).json
      const purged = events.filter(({ action }: Shown) => action === 'purge')
      expect(purged).toMatchObject([{ principal: 'retention', detail: expect.stringContaining(job.manifestSha256) }])
      expect(purged[0].detail).toContain('PDFs that a lock holds until 2099-01-01T00:00:00.000Z: 1')
      expect(verifyExport({ events, digests: [], publicKey: '' }).problems).toEqual([])
      // The other jobs are young, and this one is done.
      expect(await driver.runOnSchedule('PurgeJobs')).toMatchObject({ result: { purged: 0, left: 0, failed: 0 } })
    },
  },
  ...TEAM_STEPS,
]

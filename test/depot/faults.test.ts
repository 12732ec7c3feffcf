import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { DepotDeps } from '../../lib/depot/depot-deps.ts'
import { answerInFront } from '../../lib/depot/error-in-front.ts'
import { FAULTS, type FaultCode } from '../../lib/query-api/faults.ts'
import { readQueryAnswer } from '../support/query-answer.ts'
import { type Answered, ask, call, signed, staff } from './ask-depot.ts'
import { collectLog, createTestClock, depotDeps, KEY, OTHER_KEY, SESSION_KEY } from './depot-fixture.ts'
import { CUSTOMS, REGIONAL_BUCKETS } from './exception-cases.ts'
import { S3_EXPORT, S3_IMPORT } from './sample-manifests.ts'

const DAY = 24 * 60 * 60_000
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const create = (deps: DepotDeps, Manifest: string, JobType = 'Import', key = KEY) =>
  call(deps, 'CreateJob', { JobType, Manifest }, key)
const exportWith = (from: string, to: string) => (deps: DepotDeps) =>
  create(deps, S3_EXPORT.replace(from, to), 'Export')

interface FaultCase {
  readonly code: FaultCode
  readonly when: string
  readonly ask: (deps: DepotDeps, clock: ReturnType<typeof createTestClock>) => Promise<Answered>
  readonly message?: string | RegExp
  readonly deps?: Partial<DepotDeps>
}

const CASES: readonly FaultCase[] = [
  {
    code: 'MissingParameterException',
    when: 'there is no manifest',
    ask: deps => create(deps, ''),
    message: 'Manifest must be specified',
  },
  {
    code: 'InvalidParameterException',
    when: 'MaxJobs is negative',
    ask: deps => call(deps, 'ListJobs', { MaxJobs: '-1' }),
    message: 'MaxJobs must be a whole number from 0 to 1000',
  },
  {
    code: 'InvalidParameterException',
    when: 'JobType contradicts the manifest',
    ask: deps => create(deps, S3_EXPORT, 'Import'),
    message: /Line \d+, column \d+/,
  },
  {
    code: 'InvalidAccessKeyIdException',
    when: 'the manifest names another key',
    ask: deps => create(deps, `${S3_IMPORT}accessKeyId:${OTHER_KEY.accessKeyId}\n`),
  },
  {
    code: 'InvalidManifestFieldException',
    when: 'a value is not allowed',
    ask: deps => create(deps, S3_IMPORT.replace('eraseDevice:yes', 'eraseDevice:maybe')),
    message: /Line 3, column \d+\.$/,
  },
  {
    code: 'MissingManifestFieldException',
    when: 'options are missing',
    ask: deps => create(deps, S3_IMPORT.replace('deviceId:49382\n', '').replace('eraseDevice:yes\n', '')),
    message: /Line 1, column 1 \(the first of 2 faults\)\.$/,
  },
  {
    code: 'MalformedManifestException',
    when: 'the manifest is none',
    ask: deps => create(deps, 'INVALID MANIFEST'),
    message: 'Your manifest is not well-formed',
  },
  {
    code: 'NoSuchBucketException',
    when: 'a bucket is not there',
    ask: exportWith('exportBucket:mybucket', 'exportBucket:nobucket'),
    message: 'Bucket nobucket does not exist (/operations/0/exportBucket)',
  },
  {
    code: 'BucketPermissionException',
    when: 'logs cannot be written',
    ask: exportWith('logBucket:mylogs', 'logBucket:locked'),
    message: 'Your account may not write to bucket locked (/logBucket)',
  },
  {
    code: 'MultipleRegionsException',
    when: 'log and export bucket lie apart',
    ask: exportWith('logBucket:mylogs', 'logBucket:ireland'),
    message: /in eu-west-1.*Line \d+, column \d+/,
  },
  {
    code: 'InvalidFileSystemException',
    when: 'the file system is not known',
    ask: exportWith('fileSystem:NTFS', 'fileSystem:ZFS'),
  },
  {
    code: 'InvalidAddressException',
    when: 'the return address is a post-office box',
    ask: deps => create(deps, S3_IMPORT.replace('123 Any Street', 'P.O. Box 123')),
  },
  {
    code: 'InvalidAddressException',
    when: 'a device for Ireland comes from elsewhere',
    ask: deps => create(deps, S3_IMPORT.replace('bucket:mybucket', 'bucket:ireland')),
  },
  {
    code: 'MissingCustomsException',
    when: 'the device crosses a border',
    ask: deps => create(deps, S3_IMPORT.replace('country:USA', 'country:Canada')),
  },
  {
    code: 'InvalidCustomsException',
    when: 'the customs declaration is wrong',
    ask: deps => create(deps, `${S3_IMPORT}${CUSTOMS}`),
  },
  {
    code: 'CreateJobQuotaExceededException',
    when: 'the daily quota is used up',
    ask: deps => create(deps, S3_IMPORT),
    deps: { dailyJobs: 0 },
  },
  {
    code: 'InvalidJobIdException',
    when: 'there is no such job',
    ask: deps => call(deps, 'GetStatus', { JobId: 'foobar' }),
    message: 'No such job foobar for your account',
  },
  {
    code: 'InvalidParameterException',
    when: 'the marker is no job',
    ask: deps => call(deps, 'ListJobs', { Marker: 'ZZ' }),
    message: 'No such job ZZ for your account',
  },
  {
    code: 'MalformedInput',
    when: 'a boolean is spelt as Python spells it',
    ask: deps => call(deps, 'CreateJob', { JobType: 'Import', Manifest: S3_IMPORT, ValidateOnly: 'True' }),
    message: 'ValidateOnly: boolean must follow xsd1.1 definition: true, false, 1 or 0',
  },
  {
    code: 'InvalidJobIdException',
    when: 'the job ID is endless',
    ask: deps => call(deps, 'GetStatus', { JobId: 'A'.repeat(100_000) }),
    message: `No such job ${'A'.repeat(64)}... for your account`,
  },
  {
    code: 'ExpiredJobIdException',
    when: 'no device came for 30 days',
    ask: async (deps, clock) => {
      const { result } = await create(deps, S3_IMPORT)
      clock.advance(30 * DAY)
      return call(deps, 'GetStatus', { JobId: result.JobId })
    },
  },
  {
    code: 'CanceledJobIdException',
    when: 'the job is cancelled',
    ask: async deps => {
      const { result } = await create(deps, S3_IMPORT)
      await call(deps, 'CancelJob', { JobId: result.JobId })
      return call(deps, 'CancelJob', { JobId: result.JobId })
    },
  },
  {
    code: 'UnableToCancelJobIdException',
    when: 'work on the device has begun',
    ask: async deps => {
      const { JobId, SignatureFileContents } = (await create(deps, S3_IMPORT)).result
      await staff(deps, `${JobId}/receive`, { signature: SignatureFileContents })
      await staff(deps, `${JobId}/load`)
      return call(deps, 'CancelJob', { JobId })
    },
    message: /^Job .{5} is being worked on$/,
  },
  {
    code: 'UnableToUpdateJobIdException',
    when: 'the device came without its SIGNATURE',
    ask: async deps => {
      const { JobId } = (await create(deps, S3_IMPORT)).result
      await staff(deps, `${JobId}/receive`)
      return call(deps, 'UpdateJob', { JobId, JobType: 'Import', Manifest: S3_IMPORT })
    },
    message: /^Job .{5} was aborted$/,
  },
  {
    code: 'InvalidAddressException',
    when: "a label's sender is incomplete",
    ask: async deps => {
      const { JobId } = (await create(deps, S3_IMPORT)).result
      return call(deps, 'GetShippingLabel', { 'jobIds.member.1': JobId, name: 'Jane', city: 'Anytown' })
    },
    message: 'company, street1, postalCode, country, phoneNumber must be specified',
  },
  {
    code: 'InvalidParameterException',
    when: 'a label is for more jobs than a parcel holds',
    ask: deps =>
      call(
        deps,
        'GetShippingLabel',
        Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`jobIds.member.${index + 1}`, 'ABCDE'])),
      ),
    message: 'jobIds names 21 jobs; a parcel holds 20 at most',
  },
  {
    code: 'InvalidVersionException',
    when: "the client tool's version is none",
    ask: deps => call(deps, 'ListJobs', { APIVersion: 'latest' }),
  },
  {
    code: 'InvalidClientTokenId',
    when: 'the key is unknown',
    ask: deps => call(deps, 'ListJobs', {}, { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' }),
    message: 'The security token included in the request is invalid.',
  },
  {
    code: 'InvalidClientTokenId',
    when: 'the session token is missing',
    ask: deps => {
      const { sessionToken: _, ...key } = SESSION_KEY
      return call(deps, 'ListJobs', {}, key)
    },
  },
  {
    code: 'SignatureDoesNotMatch',
    when: 'the secret is wrong',
    ask: deps => call(deps, 'ListJobs', {}, { ...KEY, secretAccessKey: 'wrong' }),
  },
  {
    code: 'MissingAuthenticationToken',
    when: 'the request is not signed',
    ask: deps => ask(deps, { body: Buffer.from('Action=ListJobs') }),
  },
  {
    code: 'IncompleteSignature',
    when: 'the time is missing',
    ask: deps =>
      ask(deps, {
        body: Buffer.from('Action=ListJobs&AWSAccessKeyId=A&SignatureVersion=2&SignatureMethod=HmacSHA1&Signature=x'),
      }),
    message: 'Request must contain Timestamp or Expires.',
  },
  {
    code: 'DuplicateRequest',
    when: 'the very same request comes again',
    ask: async deps => {
      const body = signed(deps, { Action: 'CreateJob', JobType: 'Import', Manifest: S3_IMPORT })
      await ask(deps, { body })
      return ask(deps, { body })
    },
  },
  {
    code: 'RequestExpired',
    when: 'it comes again after its time',
    ask: (deps, clock) => {
      const body = signed(deps, { Action: 'ListJobs' }, { expires: new Date(clock.now().getTime() + 10_000) })
      clock.advance(10_000)
      return ask(deps, { body })
    },
  },
  {
    code: 'InvalidAction',
    when: 'the action is unknown',
    ask: deps => call(deps, 'MakeTea', { Version: '2010-06-01' }),
    message: 'Could not find operation MakeTea for version 2010-06-01',
  },
  {
    code: 'InvalidAction',
    when: 'the action is a property of objects',
    ask: deps => call(deps, '__proto__'),
    message: 'Could not find operation __proto__ for version NO_VERSION_SPECIFIED',
  },
  {
    code: 'InvalidAction',
    when: 'the version is another',
    ask: deps => call(deps, 'ListJobs', { Version: '2012-11-05' }),
  },
  { code: 'MissingAction', when: 'there is nothing at all', ask: deps => ask(deps, {}) },
  {
    code: 'MissingAction',
    when: 'the body is JSON',
    ask: deps => ask(deps, { body: Buffer.from('{"Action":"ListJobs"}') }),
  },
  {
    code: 'MalformedQueryString',
    when: 'the body is no UTF-8',
    ask: deps => ask(deps, { body: Uint8Array.from([0xff, 0xfe, 0x00]) }),
  },
  {
    code: 'MalformedQueryString',
    when: 'the form is a bomb',
    ask: deps => ask(deps, { body: Buffer.from('jobIds.member.1=A&'.repeat(10_000)) }),
  },
  {
    code: 'MalformedQueryString',
    when: 'the path is another',
    ask: deps => ask(deps, { path: '/v1/jobs', body: signed(deps, { Action: 'ListJobs' }) }),
  },
  { code: 'MethodNotAllowed', when: 'the method is another', ask: deps => ask(deps, { method: 'DELETE' }) },
  {
    code: 'RequestEntityTooLarge',
    when: 'the body is too large',
    ask: deps => ask(deps, { body: Buffer.alloc(1024 * 1024 + 1, 'a') }),
  },
  {
    code: 'RequestEntityTooLarge',
    when: 'the server gave up reading the body',
    ask: deps => ask(deps, { body: undefined }),
  },
  {
    code: 'InternalFailure',
    when: 'the table is gone',
    ask: deps => call(deps, 'GetStatus', { JobId: 'ABCDE' }),
    message: 'The request processing has failed because of an unknown error.',
    deps: { jobs: { ...depotDeps().jobs, get: () => Promise.reject(new Error('no such table: secret details')) } },
  },
  {
    code: 'ServiceUnavailable',
    when: 'others change the job all the time',
    ask: async deps => {
      const { result } = await create(deps, S3_IMPORT)
      const busy = { ...deps, jobs: { ...deps.jobs, replace: async () => false } }
      return call(busy, 'CancelJob', { JobId: result.JobId })
    },
  },
]

describe('the depot answers', () => {
  it.each(CASES.map(({ code, when, ...rest }) => ({ code, when, ...rest })))('$code when $when', async fault => {
    const clock = createTestClock()
    const deps = depotDeps({ clock: clock.now, buckets: REGIONAL_BUCKETS, ...fault.deps })

    const answer = await fault.ask(deps, clock)

    expect(answer.status).toBe(FAULTS[fault.code].status)
    expect(answer.fault).toEqual({
      Type: answer.status < 500 ? 'Sender' : 'Receiver',
      Code: fault.code,
      Message: typeof fault.message === 'string' ? fault.message : expect.stringMatching(fault.message ?? /./),
    })
    expect(answer.headers).toMatchObject({
      'Content-Type': 'text/xml',
      'x-amzn-RequestId': expect.stringMatching(UUID),
      Date: clock
        .now()
        .toUTCString()
        .replace(/\d\d GMT$/, match => match),
    })
    expect(answer.body).toContain(`<RequestId>${answer.headers['x-amzn-RequestId']}</RequestId>`)
  })

  it('every fault of the table, in a case above; but those of a server in front of it, and of teams that ask too often', () => {
    const inFront = ['HEADERS_TOO_LARGE', 'REQUEST_FOREIGN', 'REQUEST_INCOMPLETE', 'REQUEST_MALFORMED'] as const
    const said = inFront.map(code => answerInFront('/', { code, detail: 'so' }, { requestId: 'r', at: new Date(0) }))
    const codes = said.map(({ body }) => readQueryAnswer(String(body)).fault?.Code ?? '')
    const shown = new Set<string>([...CASES.map(({ code }) => code), ...codes, 'Throttling'])

    expect(Object.keys(FAULTS).filter(code => !shown.has(code))).toEqual([])
  })

  it.each([
    ['/', 'text/xml', /<Code>ServiceUnavailable</],
    ['/anything', 'text/xml', /<Code>ServiceUnavailable</],
    ['/staff/jobs/ABCDE', 'application/problem+json', /"code":"SERVER_STOPPING"/],
    ['/artifacts/x.pdf', 'text/plain; charset=utf-8', /^so\n$/],
  ])('at %s what a server in front of it answers as %s', (path, type, body) => {
    const error = { code: 'SERVER_STOPPING', detail: 'so', retryAfterSeconds: 5 } as const
    const answer = answerInFront(path, error, { requestId: 'r', at: new Date(0) })

    expect(answer).toMatchObject({ status: 503, headers: { 'Content-Type': type }, body: expect.stringMatching(body) })
  })

  it('a wrong method with those that are right', async () => {
    expect((await ask(depotDeps(), { method: 'PUT' })).headers.Allow).toBe('GET, POST')
  })

  it('no secret and no detail of ours, but logs the cause', async () => {
    const { log, lines } = collectLog()
    const jobs = { ...depotDeps().jobs, get: () => Promise.reject(new Error('table gone')) }
    const { body, headers } = await call(depotDeps({ log, jobs }), 'GetStatus', { JobId: 'ABCDE' })

    expect(body).not.toContain('table gone')
    expect(lines).toEqual([
      expect.objectContaining({ requestId: headers['x-amzn-RequestId'], error: expect.any(Error) }),
    ])
  })
})

describe("the guide's own sample request", () => {
  it('is answered with what is wrong about it', async () => {
    // As printed: no %3A after accessKeyId, no & before JobType and SignatureVersion, no Timestamp.
    const sample = [
      'Action=CreateJob',
      'Manifest=manifestVersion%3A2.0%0AaccessKeyId%AKIAIOSFODNN7EXAMPLE%0AdeviceId%3AHD001%0AreturnAddress%3A%0A' +
        '%20%20%20%20country%3AYour%20CountryJobType=Export',
      'AWSAccessKeyId=AKIAIOSFODNN7EXAMPLESignatureVersion=2',
      'SignatureMethod=HmacSHA256',
      'Version=2010-06-01',
      'Signature=%2FVfkltRBOoSUi1sWxRzN8rw%3D',
    ].join('&')

    const { status, fault } = await ask(depotDeps(), { body: Buffer.from(sample) })

    expect(status).toBe(404)
    expect(fault?.Message).toBe(
      'The value of Manifest has "%AK", which is not percent-encoding. ' +
        '(Is an & missing before JobType and SignatureVersion? Timestamp and Expires are missing too.)',
    )
  })
})

describe('a request', () => {
  it.each([
    ['Operation in place of Action, no Version', { Operation: 'ListJobs' }],
    ['the older Version', { Action: 'ListJobs', Version: '2010-06-03' }],
    ['unknown parameters', { Action: 'ListJobs', JobType: 'Import', Foo: 'bar', ManifestAddendum: 'x' }],
    ["the client tool's version", { Action: 'ListJobs', APIVersion: '2012-01-14' }],
  ])('may have %s', async (_, params) => {
    const deps = depotDeps()

    expect((await ask(deps, { body: signed(deps, params) })).status).toBe(200)
  })

  it('may come as GET, with everything in the URL', async () => {
    const deps = depotDeps()
    const query = new TextDecoder().decode(signed(deps, { Action: 'ListJobs' }, { method: 'GET' }))

    expect((await ask(deps, { method: 'GET', query })).status).toBe(200)
    expect((await ask(deps, { method: 'POST', query })).fault?.Code).toBe('SignatureDoesNotMatch')
  })

  it('acts on signed parameters only', async () => {
    const deps = depotDeps()
    const { result } = await create(deps, S3_IMPORT)
    const body = signed(deps, { Action: 'GetStatus', JobId: result.JobId })

    await ask(deps, { query: 'Operation=CancelJob', body })

    expect((await call(deps, 'GetStatus', { JobId: result.JobId })).result.ProgressCode).toBe('Pending')
  })

  it('is answered with the time when it came, though its answer took long', async () => {
    const clock = createTestClock(new Date('2026-11-21T10:00:00Z'))
    const deps = depotDeps({ clock: clock.now })
    const slow = {
      ...deps.jobs,
      list: async (...page: Parameters<typeof deps.jobs.list>) => {
        clock.advance(5000)
        return deps.jobs.list(...page)
      },
    }

    expect((await call({ ...deps, jobs: slow }, 'ListJobs')).headers.Date).toBe('Sat, 21 Nov 2026 10:00:00 GMT')
  })

  it('that is held up until it has expired makes no job', async () => {
    const clock = createTestClock()
    const deps = depotDeps({ clock: clock.now })
    const buckets = {
      find: async (name: string) => {
        clock.advance(10_000)
        return deps.buckets.find(name)
      },
    }
    const body = signed(
      deps,
      { Action: 'CreateJob', JobType: 'Import', Manifest: S3_IMPORT },
      { expires: new Date(clock.now().getTime() + 10_000) },
    )

    expect(await ask({ ...deps, buckets }, { body })).toMatchObject({ status: 400, fault: { Code: 'RequestExpired' } })
    expect((await call(deps, 'ListJobs')).result.Jobs).toBe('')
  })
})

describe('any input', () => {
  const NAMES = ['Action', 'JobId', 'JobType', 'Manifest', 'MaxJobs', 'Marker', 'ValidateOnly', 'Version', 'APIVersion']
  const ACTIONS = ['CreateJob', 'UpdateJob', 'CancelJob', 'GetStatus', 'ListJobs', 'GetShippingLabel']
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...ACTIONS, 'Import', 'true', 'ABCDE', '0', '__proto__', S3_IMPORT, S3_EXPORT),
  )
  const silent = depotDeps()

  it('is answered in XML and never with a 500: signed forms', async () => {
    const params = fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), fc.string()), value)

    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ACTIONS), params, async (Action, others) => {
        const { status, body } = await ask(silent, { body: signed(silent, { Action, ...others }) })

        expect(status).toBeLessThan(500)
        expect(body).toMatch(/^<\w+Response xmlns="http:\/\/importexport\.amazonaws\.com\/doc\/2010-06-01\/">/)
      }),
      { numRuns: 200 },
    )
  })

  it('is answered in XML and never with a 500: labels, for any address', async () => {
    const { result } = await create(silent, S3_IMPORT)
    const fields = ['name', 'company', 'phoneNumber', 'country', 'stateOrProvince', 'city', 'postalCode', 'street1']
    const line = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }), fc.string({ unit: 'binary' }))
    const sender = fc
      .tuple(...fields.map(() => line))
      .map(lines => fields.map((name, index) => [name, lines[index] ?? '']))
    const outcomes = new Set<number>()

    await fc.assert(
      fc.asyncProperty(sender, async lines => {
        const params = { Action: 'GetShippingLabel', 'jobIds.member.1': result.JobId, ...Object.fromEntries(lines) }
        const { status, body } = await ask(silent, { body: signed(silent, params) })

        outcomes.add(status)
        expect(body).toMatch(/^<\w+Response xmlns=/)
      }),
      { numRuns: 100, seed: 20261121 },
    )
    // Both those that can be printed and those that cannot be sent to have been there.
    expect([...outcomes].sort()).toEqual([200, 400])
  })

  it('is answered in XML and never with a 500: any bytes, any headers', async () => {
    const header = fc.oneof(
      fc.string(),
      fc.constant('AWS4-HMAC-SHA256 Credential=A/B/C/IngestionService/aws4_request, SignedHeaders=host, Signature=x'),
    )
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS', ''),
      path: fc.constantFrom('/', '', '/../', '//'),
      query: fc.oneof(fc.string({ unit: 'binary' }), fc.constant('Action=ListJobs')),
      body: fc.uint8Array(),
      headers: fc.record({ authorization: header, host: header, 'x-amz-date': header }, { requiredKeys: [] }),
    })

    await fc.assert(
      fc.asyncProperty(request, async anything => {
        const { status, fault } = await ask(silent, anything)

        expect(status).toBeGreaterThanOrEqual(400)
        expect(status).toBeLessThan(500)
        expect(fault?.Code).toBeDefined()
      }),
      { numRuns: 300 },
    )
  })
})

import { beforeEach, describe, expect, it } from '@jest/globals'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import { cancelJob } from '../../../lib/jobs/change/cancel-job.ts'
import { importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { KEY, type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

let world: SubmissionWorld
beforeEach(() => {
  world = submissionWorld()
})

const CALLER = { team: 'lab', principal: 'ann', role: 'member' } as const
const TEXT = { 'Content-Type': 'text/plain' }
const JSON_TYPE = { 'Content-Type': 'application/json' }

const post = async (overrides: Partial<Parameters<typeof proxyEvent>[0]> = {}) => {
  const event = proxyEvent({ route: 'POST /v1/jobs', headers: TEXT, body: importManifest(), team: 'lab', ...overrides })
  return read(await submitJobs(world.deps)(event))
}

const get = async (event: APIGatewayProxyEvent) => read(await lookUpJobs(world.deps)(event))

const read = ({ statusCode, headers, body, isBase64Encoded }: Awaited<ReturnType<ReturnType<typeof submitJobs>>>) => {
  const text = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString()
  const json = String(headers?.['Content-Type']).endsWith('json')
  return { status: statusCode, headers: headers ?? {}, text, body: json ? JSON.parse(text) : undefined }
}

describe('POST /v1/jobs', () => {
  it('answers 201 with the job and where it is', async () => {
    const { status, headers, body } = await post()

    expect(status).toBe(201)
    expect(headers).toMatchObject({ Location: '/v1/jobs/J1111', 'Content-Type': 'application/json' })
    expect(body).toEqual({
      id: expect.stringMatching(/^wb[0-9a-f]{32}$/),
      jobId: 'J1111',
      team: 'lab',
      kind: 's3-import',
      jobType: 'Import',
      state: 'created',
      deviceId: 'WX21-0046',
      buckets: ['sequencer-archive'],
      signature: 'hmgL0julWxoVXeYHHqFQAbvmaL4=',
      signatureFileContents:
        'version:2.0\nsigningMethod:HmacSHA1\njobId:J1111\nsignature:hmgL0julWxoVXeYHHqFQAbvmaL4=\n',
      shippingAddress: 'Depot\nJOBID J1111\n123 Any Street\nAnytown, VA 22153',
      warnings: expect.any(Array),
      artifacts: [],
      allowedActions: ['update', 'cancel', 'label', 'ship', 'custody', 'status'],
      device: {
        id: 'WX21-0046',
        stage: 'not-shipped',
        since: '2026-11-21T10:00:00.000Z',
        expiresAt: '2026-12-21T10:00:00.000Z',
      },
      createdAt: '2026-11-21T10:00:00.000Z',
      updatedAt: '2026-11-21T10:00:00.000Z',
      archivedAt: '2026-11-21T10:00:00.000Z',
      links: {
        self: '/v1/jobs/J1111',
        manifest: '/v1/jobs/J1111/manifest',
        manifests: '/v1/jobs/J1111/manifests',
        events: '/v1/jobs/J1111/events',
        status: '/v1/jobs/J1111/status',
        packingSlip: '/v1/jobs/J1111/artifacts/packing-slip.pdf',
        signature: '/v1/jobs/J1111/signature',
      },
    })
  })

  it.each([
    'text/plain',
    'text/plain; charset=UTF-8',
    'text/yaml',
    'application/yaml',
    'application/x-yaml',
    'Application/X-YAML;charset="utf-8"',
  ])('takes the manifest itself as %s', async contentType => {
    expect((await post({ headers: { 'content-type': contentType } })).status).toBe(201)
  })

  it('takes the manifest in JSON', async () => {
    const body = JSON.stringify({ manifest: importManifest(), jobType: 'Import', validateOnly: false })

    expect((await post({ headers: JSON_TYPE, body })).status).toBe(201)
  })

  it('takes a body that the gateway did not encode', async () => {
    expect((await post({ base64: false })).status).toBe(201)
  })

  it('answers 200 to the same request again, and marks it as a replay', async () => {
    const first = await post()

    const second = await post()

    expect(second.status).toBe(200)
    expect(second.headers).toMatchObject({ 'Idempotency-Replayed': 'true' })
    const { signature: _, signatureFileContents: _contents, ...job } = first.body
    expect(second.body).toEqual(job)
  })

  it.each(['week-46', '"week-46"', ' week-46 '])('takes the Idempotency-Key %j as the same key', async key => {
    await post({ headers: { ...TEXT, 'Idempotency-Key': 'week-46' } })

    const again = await post({ headers: { ...TEXT, 'IDEMPOTENCY-KEY': key } })

    expect(again.status).toBe(200)
  })

  it('makes a new job of the same manifest once its job is over, and answers that from then on', async () => {
    const { service } = world
    const jobIds: string[] = []
    for (const end of ['cancel', 'send back', 'none']) {
      const { status, body } = await post()
      expect(status).toBe(201)
      jobIds.push(body.jobId)
      if (end === 'cancel') await cancelJob(world.deps, { caller: CALLER, jobId: body.jobId })
      if (end === 'send back') service.sendBack(body.jobId)
    }

    const again = await post()
    expect([again.status, again.body.jobId]).toEqual([200, jobIds[2]])
    expect(new Set(jobIds).size).toBe(3)
    expect(service.jobs).toHaveLength(3)
  })

  it('answers an Idempotency-Key with its own job when the device was returned, and refuses one that is cancelled', async () => {
    const keyed = { headers: { ...TEXT, 'Idempotency-Key': 'week-46' } }
    const first = await post(keyed)
    world.service.sendBack(first.body.jobId)

    const again = await post(keyed)
    expect([again.status, again.body.jobId]).toEqual([200, first.body.jobId])

    await cancelJob(world.deps, { caller: CALLER, jobId: first.body.jobId })
    expect(await post(keyed)).toMatchObject({
      status: 409,
      body: { code: 'JOB_NOT_ACTIVE', currentState: 'cancelled' },
    })
    expect(world.service.jobs).toHaveLength(1)
  })

  it('puts the stage before the addresses that it answers', async () => {
    expect((await post({ stage: '/prod' })).headers.Location).toBe('/prod/v1/jobs/J1111')
  })
})

describe('validate only', () => {
  it.each([
    ['in the query', { query: { validateOnly: ['true'], jobType: ['import'] } }],
    ['in JSON', { headers: JSON_TYPE, body: JSON.stringify({ manifest: importManifest(), validateOnly: true }) }],
  ])('%s makes no job and names none', async (_where, request) => {
    const { status, body, text } = await post(request)

    expect(status).toBe(200)
    expect(body).toEqual({
      valid: true,
      kind: 's3-import',
      jobType: 'Import',
      warnings: expect.any(Array),
      checks: [
        { name: 'manifest', outcome: 'pass' },
        { name: 'policy', outcome: 'pass' },
        { name: 'service', outcome: 'pass' },
      ],
    })
    expect(text).not.toMatch(/jobId|VALIDATE-ONLY|signature/i)
    expect(world.service.requests).toEqual([expect.objectContaining({ validateOnly: true })])
    expect(await world.items()).toEqual([])
    expect(world.archive.objects.size).toBe(0)
  })

  it('sends the very text that the live path sends', async () => {
    await post({ query: { validateOnly: ['true'] } })
    await post()

    const [validated, created] = world.service.requests
    expect(validated?.manifest).toBe(created?.manifest)
  })

  it('is unknown, and no pass, while the service cannot be reached', async () => {
    world.service.fates.push('not sent')

    const { status, body } = await post({ query: { validateOnly: ['true'] } })

    expect(status).toBe(503)
    expect(body).toMatchObject({
      code: 'SERVICE_UNREACHABLE',
      checks: [
        { name: 'manifest', outcome: 'pass' },
        { name: 'policy', outcome: 'pass' },
        { name: 'service', outcome: 'unknown' },
      ],
    })
  })

  it('reports what the service refuses', async () => {
    world.service.fates.push('refused')

    const { status, body } = await post({ query: { validateOnly: ['true'] } })

    expect(status).toBe(422)
    expect(body).toMatchObject({
      code: 'SERVICE_REFUSED',
      service: { code: 'NoSuchBucketException', requestId: 'r-1' },
      checks: [{}, {}, { name: 'service', outcome: 'fail' }],
    })
  })

  it('reports what the manifest lacks', async () => {
    const { status, body } = await post({ body: 'bucket:b\n', query: { validateOnly: ['true'] } })

    expect(status).toBe(422)
    expect(body).toMatchObject({ code: 'MANIFEST_INVALID', checks: [{ name: 'manifest', outcome: 'fail' }] })
  })
})

describe('a slip with one certain mend', () => {
  const slip = importManifest().replace('manifestVersion:', 'manifestversion:')

  it('is answered with the edits that mend it', async () => {
    const { body } = await post({ body: slip })

    expect(body.errors).toContainEqual(
      expect.objectContaining({
        code: 'OPTION_MISSPELT',
        fixes: [
          {
            title: 'Rename it to manifestVersion',
            edits: [{ line: 1, column: 1, endLine: 1, endColumn: 16, text: 'manifestVersion' }],
          },
        ],
      }),
    )
  })

  it('that is a warning is answered so by a validation, and not stored with a job', async () => {
    const text = importManifest().replace(/(deviceId: ?.*)/, '$1;')
    const validated = await post({ body: text, query: { validateOnly: ['true'] } })
    const submitted = await post({ body: text })

    expect(validated.body.warnings).toContainEqual(
      expect.objectContaining({ code: 'TRAILING_SEMICOLON', fixes: [expect.anything()] }),
    )
    expect(submitted.body.warnings).toContainEqual(expect.not.objectContaining({ fixes: expect.anything() }))
  })
})

describe('a request that is wrong', () => {
  const sixFaults = [
    'manifestVersion:9.9',
    'bucket:[Enter import bucket]',
    'deviceId:',
    'eraseDevice:perhaps',
    'serviceLevel:overnight',
    'bucket:another',
    'returnAddress:',
    '  name:Desk',
    '  street1:1 Any Street',
    '  city:Anytown',
    '  country:USA',
    '  phoneNumber:1',
    '  stateOrProvince:WA',
  ].join('\n')

  const cases: [string, Parameters<typeof post>[0], number, string][] = [
    ['an empty body', { body: '' }, 400, 'BODY_EMPTY'],
    ['no body at all', { body: null }, 400, 'BODY_EMPTY'],
    ['a body of 300 KB', { body: 'a'.repeat(300 * 1024) }, 413, 'BODY_TOO_LARGE'],
    ['a binary body', { body: Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1') }, 400, 'BODY_NOT_TEXT'],
    ['a wrong Content-Type', { headers: { 'Content-Type': 'application/pdf' } }, 415, 'MEDIA_TYPE_UNSUPPORTED'],
    [
      'a form, as curl sends it unasked',
      { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ],
    ['no Content-Type', { headers: {} }, 415, 'MEDIA_TYPE_UNSUPPORTED'],
    ['another charset', { headers: { 'Content-Type': 'text/plain; charset=ebcdic' } }, 415, 'MEDIA_TYPE_UNSUPPORTED'],
    [
      'JSON that breaks off',
      { headers: JSON_TYPE, body: '{"manifest": "trueCryptPassword:hunter2' },
      400,
      'JSON_MALFORMED',
    ],
    ['JSON that is no object', { headers: JSON_TYPE, body: '[]' }, 400, 'FIELD_INVALID'],
    ['an unknown JSON field', { headers: JSON_TYPE, body: '{"manifest":"a","priority":1}' }, 400, 'FIELD_INVALID'],
    ['a JSON field of the wrong kind', { headers: JSON_TYPE, body: '{"manifest":1}' }, 400, 'FIELD_INVALID'],
    ['a job type of neither kind', { query: { jobType: ['Backup'] } }, 400, 'QUERY_INVALID'],
    ['a misspelt switch', { query: { validateonly: ['true'] } }, 400, 'QUERY_INVALID'],
    ['a switch that is given twice', { query: { validateOnly: ['true', 'false'] } }, 400, 'QUERY_INVALID'],
    ['a switch that could not be read', { query: { validateOnly: ['yes'] } }, 400, 'QUERY_INVALID'],
    ['a manifest with six faults', { body: sixFaults }, 422, 'MANIFEST_INVALID'],
    ['a job type that contradicts the manifest', { query: { jobType: ['Export'] } }, 422, 'JOB_TYPE_MISMATCH'],
    ['an empty Idempotency-Key', { headers: { ...TEXT, 'Idempotency-Key': '""' } }, 400, 'IDEMPOTENCY_KEY_INVALID'],
    [
      'an endless Idempotency-Key',
      { headers: { ...TEXT, 'Idempotency-Key': 'k'.repeat(256) } },
      400,
      'IDEMPOTENCY_KEY_INVALID',
    ],
    [
      'an Idempotency-Key that cannot be read',
      { headers: { ...TEXT, 'Idempotency-Key': 'a\tb' } },
      400,
      'IDEMPOTENCY_KEY_INVALID',
    ],
    ['an unknown caller', { team: undefined }, 401, 'NOT_AUTHENTICATED'],
    ['an auditor, who changes nothing', { role: 'auditor' }, 403, 'NOT_ALLOWED'],
    [
      "another team's key in the manifest",
      { body: importManifest('accessKeyId:AKIAI44QH8DHBEXAMPLE') },
      422,
      'SIGNING_KEY_NOT_ALLOWED',
    ],
  ]

  it.each(cases)('%s', async (_what, request, status, code) => {
    const answer = await post(request)

    expect(answer.body).toMatchObject({
      type: `urn:waybill:problem:${code}`,
      title: expect.any(String),
      status,
      code,
      detail: expect.stringMatching(/\w{3}/),
      instance: '/v1/jobs',
      requestId: 'request-1',
      retryable: false,
    })
    expect(answer.status).toBe(status)
    expect(answer.headers).toMatchObject({ 'Content-Type': 'application/problem+json', 'X-Request-Id': 'request-1' })
    expect(answer.text).not.toContain('hunter2')
    expect(await world.items()).toEqual([])
    expect(world.service.requests).toEqual([])
  })

  it('reports each of six faults, with its place and what to do', async () => {
    const { body } = await post({ body: sixFaults })

    const errors: { pointer: string; line: number; column: number; detail: string; severity: string }[] = body.errors
    const faults = errors.filter(({ severity }) => severity === 'error')
    expect(faults.map(({ pointer, line }) => `${line} ${pointer}`)).toEqual([
      '1 /manifestVersion',
      '2 /bucket',
      '3 /deviceId',
      '4 /eraseDevice',
      '5 /serviceLevel',
      '6 /bucket',
      expect.stringMatching(/^\d+ \/returnAddress\/postalCode$/),
    ])
    for (const { column, detail } of faults) {
      expect(column).toBeGreaterThan(0)
      expect(detail).toMatch(/\w.*\.$/)
    }
  })
})

describe('an idempotency key in a batch', () => {
  it('that is malformed is named by its place, and nothing is sent', async () => {
    const body = JSON.stringify({
      items: [{ manifest: importManifest() }, { manifest: importManifest(), idempotencyKey: '' }],
    })
    const { status, body: problem } = await post({ route: 'POST /v1/batches', headers: JSON_TYPE, body })

    expect(status).toBe(400)
    expect(problem.detail).toMatch(/^\/items\/1\/idempotencyKey must be/)
  })
})

describe('a service that fails', () => {
  it.each([
    ['refused', 422, 'SERVICE_REFUSED', undefined, false],
    ['credentials refused', 502, 'SERVICE_CREDENTIALS_REFUSED', undefined, true],
    ['not sent', 503, 'SERVICE_UNREACHABLE', '1', true],
    ['lost on the way there', 504, 'SERVICE_TIMEOUT', '30', true],
    ['garbled on the way there', 502, 'SERVICE_ANSWER_UNREADABLE', '30', true],
  ] as const)('%s: %i', async (fate, status, code, retryAfter, retryable) => {
    world.service.fates.push(fate)

    const answer = await post()

    expect(answer).toMatchObject({ status, body: { code, retryable } })
    expect(answer.headers['Retry-After']).toBe(retryAfter)
    expect(answer.text).not.toContain(KEY.secretAccessKey)
  })

  it('while the same request is at work: 409 with the time to wait', async () => {
    world.service.fates.push('lost on the way there')
    await post()

    expect(await post()).toMatchObject({
      status: 409,
      headers: { 'Retry-After': '30' },
      body: { code: 'SUBMISSION_IN_PROGRESS', retryable: true },
    })
  })
})

describe('a bug', () => {
  it('is a plain 500 that shows only the request ID, and is logged with its cause', async () => {
    world.deps.jobs.claim = async () => {
      throw new Error('secret detail')
    }

    const { status, body, text } = await post()

    expect({ status, code: body.code, requestId: body.requestId }).toEqual({
      status: 500,
      code: 'INTERNAL_ERROR',
      requestId: 'request-1',
    })
    expect(text).not.toContain('secret detail')
    expect(world.errors).toEqual(['Waybill failed'])
  })
})

describe('look-ups', () => {
  const look = (route: string, jobId: string, team: string | undefined = 'lab') =>
    get(proxyEvent({ route, params: { jobId }, team }))

  it('GET /v1/jobs/{jobId} gives what the submission answered but for the SIGNATURE, for any case of the ID', async () => {
    const { signature: _, signatureFileContents: _contents, ...body } = (await post()).body

    expect((await look('GET /v1/jobs/{jobId}', 'J1111')).body).toEqual(body)
    expect((await look('GET /v1/jobs/{jobId}', 'j1111')).body).toEqual(body)
  })

  it('GET /v1/jobs/{jobId}/signature gives the file byte for byte, to be saved as SIGNATURE', async () => {
    const { body } = await post()

    const { status, headers, text } = await look('GET /v1/jobs/{jobId}/signature', 'J1111')

    expect({ status, text }).toEqual({ status: 200, text: body.signatureFileContents })
    expect(headers).toMatchObject({
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Disposition': 'attachment; filename="SIGNATURE"',
      'Cache-Control': 'no-store',
      Digest: 'SHA-256=4DdvEYlCFQdPJtNsjGEMWCta14LOYWIkoLs5iZFigQs=',
    })
  })

  it.each(['GET /v1/jobs/{jobId}', 'GET /v1/jobs/{jobId}/signature'])('%s of an unknown job is 404', async route => {
    for (const jobId of ['ZZZZZ', '', 'x'.repeat(5000), '../J1111']) {
      expect(await look(route, jobId)).toMatchObject({ status: 404, body: { code: 'JOB_NOT_FOUND' } })
    }
  })

  it("another team's job is not there", async () => {
    await post()

    expect(await look('GET /v1/jobs/{jobId}', 'J1111', 'film')).toMatchObject({ status: 404 })
    expect(await look('GET /v1/jobs/{jobId}/signature', 'J1111', 'film')).toMatchObject({ status: 404 })
  })

  it('notices an archived SIGNATURE that was changed, and still gives the right one', async () => {
    const { body } = await post()
    world.archive.objects.set('signatures/lab/J1111/SIGNATURE', 'forged')

    const { text } = await look('GET /v1/jobs/{jobId}/signature', 'J1111')

    expect(text).toBe(body.signatureFileContents)
    expect(world.errors).toEqual(['the archived SIGNATURE differs from the one that the service answered'])
  })

  it('GET /v1/health needs no authentication', async () => {
    expect(await get(proxyEvent({ route: 'GET /v1/health', team: undefined }))).toMatchObject({
      status: 200,
      body: { status: 'ok' },
    })
  })
})

import { beforeAll, describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { manageChecks } from '../../../lib/http/checks/manage-checks.ts'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { manageJobs } from '../../../lib/http/jobs/manage-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import type { Handler } from '../../../lib/http/kit/handler.ts'
import { PROBLEMS } from '../../../lib/http/kit/problem.ts'
import { needsCaller, ROUTES, type RouteName } from '../../../lib/http/routes.ts'
import { manageSubscriptions } from '../../../lib/http/subscriptions/manage-subscriptions.ts'
import { manageTeams } from '../../../lib/http/teams/manage-teams.ts'
import { NOTICE_TYPES } from '../../../lib/jobs/notice-types.ts'
import { CLOUD_EVENT_TYPE } from '../../../lib/subscriptions/cloud-event.ts'
import { apiDocument, type DocumentedParameter, operationOf, problemsOf } from '../../support/api-document.ts'
import { checkWorld } from '../../support/check-world.ts'
import { everyEvent } from '../../support/every-event.ts'
import { readResult } from '../../support/http-answer.ts'
import { importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'
import { subscriptionWorld, WEBHOOK } from '../../support/subscription-world.ts'
import { teamWorld } from '../../support/team-world.ts'

describe('the OpenAPI document', () => {
  it('has every route, and no other', () => {
    const documented = Object.entries(apiDocument.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
    )

    expect(documented.sort()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort())
  })

  it('names every problem somewhere, under its status', () => {
    const named = new Set(
      ROUTES.flatMap(({ method, path }) => problemsOf(operationOf(`${method} ${path}`))).map(
        ({ code, status }) => `${code} ${status}`,
      ),
    )

    expect([...named].sort()).toEqual(
      Object.entries(PROBLEMS)
        .map(([code, { status }]) => `${code} ${status}`)
        .sort(),
    )
  })

  it('asks for no credentials where the functions do not', () => {
    const open = ROUTES.filter(({ method, path }) => operationOf(`${method} ${path}`).security.length === 0)

    expect(open.filter(needsCaller)).toEqual([])
    expect(open.length).toBe(ROUTES.filter(({ caller }) => caller === 'anyone' || caller === 'signer').length)
  })

  it('has the query of the routes that take one, and of no other', () => {
    const taking = ROUTES.filter(route => needsCaller(route) && 'query' in route)
    const documented = ROUTES.filter(needsCaller).filter(({ method, path }) =>
      operationOf(`${method} ${path}`).parameters.some(parameter => parameter.in === 'query'),
    )

    expect(taking).toEqual(documented)
  })

  it('gives each operation a name of its own', () => {
    const names = ROUTES.map(({ method, path }) => operationOf(`${method} ${path}`).operationId)

    expect(new Set(names).size).toBe(names.length)
  })
})

/** The document's schemas, but that nothing may be in an answer of which they say nothing. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).map(([name, value]) => [name, closed(value)])
  const isObject = 'properties' in schema && 'type' in schema && schema.type === 'object'
  return { ...Object.fromEntries(entries), ...(isObject && { additionalProperties: false }) }
}

const RETURN_ADDRESS = {
  name: 'Jane Roe',
  company: 'AnyCompany',
  street1: '123 Any Street',
  city: 'Anytown',
  stateOrProvince: 'WA',
  postalCode: '98101',
  country: 'USA',
  phoneNumber: '+1 206 555 0111',
}

describe('what the functions answer', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ $id: 'doc', components: closed(apiDocument.components) as object })
  let handlers: readonly Handler[]
  let world: SubmissionWorld
  let subscriptions: ReturnType<typeof subscriptionWorld>
  beforeAll(async () => {
    world = submissionWorld()
    const { deps } = world
    const checks = checkWorld()
    subscriptions = subscriptionWorld()
    handlers = [
      submitJobs(deps),
      lookUpJobs(deps),
      manageJobs(deps),
      manageChecks(checks.deps),
      manageTeams(teamWorld().deps),
      manageSubscriptions({ ...subscriptions.manage, log: deps.log }),
    ]
  })

  const TEXT = { 'Content-Type': 'text/plain' }
  const JSON_TYPE = { 'Content-Type': 'application/json' }
  const HANDLER_OF = {
    'submit-jobs': 0,
    'look-up-jobs': 1,
    'manage-jobs': 2,
    'manage-checks': 3,
    'manage-teams': 4,
    'manage-subscriptions': 5,
    'query-api': 6,
    console: 7,
  }

  /** Asks, and holds the answer against the document. */
  const ask = async (route: RouteName, request: Partial<Parameters<typeof proxyEvent>[0]> = {}) => {
    const row = ROUTES.find(({ method, path }) => `${method} ${path}` === route)
    const handler = row && handlers[HANDLER_OF[row.function]]
    if (!handler) throw new Error(`no handler for ${route}`)
    const answer = readResult(await handler(proxyEvent({ route, team: 'lab', ...request })))
    const documented = operationOf(route).responses[String(answer.status)]
    if (!documented) throw new Error(`${route} answers ${answer.status} ${answer.text}, which is not documented`)
    for (const name of Object.keys(answer.headers)) {
      if (name !== 'Content-Type') expect([answer.status, ...Object.keys(documented.headers ?? {})]).toContain(name)
    }
    const type = String(answer.headers['Content-Type']).split(';')[0] ?? ''
    if (answer.text === '') expect(answer.headers).not.toHaveProperty('Content-Type')
    else expect(Object.keys(documented.content ?? {})).toContain(type)
    if (type === 'application/problem+json') {
      const problem = ajv.getSchema('doc#/components/schemas/Problem')
      expect({ valid: problem?.(answer.body), errors: problem?.errors }).toEqual({ valid: true, errors: null })
      expect(documented.description).toContain(answer.body.code)
    } else if (type === 'application/json') {
      const text = JSON.stringify(documented.content?.[type]?.schema).replaceAll('"#/', '"doc#/')
      const validate = ajv.compile(JSON.parse(text))
      expect({ valid: validate(answer.body), errors: validate.errors }).toEqual({ valid: true, errors: null })
    }
    return answer
  }

  it('is what the document describes, all along the life of a job', async () => {
    const submission = { headers: TEXT, body: importManifest() }
    const created = await ask('POST /v1/jobs', submission)
    const params = { jobId: String(created.body.jobId) }
    const statuses = [created.status]
    const then = async (...args: Parameters<typeof ask>) => void statuses.push((await ask(...args)).status)
    await then('POST /v1/jobs', submission)
    await then('POST /v1/jobs', { ...submission, query: { validateOnly: ['true'] } })
    await then('GET /v1/jobs')
    await then('GET /v1/jobs', { headers: { Accept: 'text/csv' } })
    await then('GET /v1/jobs', { query: { format: ['csv'], all: ['true'] } })
    await then('GET /v1/submissions/{id}', { params: { id: String(created.body.id) } })
    const tagged = { manifest: importManifest('prefix:tagged/'), tags: { project: 'apollo' }, description: 'Monday' }
    await then('POST /v1/jobs', { headers: JSON_TYPE, body: JSON.stringify(tagged) })
    await then('GET /v1/jobs', { query: { tag: ['project=apollo'] } })
    await then('GET /v1/reports/usage', { query: { tag: ['project'] } })
    await then('GET /v1/reports/usage', { query: { format: ['csv'] } })
    await then('GET /v1/jobs/{jobId}', { params })
    await then('GET /v1/jobs/{jobId}', { params, headers: { 'If-None-Match': '*' } })
    await then('GET /v1/jobs/{jobId}/signature', { params })
    await then('GET /v1/jobs/{jobId}/events', { params })
    await then('GET /v1/jobs/{jobId}/manifest', { params })
    await then('GET /v1/events')
    await then('GET /v1/events', { query: { format: ['ndjson'] } })
    await then('POST /v1/signatures/verify', { headers: TEXT, body: String(created.body.signatureFileContents) })
    const items = [{ manifest: importManifest() }, { manifest: 'manifestVersion:2.0' }]
    await then('POST /v1/batches', { headers: JSON_TYPE, body: JSON.stringify({ items }) })
    await then('POST /v1/batches', { headers: JSON_TYPE, body: JSON.stringify({ items, validateOnly: true }) })
    await then('GET /v1/jobs/{jobId}/status', { params })
    await then('GET /v1/jobs/{jobId}', { params })
    await then('PUT /v1/jobs/{jobId}/manifest', { ...submission, params })
    await then('PUT /v1/jobs/{jobId}/manifest', { ...submission, params, query: { validateOnly: ['true'] } })
    await then('POST /v1/shipping-labels', { headers: JSON_TYPE, body: JSON.stringify({ jobIds: [params.jobId] }) })
    await then('POST /v1/jobs/{jobId}/cancel', { params })

    expect(statuses).toEqual([201, ...Array(6).fill(200), 201, 200, 200, 200, 200, 304, ...Array(14).fill(200)])
  })

  it('is what the document describes of checks', async () => {
    const params = { name: 'nightly' }
    const put = { params, headers: TEXT, body: importManifest() }
    const statuses = []
    for (const [route, request] of [
      ['PUT /v1/checks/{name}', put],
      ['PUT /v1/checks/{name}', put],
      ['POST /v1/checks/{name}/run', { params }],
      ['GET /v1/checks/{name}', { params }],
      ['GET /v1/checks/{name}/runs', { params }],
      ['GET /v1/checks', {}],
      ['DELETE /v1/checks/{name}', { params }],
    ] as const) {
      statuses.push((await ask(route, request)).status)
    }

    expect(statuses).toEqual([201, 200, 200, 200, 200, 200, 204])
  })

  it('is what the document describes of teams, templates and addresses', async () => {
    const team = { params: { team: 'lab' }, role: 'operator', headers: JSON_TYPE } as const
    const named = { params: { name: 'monthly' }, headers: JSON_TYPE }
    const template = JSON.stringify({ manifest: 'deviceId: {{deviceId}}\n' })
    const address = JSON.stringify({ address: RETURN_ADDRESS })
    const keys = JSON.stringify({ keys: ['AKIAIOSFODNN7EXAMPLE'], buckets: [{ bucket: 'lab-*' }] })
    const headers = { ...JSON_TYPE, 'If-Match': '*' }
    const statuses = []
    for (const [route, request] of [
      ['PUT /v1/teams/{team}', { ...team, body: '{}' }],
      ['PUT /v1/teams/{team}', { ...team, headers, body: keys }],
      ['PUT /v1/teams/{team}', { ...team, body: keys }],
      ['PUT /v1/teams/{team}', { ...team, body: '{"members": [{"arn": "arn:*"}]}' }],
      ['GET /v1/teams/{team}', team],
      ['GET /v1/teams', team],
      ['GET /v1/keys', { role: 'operator' }],
      ['GET /v1/me', team],
      ['GET /v1/me', {}],
      ['PUT /v1/templates/{name}', { ...named, body: template }],
      ['PUT /v1/templates/{name}', { ...named, body: template }],
      ['PUT /v1/templates/{name}', { ...named, body: '{"manifest": "a:b"}' }],
      ['GET /v1/templates/{name}', named],
      ['GET /v1/templates', {}],
      ['DELETE /v1/templates/{name}', named],
      ['GET /v1/templates/{name}', named],
      ['PUT /v1/addresses/{name}', { ...named, body: address }],
      ['GET /v1/addresses/{name}', named],
      ['GET /v1/addresses', {}],
      ['DELETE /v1/addresses/{name}', named],
      ['DELETE /v1/teams/{team}', { ...team, headers }],
      ['GET /v1/teams/{team}', team],
    ] as const) {
      statuses.push((await ask(route, request)).status)
    }

    expect(statuses).toEqual([
      ...[201, 200, 428, 422, 200, 200, 200, 200, 200],
      ...[201, 200, 422, 200, 200, 204, 404],
      ...[201, 200, 200, 204, 204, 404],
    ])
  })

  /** A request as the document has it, and as somebody sends it who has not read the document. */
  const requestOf = (route: RouteName, jobId: string): fc.Arbitrary<Partial<Parameters<typeof proxyEvent>[0]>> => {
    const { parameters, requestBody } = operationOf(route)
    const odd = fc.constantFrom('', '0', '-1', '1001', 'true', 'x'.repeat(300), '\u0000', 'ü', '"', '../..', '%')
    const fitting = (schema: DocumentedParameter['schema']): fc.Arbitrary<string> => {
      if (schema.enum) return fc.constantFrom(...schema.enum)
      if (schema.type === 'boolean') return fc.constantFrom('true', 'false')
      if (schema.type === 'integer')
        return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1000 }).map(String)
      return fc.constantFrom('2026-11-21', jobId, 'rate(1 day)', 'lab', 'a=b')
    }
    const inPlace = (place: string) => parameters.filter(parameter => parameter.in === place)
    const query = fc.record(
      Object.fromEntries(
        [...inPlace('query'), { name: 'unknown', schema: {} }].map(({ name, schema }) => [
          name,
          fc
            .oneof({ weight: 3, arbitrary: fitting(schema) }, odd)
            .chain(value => fc.constantFrom<string[]>([value], [value, value])),
        ]),
      ),
      { requiredKeys: [] },
    )
    const params = fc.record(
      Object.fromEntries(
        inPlace('path').map(({ name }) => [name, fc.constantFrom(jobId, 'ZZZZZ', 'a.pdf', '1', '\u0000')]),
      ),
    )
    const headers = fc.record(
      Object.fromEntries([
        ...inPlace('header').map(({ name }) => [name, fc.constantFrom('*', '"a"', 'a=b', '\u0000', 'x'.repeat(300))]),
        [
          'Content-Type',
          fc.constantFrom(...Object.keys(requestBody?.content ?? {}), 'image/png', 'text/plain; charset=x'),
        ],
        ['Content-Encoding', fc.constantFrom('identity', 'gzip', 'br')],
        ['Accept', fc.constantFrom('text/csv', 'application/json', 'image/png')],
      ]),
      { requiredKeys: [] },
    )
    const body = fc.oneof(
      fc.constantFrom('', 'x', '{', '{}', '[]', importManifest(), JSON.stringify({ manifest: importManifest() })),
      fc.json(),
    )
    const team = fc.constantFrom('lab', 'lab', 'lab', 'film', undefined)
    const role = fc.constantFrom('member', 'member', 'viewer', 'auditor', 'operator')
    return fc.record({ query, params, headers, body, team, role }) as fc.Arbitrary<
      Partial<Parameters<typeof proxyEvent>[0]>
    >
  }

  it('is what the document describes of whatever is asked', async () => {
    const submission = { headers: TEXT, body: importManifest('prefix:generated/') }
    const { body: job } = await ask('POST /v1/jobs', submission)
    const served = ROUTES.filter(({ function: name }) => (HANDLER_OF[name] ?? 99) < handlers.length)
    const asked = fc.constantFrom(...served.map(({ method, path }) => `${method} ${path}` as RouteName))

    await fc.assert(
      fc.asyncProperty(
        asked.chain(route => requestOf(route, String(job.jobId)).map(request => [route, request] as const)),
        async ([route, request]) => void (await ask(route, request)),
      ),
      { numRuns: 800 },
    )
  })

  it('is what the document describes of subscriptions, and so is what they send', async () => {
    const params = { name: 'crates' }
    const json = { headers: JSON_TYPE, params }
    const { url, secret } = WEBHOOK
    const put = { ...json, body: JSON.stringify({ events: ['*'], to: { type: 'webhook', url, secret } }) }
    const statuses = []
    let deliveryId = ''
    for (const [route, request] of [
      ['PUT /v1/subscriptions/{name}', put],
      ['PUT /v1/subscriptions/{name}', put],
      ['GET /v1/subscriptions/{name}', { params }],
      ['GET /v1/subscriptions', {}],
      ['POST /v1/subscriptions/{name}/test', { params }],
      ['GET /v1/subscriptions/{name}/deliveries', { params }],
    ] as const) {
      const answer = await ask(route, request)
      deliveryId = answer.body.deliveries?.[0].id ?? deliveryId
      statuses.push(answer.status)
    }
    const retry = 'POST /v1/subscriptions/{name}/deliveries/{deliveryId}/retry'
    statuses.push((await ask(retry, { params: { ...params, deliveryId } })).status)
    statuses.push((await ask('DELETE /v1/subscriptions/{name}', { params })).status)

    expect(statuses).toEqual([201, 200, 200, 200, 202, 200, 202, 204])
  })

  it.each(NOTICE_TYPES)('describes the event %s as a webhook gets it', async type => {
    const events = await everyEvent()
    const found = events.filter(event => event.type === type)
    const webhook = apiDocument.webhooks[type]?.post.requestBody.content[CLOUD_EVENT_TYPE]
    const validate = ajv.compile(JSON.parse(JSON.stringify(webhook?.schema).replaceAll('"#/', '"doc#/')))

    expect(found.length).toBeGreaterThan(0)
    for (const event of found) {
      expect({ valid: validate(event), errors: validate.errors }).toEqual({ valid: true, errors: null })
    }
  })

  const withBody = ROUTES.filter(
    route => needsCaller(route) && operationOf(`${route.method} ${route.path}`).requestBody,
  )

  it.each(withBody.map(({ method, path }) => `${method} ${path}` as RouteName))(
    'names the media types that %s reads, where another one or another charset comes',
    async route => {
      const { content } = operationOf(route).requestBody ?? {}
      const types = Object.keys(content ?? {})
      const role = route.includes('/teams/') ? 'operator' : route.includes('/depot/') ? 'depot' : 'member'
      for (const type of ['image/png', `${types.at(-1)}; charset=koi8-r`]) {
        const answer = await ask(route, {
          headers: { 'Content-Type': type },
          body: 'x',
          role,
          params: { jobId: 'A', name: 'a', team: 'lab' },
        })

        expect([answer.status, answer.headers['Accept-Post']?.toString().split(', ').toSorted()]).toEqual([
          415,
          types.toSorted(),
        ])
      }
    },
  )

  const roleFor = ({ caller }: (typeof ROUTES)[number]) =>
    caller === 'operator' || caller === 'depot' ? caller : ('member' as const)

  it.each(ROUTES.filter(needsCaller).map(row => [`${row.method} ${row.path}` as RouteName, row] as const))(
    'refuses a parameter that %s does not know',
    async (route, row) => {
      const body = operationOf(route).requestBody ? { headers: TEXT, body: importManifest() } : {}
      const params = {
        jobId: 'NONE1',
        name: 'none',
        team: 'none',
        id: 'none',
        number: '1',
        day: '2026-11-21',
        deliveryId: 'none',
      }
      const answer = await ask(route, { ...body, params, role: roleFor(row), query: { validateonly: ['true'] } })

      // Who sends the wrong media type hears of that first where a route reads both body and query.
      expect(['QUERY_INVALID', 'MEDIA_TYPE_UNSUPPORTED']).toContain(answer.body.code)
    },
  )

  it('cancels nothing where a parameter asks for what cancelling does not know, and takes signatures in the query', async () => {
    const { body: job } = await ask('POST /v1/jobs', { headers: TEXT, body: importManifest('prefix:uncancelled/') })
    const params = { jobId: String(job.jobId) }

    const refused = await ask('POST /v1/jobs/{jobId}/cancel', { params, query: { validateOnly: ['true'] } })
    const kept = await ask('GET /v1/jobs/{jobId}', { params })
    const signed = await ask('GET /v1/jobs/{jobId}/signature', { params, query: { 'X-Amz-Signature': ['00'] } })

    expect([refused.body.code, kept.body.state, signed.status]).toEqual(['QUERY_INVALID', 'created', 200])
  })

  it('is what the document describes of problems', async () => {
    world.service.fates.push('refused')
    const codes = []
    const requests: readonly Parameters<typeof ask>[] = [
      ['POST /v1/jobs', { headers: TEXT, body: 'manifestVersion:2.0\n' }],
      ['POST /v1/jobs', { headers: TEXT, body: importManifest().replace('WX21', 'WX22') }],
      ['POST /v1/jobs', { headers: { 'Content-Type': 'image/png' }, body: 'x' }],
      ['POST /v1/jobs', { headers: TEXT, body: 'x', role: 'auditor' }],
      ['POST /v1/jobs', { headers: TEXT, body: 'x', team: undefined }],
      ['POST /v1/jobs', { headers: JSON_TYPE, body: '{"manifest": 1, "x": 2}' }],
      ['GET /v1/jobs', { query: { teem: ['lab'] } }],
      ['GET /v1/jobs/{jobId}', { params: { jobId: 'NONE1' } }],
      ['GET /v1/jobs/{jobId}/artifacts/{name}', { params: { jobId: 'NONE1', name: 'a.pdf' } }],
      ['GET /v1/submissions/{id}', { params: { id: 'NONE1' } }],
      ['GET /v1/checks/{name}', { params: { name: 'none' } }],
      ['PUT /v1/checks/{name}', { params: { name: 'a' }, headers: JSON_TYPE, body: '{"schedule": "never"}' }],
    ]
    for (const request of requests) codes.push((await ask(...request)).body.code)

    expect(codes).toEqual([
      'MANIFEST_INVALID',
      'SERVICE_REFUSED',
      'MEDIA_TYPE_UNSUPPORTED',
      'NOT_ALLOWED',
      'NOT_AUTHENTICATED',
      'FIELD_INVALID',
      'QUERY_INVALID',
      'JOB_NOT_FOUND',
      'JOB_NOT_FOUND',
      'SUBMISSION_NOT_FOUND',
      'CHECK_NOT_FOUND',
      'SCHEDULE_INVALID',
    ])
  })

  it('is the document itself, with the address that it was asked for at', async () => {
    const { body } = await ask('GET /v1/openapi.json', { stage: '/prod', team: undefined })

    expect(body).toEqual(JSON.parse(JSON.stringify(apiDocument)))
  })
})

import { beforeEach, describe, expect, it } from '@jest/globals'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { manageJobs } from '../../../lib/http/jobs/manage-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import { readResult } from '../../support/http-answer.ts'
import { exportManifest, importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

const TEXT = { 'Content-Type': 'text/plain' }
const JSON_TYPE = { 'Content-Type': 'application/json' }
const MANIFEST = 'PUT /v1/jobs/{jobId}/manifest'
const CANCEL = 'POST /v1/jobs/{jobId}/cancel'
const STATUS = 'GET /v1/jobs/{jobId}/status'
const LABELS = 'POST /v1/shipping-labels'

let world: SubmissionWorld
let etag: string
beforeEach(async () => {
  world = submissionWorld()
  const event = proxyEvent({ route: 'POST /v1/jobs', headers: TEXT, body: importManifest(), team: 'lab' })
  etag = String(readResult(await submitJobs(world.deps)(event)).headers.ETag)
})

const ask = async (route: string, overrides: Partial<Parameters<typeof proxyEvent>[0]> = {}) =>
  readResult(await manageJobs(world.deps)(proxyEvent({ route, params: { jobId: 'J1111' }, team: 'lab', ...overrides })))
const look = async (headers: Record<string, string> = {}, stage = '') =>
  readResult(
    await lookUpJobs(world.deps)(
      proxyEvent({ route: 'GET /v1/jobs/{jobId}', params: { jobId: 'J1111' }, team: 'lab', headers, stage }),
    ),
  )
const put = (overrides: Partial<Parameters<typeof proxyEvent>[0]> = {}) =>
  ask(MANIFEST, {
    body: exportManifest(),
    ...overrides,
    query: { allowKindChange: ['true'], ...overrides.query },
    headers: { ...TEXT, ...overrides.headers },
  })

describe('the entity tag of a job', () => {
  it('is the one that the submission answered, whoever asks and under whatever address', async () => {
    expect(etag).toMatch(/^"[\w-]{22}"$/)
    expect((await look()).headers.ETag).toBe(etag)
    expect((await look({}, '/prod')).headers.ETag).toBe(etag)
  })

  it('spares a caller what it has already: 304 without a body', async () => {
    expect(await look({ 'If-None-Match': etag })).toMatchObject({ status: 304, text: '', headers: { ETag: etag } })
    expect((await look({ 'If-None-Match': `"other", W/${etag}` })).status).toBe(304)
    expect((await look({ 'If-None-Match': '*' })).status).toBe(304)
    expect((await look({ 'If-None-Match': '"other"' })).status).toBe(200)
  })

  it('changes with the job, but not with a status that has nothing new', async () => {
    await ask(STATUS)
    const first = (await look()).headers.ETag
    world.pass(60)
    await ask(STATUS)

    expect((await look()).headers.ETag).toBe(first)
    const cancelled = await ask(CANCEL)
    expect(cancelled.headers.ETag).not.toBe(first)
    expect((await look()).headers.ETag).toBe(cancelled.headers.ETag)
  })
})

describe('PUT /v1/jobs/{jobId}/manifest', () => {
  it('answers 200 with the job as it is now', async () => {
    const { status, headers, body } = await put()

    expect(status).toBe(200)
    expect(body).toMatchObject({ jobId: 'J1111', jobType: 'Export', deviceId: 'EX-7', buckets: ['logs', 'results'] })
    const looked = await look()
    expect(looked.body).toEqual(body)
    expect(looked.headers.ETag).toBe(headers.ETag)
  })

  it('with If-Match changes only the job that the caller has seen: else 412', async () => {
    expect(await put({ headers: { 'If-Match': '"other"' } })).toMatchObject({
      status: 412,
      body: { code: 'JOB_CHANGED', retryable: false },
    })
    expect((await put({ headers: { 'If-Match': `"other", ${etag}` } })).status).toBe(200)
    expect((await put({ headers: { 'If-Match': etag } })).status).toBe(412)
    expect((await put({ headers: { 'If-Match': '*' } })).status).toBe(200)
  })

  it('takes JSON too, and reports what is wrong with a manifest', async () => {
    const body = JSON.stringify({ manifest: exportManifest(), jobType: 'Export' })
    expect((await put({ headers: JSON_TYPE, body })).status).toBe(200)

    const wrong = await put({ body: 'bucket:b\n' })
    expect(wrong).toMatchObject({ status: 422, body: { code: 'MANIFEST_INVALID' } })
    expect(wrong.body.errors.length).toBeGreaterThan(3)
  })

  it('with validateOnly changes nothing', async () => {
    const { status, body } = await put({ query: { validateOnly: ['true'] } })

    expect({ status, body }).toMatchObject({ status: 200, body: { valid: true, jobType: 'Export' } })
    expect((await look()).headers.ETag).toBe(etag)
  })
})

describe('POST /v1/jobs/{jobId}/cancel', () => {
  it('answers 200 with the cancelled job, and after that 409 with what is allowed', async () => {
    expect(await ask(CANCEL)).toMatchObject({
      status: 200,
      body: { state: 'cancelled', allowedActions: ['custody', 'status'] },
    })
    expect(await ask(CANCEL)).toMatchObject({
      status: 409,
      body: {
        code: 'TRANSITION_NOT_ALLOWED',
        currentState: 'cancelled',
        allowedActions: ['custody', 'status'],
        retryable: false,
      },
    })
  })

  it('keeps to If-Match', async () => {
    expect((await ask(CANCEL, { headers: { 'If-Match': '"other"' } })).status).toBe(412)
    expect((await ask(CANCEL, { headers: { 'If-Match': etag } })).status).toBe(200)
  })
})

describe('GET /v1/jobs/{jobId}/status', () => {
  it('answers what the service answers, when it was asked, and what is allowed', async () => {
    expect(await ask(STATUS)).toMatchObject({
      status: 200,
      body: {
        jobId: 'J1111',
        state: 'created',
        locationCode: 'NotReceived',
        progressCode: 'Pending',
        checkedAt: '2026-11-21T10:00:00.000Z',
        allowedActions: ['update', 'cancel', 'label', 'ship', 'custody', 'status'],
      },
    })
    expect((await look()).body.status).toMatchObject({ checkedAt: '2026-11-21T10:00:00.000Z' })
  })
})

describe('POST /v1/shipping-labels', () => {
  const label = (body: unknown) => ask(LABELS, { headers: JSON_TYPE, body: JSON.stringify(body) })

  it('answers where the label is', async () => {
    expect(await label({ jobIds: ['J1111'], sender: { name: 'Ann', city: 'Anytown' } })).toMatchObject({
      status: 200,
      body: { jobIds: ['J1111'], url: 'https://labels.example/shipping-label-J1111.pdf', warnings: [] },
    })
  })

  it.each([
    ['no job', { jobIds: [] }],
    ['jobs that are no texts', { jobIds: [1] }],
    ['no list of jobs', {}],
    ['an unknown field', { jobIds: ['J1111'], priority: 1 }],
    ['an unknown field of the sender', { jobIds: ['J1111'], sender: { planet: 'Mars' } }],
  ])('refuses %s', async (_what, body) => {
    expect(await label(body)).toMatchObject({ status: 400, body: { code: 'FIELD_INVALID' } })
  })

  it('takes JSON only', async () => {
    expect(await ask(LABELS, { headers: TEXT, body: 'J1111' })).toMatchObject({ status: 415 })
    expect(await ask(LABELS, { headers: JSON_TYPE, body: null })).toMatchObject({ status: 400 })
  })
})

describe('who may', () => {
  const body = JSON.stringify({ jobIds: ['J1111'] })

  it('an auditor sees the status of every job, and changes none', async () => {
    const auditor = { team: 'audit', role: 'auditor' as const }

    expect((await ask(STATUS, auditor)).status).toBe(200)
    expect(await put(auditor)).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } })
    expect((await ask(CANCEL, auditor)).status).toBe(403)
    expect((await ask(LABELS, { ...auditor, headers: JSON_TYPE, body })).status).toBe(403)
    expect((await look()).body.state).toBe('created')
  })

  it("another team's job is not there, and a request without a caller has none", async () => {
    for (const [team, status] of [
      ['film', 404],
      [undefined, 401],
    ] as const) {
      expect((await ask(STATUS, { team })).status).toBe(status)
      expect((await put({ team })).status).toBe(status)
      expect((await ask(CANCEL, { team })).status).toBe(status)
      expect((await ask(LABELS, { team, headers: JSON_TYPE, body })).status).toBe(status)
    }
  })
})

import { beforeEach, describe, expect, it } from '@jest/globals'
import { createEd25519Signer } from '../../../lib/adapters/secrets/ed25519-signer.ts'
import type { AuditEvent } from '../../../lib/audit/event.ts'
import { signDays } from '../../../lib/audit/sign-days.ts'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { manageJobs } from '../../../lib/http/jobs/manage-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import { readResult } from '../../support/http-answer.ts'
import { importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

type Asked = Partial<Parameters<typeof proxyEvent>[0]>

const TEXT = { 'Content-Type': 'text/plain' }
const AUDITOR = { team: '(auditors)', role: 'auditor' } as const

let world: SubmissionWorld
beforeEach(() => {
  world = submissionWorld()
})

const ask = async (route: string, asked: Asked = {}) => {
  const event = proxyEvent({ route, team: 'lab', ...asked })
  const handlers = [submitJobs(world.deps), manageJobs(world.deps), lookUpJobs(world.deps)]
  for (const handler of handlers) {
    const answer = readResult(await handler(event))
    if (answer.body?.code !== 'ROUTE_NOT_FOUND') return answer
  }
  throw new Error(`${route} is served by none`)
}
const submit = (asked: Asked = {}) => ask('POST /v1/jobs', { headers: TEXT, body: importManifest(), ...asked })
const history = async (query: Record<string, string> = {}, asked: Asked = {}) => {
  const values = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]]))
  return ask('GET /v1/events', { query: values, ...asked })
}
const eventsOf = async (query: Record<string, string> = {}, asked: Asked = {}): Promise<AuditEvent[]> =>
  (await history({ pageSize: '1000', ...query }, asked)).body.events
const lines = async (query: Record<string, string> = {}, asked: Asked = {}) =>
  (await eventsOf(query, asked))
    .filter(({ action }) => action !== 'list-events')
    .map(({ action, outcome, code }) => [action, outcome, code].filter(part => part !== undefined).join(' '))

describe('history', () => {
  it('has every attempt on a job and every reading of it, done or refused', async () => {
    const { jobId, signatureFileContents } = (await submit()).body
    const params = { jobId }
    await submit()
    await submit({ headers: { ...TEXT, 'Idempotency-Key': 'k' }, body: 'manifestVersion:2.0\n' })
    await ask('GET /v1/jobs/{jobId}/signature', { params })
    await ask('GET /v1/jobs/{jobId}/manifest', { params })
    await ask('GET /v1/jobs/{jobId}/manifests/{number}', { params: { ...params, number: '7' } })
    await ask('GET /v1/jobs/{jobId}/status', { params })
    await ask('GET /v1/jobs/{jobId}/artifacts/{name}', { params: { ...params, name: 'none.pdf' } })
    await ask('POST /v1/signatures/verify', { headers: TEXT, body: signatureFileContents })
    await ask('PUT /v1/jobs/{jobId}/manifest', {
      params,
      headers: { ...TEXT, 'If-Match': '"another"' },
      body: importManifest('prefix:new/'),
    })
    await ask('POST /v1/jobs/{jobId}/cancel', { params, role: 'viewer' })
    await ask('POST /v1/jobs/{jobId}/cancel', { params })
    await ask('POST /v1/jobs/{jobId}/cancel', { params })
    await ask('GET /v1/jobs/{jobId}/status', { params: { jobId: 'ZZZZZ' } })
    await ask('POST /v1/jobs', { headers: { 'Content-Type': 'image/png' }, body: 'x' })
    await submit({ query: { validateOnly: ['true'] } })
    await ask('GET /v1/jobs', { query: { state: ['created'] } })

    expect(await lines()).toEqual([
      'submit done',
      'replay done',
      'submit refused MANIFEST_INVALID',
      'fetch-signature done',
      'read-manifest done',
      'read-manifest refused MANIFEST_NOT_FOUND',
      'read-status done',
      'fetch-artifact refused NO_ARTIFACT',
      'verify-signature done',
      'update refused JOB_CHANGED',
      'cancel refused NOT_ALLOWED',
      'cancel done',
      'cancel refused TRANSITION_NOT_ALLOWED',
      'read-status refused JOB_NOT_FOUND',
      'submit refused MEDIA_TYPE_UNSUPPORTED',
      'validate done',
      'list-jobs done',
    ])
    expect((await eventsOf({ action: 'list-jobs' }))[0]).toMatchObject({ detail: '/v1/jobs?state=created' })
    expect((await eventsOf({ action: 'update' }))[0]).toMatchObject({ jobId, team: 'lab', principal: 'ann' })
  })

  it('has quota, busy and unclear answers of the service too', async () => {
    for (const fate of ['refused', 'not sent', 'lost on the way there'] as const) {
      world.service.fates.push(fate)
      await submit({ headers: { ...TEXT, 'Idempotency-Key': fate } })
    }
    await submit({ headers: { ...TEXT, 'Idempotency-Key': 'lost on the way there' } })

    expect(await lines({ action: 'submit' })).toEqual([
      'submit refused NoSuchBucketException',
      'submit not-sent',
      'submit unclear',
      'submit refused SUBMISSION_IN_PROGRESS',
    ])
  })

  it('names where a request came from, by the gateway and not by a header', async () => {
    const identity = { sourceIp: '203.0.113.7', userAgent: 'curl/8', accessKey: 'ASIAEXAMPLE' }
    await submit({ identity, headers: { ...TEXT, 'X-Forwarded-For': '198.51.100.1' } })

    const [submitted] = await eventsOf()
    expect(submitted).toMatchObject({
      principal: 'ann',
      requestId: 'request-1',
      address: '203.0.113.7',
      userAgent: 'curl/8',
      accessKeyId: 'ASIAEXAMPLE',
    })
  })

  it('gives the SIGNATURE in the answer that made the job and at its route only', async () => {
    const made = (await submit()).body
    const params = { jobId: made.jobId }
    const answers = [
      await submit(),
      await ask('GET /v1/jobs'),
      await ask('GET /v1/jobs', { headers: { Accept: 'text/csv' } }),
      await ask('GET /v1/jobs/{jobId}', { params }),
      await ask('GET /v1/jobs/{jobId}/status', { params }),
      await ask('GET /v1/jobs/{jobId}/events', { params }),
      await ask('PUT /v1/jobs/{jobId}/manifest', { params, headers: TEXT, body: importManifest('prefix:new/') }),
      await ask('POST /v1/jobs/{jobId}/cancel', { params }),
      await history(),
    ]

    expect(made.signature).toBe('hmgL0julWxoVXeYHHqFQAbvmaL4=')
    expect(answers.filter(({ text, body }) => `${text} ${JSON.stringify(body)}`.includes(made.signature))).toEqual([])
  })
})

describe('GET /v1/events', () => {
  it('shows a team its own events, and an auditor those of all teams or of one', async () => {
    world.keys.set('film', [{ accessKeyId: 'AKIAFILM', secretAccessKey: 's' }])
    await submit()
    await submit({ team: 'film', body: importManifest('prefix:film/') })

    const teamsOf = async (query: Record<string, string>, asked: Asked) => [
      ...new Set((await eventsOf({ action: 'submit', ...query }, asked)).map(({ team }) => team)),
    ]
    expect(await teamsOf({}, { team: 'lab' })).toEqual(['lab'])
    expect(await teamsOf({}, { team: 'film', role: 'viewer' })).toEqual(['film'])
    expect(await teamsOf({ team: 'film' }, { team: 'lab' })).toEqual([])
    expect(await teamsOf({}, AUDITOR)).toEqual(['lab', 'film'])
    expect(await teamsOf({ team: 'film' }, AUDITOR)).toEqual(['film'])
    expect((await history({}, { team: '(operators)', role: 'operator' })).status).toBe(403)
  })

  it('comes page by page, each event once, and continues where it ended once more has happened', async () => {
    for (let number = 0; number < 5; number += 1) await submit({ body: importManifest(`prefix:${number}/`) })
    const seen: string[] = []
    let token: string | undefined
    let resume: string | undefined
    while (resume === undefined) {
      const { body } = await history({ action: 'submit', pageSize: '2', ...(token && { pageToken: token }) })
      seen.push(...body.events.map(({ jobId }: AuditEvent) => jobId))
      token = body.nextPageToken
      resume = body.resumeToken
    }
    await submit({ body: importManifest('prefix:later/') })
    const later = (await history({ action: 'submit', pageToken: resume })).body.events

    expect(new Set(seen).size).toBe(5)
    expect(seen).toHaveLength(5)
    expect(later).toHaveLength(1)
  })

  it.each([
    [{ action: 'destroy' }, 'QUERY_INVALID'],
    [{ outcome: 'fine' }, 'QUERY_INVALID'],
    [{ from: 'yesterday' }, 'QUERY_INVALID'],
    [{ from: '2026-11-22', to: '2026-11-21' }, 'QUERY_INVALID'],
    [{ format: 'xml' }, 'QUERY_INVALID'],
    [{ pageSize: '0' }, 'QUERY_INVALID'],
    [{ who: 'ann' }, 'QUERY_INVALID'],
    [{ pageToken: 'forged' }, 'PAGE_TOKEN_INVALID'],
  ])('refuses %j with what is allowed', async (query, code) => {
    expect((await history(query)).body).toMatchObject({ status: 400, code })
    expect(await lines({ outcome: 'refused' })).toEqual([])
    expect((await eventsOf({ outcome: 'refused' })).map(event => event.code)).toEqual([code])
  })

  it('gives an event a line, or a table, with a link to the next page', async () => {
    await submit()
    await submit({ body: importManifest('prefix:other/') })

    const ndjson = await history({ pageSize: '1', format: 'ndjson' })
    const csv = await history({ pageSize: '1' }, { headers: { Accept: 'text/csv' } })

    expect(ndjson.headers).toMatchObject({ 'Content-Type': 'application/x-ndjson' })
    expect(JSON.parse(ndjson.text ?? '')).toMatchObject({ action: 'submit', sequence: 1 })
    expect(ndjson.headers.Link).toMatch(/pageToken=.*rel="next"/)
    expect(csv.text?.split('\r\n')[0]).toMatch(/^v,at,stream,sequence,id,principal,/)
  })

  it('is not answered where the reading cannot be recorded', async () => {
    await submit()
    const failing = {
      ...world.deps.history,
      append: async () => {
        throw new Error('the store is down')
      },
    }

    const answer = await lookUpJobs({ ...world.deps, history: failing })(
      proxyEvent({ route: 'GET /v1/events', team: 'lab' }),
    )

    expect(readResult(answer).status).toBe(500)
  })
})

describe('the signed digests', () => {
  it('are for auditors; the public key is for everybody who is known', async () => {
    await submit()
    world.pass(2 * 24 * 60 * 60)
    const digest = (day: string, asked: Asked = {}) => ask('GET /v1/audit/digests/{day}', { params: { day }, ...asked })
    expect((await ask('GET /v1/audit/public-key')).body).toMatchObject({ status: 404, code: 'DIGEST_NOT_FOUND' })

    await signDays({ ...world.deps, signer: createEd25519Signer(Buffer.alloc(32, 7)) })

    expect((await digest('2026-11-21', AUDITOR)).body).toMatchObject({ digest: { day: '2026-11-21', events: 1 } })
    expect((await digest('2026-11-21', { team: '(operators)', role: 'operator' })).status).toBe(200)
    expect((await digest('2026-11-21')).body).toMatchObject({ status: 403, code: 'NOT_ALLOWED' })
    for (const day of ['2026-12-24', '../public-key', '']) {
      expect((await digest(day, AUDITOR)).body).toMatchObject({ status: 404, code: 'DIGEST_NOT_FOUND' })
    }
    expect((await ask('GET /v1/audit/public-key')).text).toMatch(/^-----BEGIN PUBLIC KEY-----/)
    expect(await lines({ action: 'read-digests' }, AUDITOR)).toEqual([
      'read-digests done',
      'read-digests done',
      'read-digests refused NOT_ALLOWED',
      ...Array(3).fill('read-digests refused DIGEST_NOT_FOUND'),
    ])
  })
})

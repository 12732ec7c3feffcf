import { beforeEach, describe, expect, it } from '@jest/globals'
import Papa from 'papaparse'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { manageJobs } from '../../../lib/http/jobs/manage-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import { reconcile } from '../../../lib/jobs/submit/reconcile.ts'
import { readResult } from '../../support/http-answer.ts'
import { importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { KEY, type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

let world: SubmissionWorld
beforeEach(() => {
  world = submissionWorld()
  world.keys.set('film', [{ ...KEY, accessKeyId: 'AKIAI44QH8DHBEXAMPLE' }])
})

type Request = Partial<Parameters<typeof proxyEvent>[0]>
const TEXT = { 'Content-Type': 'text/plain' }
const JSON_TYPE = { 'Content-Type': 'application/json' }
const ask = async (route: string, request: Request = {}) => {
  const handler = route.startsWith('GET') ? lookUpJobs : route.startsWith('PUT') ? manageJobs : submitJobs
  return readResult(await handler(world.deps)(proxyEvent({ route, team: 'lab', ...request })))
}
const submit = (request: Request, headers: Record<string, string> = TEXT) =>
  ask('POST /v1/jobs', { body: importManifest(), ...request, headers: { ...headers, ...request.headers } })
const asJson = (body: object, request: Request = {}) =>
  submit({ ...request, body: JSON.stringify({ manifest: importManifest(), ...body }) }, JSON_TYPE)

const TAGS = { 'cost centre': '4711', project: 'apollo' }
const DESCRIPTION = 'The disk of Monday, "blue"'

describe('tags and a description', () => {
  it.each([
    ['JSON', () => asJson({ tags: TAGS, description: DESCRIPTION })],
    ['the query', () => submit({ query: { tag: ['project=apollo', 'cost centre=4711'], description: [DESCRIPTION] } })],
    [
      'headers',
      () =>
        submit({
          headers: {
            'Waybill-Tags': new URLSearchParams(TAGS).toString(),
            'Waybill-Description': encodeURIComponent(DESCRIPTION),
          },
        }),
    ],
    [
      'all of them together',
      () =>
        asJson(
          { tags: { project: 'apollo' } },
          {
            query: { tag: ['project=apollo'], description: [DESCRIPTION] },
            headers: { 'waybill-tags': 'cost+centre=4711' },
          },
        ),
    ],
  ])('come with the manifest in %s, and stay with the job and its submission', async (_where, send) => {
    const made = await send()

    expect([made.status, made.body.tags, made.body.description]).toEqual([201, TAGS, DESCRIPTION])
    const job = await ask('GET /v1/jobs/{jobId}', { params: { jobId: made.body.jobId } })
    expect(job.body).toMatchObject({ tags: TAGS, description: DESCRIPTION })
    const submission = await ask('GET /v1/submissions/{id}', { params: { id: made.body.id } })
    expect(submission.body).toMatchObject({ tags: TAGS, description: DESCRIPTION })
    const { body } = await ask('GET /v1/jobs')
    expect(body.jobs[0].tags).toEqual(TAGS)
    expect(body.jobs[0]).not.toHaveProperty('description')
  })

  it('stay as they were when the manifest is sent again with others, or replaced', async () => {
    const made = await asJson({ tags: TAGS, description: DESCRIPTION })
    const again = await asJson({ tags: { project: 'gemini' } })
    const params = { jobId: made.body.jobId }
    const updated = await ask('PUT /v1/jobs/{jobId}/manifest', {
      params,
      headers: TEXT,
      body: importManifest('prefix:x/'),
    })

    expect([again.status, again.body.tags, again.body.description]).toEqual([200, TAGS, DESCRIPTION])
    expect([updated.status, updated.body.tags, updated.body.description]).toEqual([200, TAGS, DESCRIPTION])
  })

  it.each([
    ['reconciliation', () => reconcile(world.deps, new Date(world.deps.clock().getTime() + 60_000))],
    ['the next request, which has others', () => asJson({ tags: { project: 'gemini' }, description: 'x' })],
  ])('of the first sender stay with a job whose answer was lost, found by %s', async (_finder, find) => {
    world.service.fates.push('answer lost')
    world.service.listFails = true
    expect((await asJson({ tags: TAGS })).status).toBe(504)
    world.service.listFails = false
    world.pass(60)

    await find()

    const { body } = await ask('GET /v1/jobs', { query: { tag: ['project=apollo'] } })
    expect(body.jobs).toMatchObject([{ state: 'created', tags: TAGS }])
    const { body: job } = await ask('GET /v1/jobs/{jobId}', { params: { jobId: body.jobs[0].jobId } })
    expect(job).not.toHaveProperty('description')
    expect(world.service.jobs).toHaveLength(1)
  })

  it('are new where a refused submission is sent again', async () => {
    world.service.fates.push('refused')
    await asJson({ tags: TAGS })
    expect((await ask('GET /v1/jobs', { query: { tag: ['project=apollo'] } })).body.jobs).toMatchObject([
      { state: 'refused', tags: TAGS },
    ])

    const made = await asJson({ tags: { project: 'gemini' } })

    expect([made.status, made.body.tags]).toEqual([201, { project: 'gemini' }])
    expect((await ask('GET /v1/jobs', { query: { tag: ['project=apollo'] } })).body.jobs).toEqual([])
  })

  it.each([
    ['a tag that is no pair', () => submit({ query: { tag: ['project'] } }), 'TAGS_INVALID', /NAME=VALUE/],
    ['a character that no tag has', () => asJson({ tags: { a: 'b;c' } }), 'TAGS_INVALID', /_ \. : \/ \+ - @/],
    [
      'too many',
      () => submit({ query: { tag: Array.from({ length: 21 }, (_, i) => `t${i}=x`) } }),
      'TAGS_INVALID',
      /20/,
    ],
    ['two values of one tag', () => submit({ query: { tag: ['a=1', 'a=2'] } }), 'TAGS_INVALID', /two values/],
    [
      'another value in a header',
      () => asJson({ tags: { a: '1' } }, { headers: { 'Waybill-Tags': 'a=2' } }),
      'TAGS_INVALID',
      /two values/,
    ],
    ['a value that is no text', () => asJson({ tags: { a: 1 } }), 'FIELD_INVALID', /errors/],
    ['a list of tags', () => asJson({ tags: ['a=1'] }), 'FIELD_INVALID', /errors/],
    ['a long description', () => asJson({ description: 'x'.repeat(501) }), 'DESCRIPTION_INVALID', /500/],
    ['two descriptions', () => submit({ query: { description: ['a', 'b'] } }), 'QUERY_INVALID', /once/],
    [
      'another description in a header',
      () => asJson({ description: 'a' }, { headers: { 'Waybill-Description': 'b' } }),
      'QUERY_INVALID',
      /one/,
    ],
    [
      'a header that is not encoded',
      () => submit({ headers: { 'Waybill-Description': '50%' } }),
      'URL_MALFORMED',
      /percent/,
    ],
    ['a misspelt parameter', () => submit({ query: { tags: ['a=1'] } }), 'QUERY_INVALID', /tag, description/],
  ])('are refused with what is allowed for %s, and nothing is sent', async (_what, send, code, said) => {
    const { status, body } = await send()

    expect([status, body.code]).toEqual([400, code])
    expect(body.detail).toMatch(said)
    expect(world.service.jobs).toEqual([])
    expect(await world.items()).toEqual([])
  })

  it('are checked by a validation like by a submission', async () => {
    const bad = await asJson({ tags: { '': 'x' }, validateOnly: true })
    const good = await asJson({ tags: TAGS, validateOnly: true })

    expect([bad.status, bad.body.code, good.status]).toEqual([400, 'TAGS_INVALID', 200])
  })

  it('do not come with another manifest of a job', async () => {
    const made = await submit({})
    const params = { jobId: made.body.jobId }
    const body = JSON.stringify({ manifest: importManifest('prefix:x/'), tags: TAGS })

    const { status, body: problem } = await ask('PUT /v1/jobs/{jobId}/manifest', { params, headers: JSON_TYPE, body })

    expect([status, problem.code]).toEqual([400, 'FIELD_INVALID'])
  })

  it('of a batch are those of each item, with those of the headers', async () => {
    const items = [
      { manifest: importManifest('prefix:1/'), tags: { disk: '1' }, description: 'first' },
      { manifest: importManifest('prefix:2/') },
      { manifest: importManifest('prefix:3/'), tags: { disk: ';' } },
    ]
    const { body } = await ask('POST /v1/batches', {
      headers: { ...JSON_TYPE, 'Waybill-Tags': 'project=apollo' },
      body: JSON.stringify({ items }),
    })

    expect(body.items).toMatchObject([
      { status: 201, job: { tags: { disk: '1', project: 'apollo' }, description: 'first' } },
      { status: 201, job: { tags: { project: 'apollo' } } },
      { status: 400, problem: { code: 'TAGS_INVALID' } },
    ])
  })
})

describe('GET /v1/jobs?tag=', () => {
  const found = async (tag: string[], request: Request = {}) => {
    const { body } = await ask('GET /v1/jobs', { query: { tag }, ...request })
    return body.jobs.map(({ jobId }: { jobId: string }) => jobId)
  }
  beforeEach(async () => {
    for (const [number, tags] of [{ p: '1', c: '2' }, { p: '1' }, { c: '2' }, {}].entries()) {
      await asJson({ manifest: importManifest(`prefix:${number}/`), tags })
      world.pass(1)
    }
    await asJson({ manifest: importManifest('prefix:f/'), tags: { p: '1' } }, { team: 'film' })
  })

  it.each([
    [['p=1'], ['J1112', 'J1111']],
    [['c=2'], ['J1113', 'J1111']],
    [['c=2', 'p=1'], ['J1111']],
    [['p=2'], []],
    [['x=1'], []],
  ])('%j shows %j', async (tag, expected) => {
    expect(await found(tag)).toEqual(expected)
  })

  it("shows an auditor every team's", async () => {
    expect(await found(['p=1'], { team: 'audit', role: 'auditor' })).toEqual(['J1112', 'J1111', 'J1115'])
  })

  it('goes on page by page with all of its tags', async () => {
    const names = []
    let query: Record<string, string[]> | undefined = { tag: ['p=1', 'c=2'], pageSize: ['1'] }
    while (query) {
      const { body, headers } = await ask('GET /v1/jobs', { query })
      names.push(...body.jobs.map(({ jobId }: { jobId: string }) => jobId))
      const [, next] = /\?(.*)>; rel="next"/.exec(String(headers.Link ?? '')) ?? []
      const search: URLSearchParams | undefined = next === undefined ? undefined : new URLSearchParams(next)
      query = search && Object.fromEntries([...search.keys()].map(name => [name, search.getAll(name)]))
      if (query) expect(query.tag).toEqual(['p=1', 'c=2'])
    }
    expect(names).toEqual(['J1111'])
  })

  it('has a column in CSV', async () => {
    const { text } = await ask('GET /v1/jobs', { query: { format: ['csv'] } })

    const { data } = Papa.parse<{ tags: string }>(text, { header: true, skipEmptyLines: true })
    expect(data.map(({ tags }) => tags)).toEqual(['', 'c=2', 'p=1', 'c=2; p=1'])
  })

  it.each(['p', '=1', 'p=', 'p=;'])('refuses %j', async tag => {
    const { status, body } = await ask('GET /v1/jobs', { query: { tag: [tag] } })

    expect([status, body.code]).toEqual([400, 'TAGS_INVALID'])
  })
})

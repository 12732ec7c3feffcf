import { beforeEach, describe, expect, it } from '@jest/globals'
import Papa from 'papaparse'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import { readResult } from '../../support/http-answer.ts'
import { importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { created, submitting } from '../../support/records.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

let world: SubmissionWorld
let count: number
beforeEach(() => {
  world = submissionWorld()
  count = 0
})

type Request = Partial<Parameters<typeof proxyEvent>[0]>
const report = async (query: Record<string, string> = {}, request: Request = {}) => {
  const values = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]]))
  const event = proxyEvent({ route: 'GET /v1/reports/usage', team: 'lab', query: values, ...request })
  return readResult(await lookUpJobs(world.deps)(event))
}
const AUDITOR: Request = { team: 'audit', role: 'auditor' }

const save = (overrides: Parameters<typeof created>[0]) => {
  count += 1
  return world.jobs.save(created({ jobId: `J${count}`, id: `wb${count}`, ...overrides }))
}
const happen = async (
  action: 'submit' | 'validate',
  outcome: 'done' | 'refused',
  at: string,
  after?: object,
  team = 'lab',
) => {
  count += 1
  const happening = { principal: 'ann', action, outcome, team, ...(after && { after: { ...after } }) }
  await world.history.append(`requests/${team}/${count}`, happening, { id: `e${count}`, at })
}
const OCTOBER = '2026-10-31T23:59:59.999Z'
const NOVEMBER = '2026-11-01T00:00:00.000Z'
const NOTHING = { jobs: 0, refusals: 0, validations: 0, devicesReceived: 0, devicesReturned: 0, devicesWithErrors: 0 }
const status = (locationCode: string, rest = {}) => ({ checkedAt: NOVEMBER, locationCode, ...rest })

describe('GET /v1/reports/usage', () => {
  it('counts jobs and their devices by team, month and kind', async () => {
    await save({ createdAt: OCTOBER })
    await save({ createdAt: NOVEMBER })
    await save({ createdAt: NOVEMBER, state: 'cancelled' })
    await save({ createdAt: NOVEMBER, status: status('AtAWS', { progressCode: 'InProgress' }) })
    await save({
      createdAt: NOVEMBER,
      status: status('Returned', { progressCode: 'SuccessWithErrors', errorCount: 3 }),
    })
    await save({ createdAt: NOVEMBER, kind: 's3-export', jobType: 'Export' })
    await save({ createdAt: NOVEMBER, team: 'film' })

    const { status: answered, body } = await report({ from: '2026-10-01', to: '2026-12-01' })

    expect(answered).toBe(200)
    const group = { team: 'lab', tag: null }
    expect(body).toEqual({
      from: '2026-10-01T00:00:00.000Z',
      to: '2026-12-01T00:00:00.000Z',
      rows: [
        { ...group, month: '2026-10', kind: 's3-import', ...NOTHING, jobs: 1 },
        { ...group, month: '2026-11', kind: 's3-export', ...NOTHING, jobs: 1 },
        {
          ...group,
          month: '2026-11',
          kind: 's3-import',
          ...NOTHING,
          jobs: 4,
          devicesReceived: 2,
          devicesReturned: 1,
          devicesWithErrors: 1,
        },
      ],
      total: { ...NOTHING, jobs: 6, devicesReceived: 2, devicesReturned: 1, devicesWithErrors: 1 },
    })
  })

  it('counts refused submissions and validations from history, also of manifests that could not be read', async () => {
    await happen('submit', 'refused', OCTOBER, { kind: 's3-import' })
    await happen('submit', 'refused', NOVEMBER)
    await happen('submit', 'done', NOVEMBER, { kind: 's3-import' })
    await happen('validate', 'done', NOVEMBER, { kind: 's3-import' })
    await happen('validate', 'refused', NOVEMBER)
    await happen('validate', 'done', NOVEMBER, { kind: 's3-import' }, 'film')

    const { body } = await report({ from: '2026-10-01' })

    expect(body.rows).toEqual([
      { team: 'lab', month: '2026-10', kind: 's3-import', tag: null, ...NOTHING, refusals: 1 },
      { team: 'lab', month: '2026-11', kind: null, tag: null, ...NOTHING, refusals: 1, validations: 1 },
      { team: 'lab', month: '2026-11', kind: 's3-import', tag: null, ...NOTHING, validations: 1 },
    ])
  })

  it('counts what callers try, once each, by the kind and the tags of what could be read', async () => {
    const tags = { project: 'apollo' }
    const submit = async (manifest: string, more: object = {}) => {
      const body = JSON.stringify({ manifest, tags, ...more })
      const headers = { 'Content-Type': 'application/json' }
      const event = proxyEvent({ route: 'POST /v1/jobs', team: 'lab', headers, body })
      return readResult(await submitJobs(world.deps)(event)).status
    }
    const statuses = [
      await submit('manifestVersion:2.0\n'),
      await submit(`accessKeyId:AKIAI44QH8DHBEXAMPLE\n${importManifest('prefix:a/')}`),
      await submit(importManifest(), { validateOnly: true }),
      await submit('manifestVersion:2.0\n', { validateOnly: true }),
      await submit(importManifest(), { tags: { '': 'x' } }),
    ]
    world.service.fates.push('refused')
    statuses.push(await submit(importManifest()))
    statuses.push(await submit(importManifest()))
    statuses.push(await submit(importManifest()))
    world.service.fates.push('not sent')
    statuses.push(await submit(importManifest('prefix:b/')))

    const { body } = await report({ tag: 'project' })

    expect(statuses).toEqual([422, 422, 200, 422, 400, 422, 201, 200, 503])
    const group = { team: 'lab', month: '2026-11' }
    expect(body.rows).toEqual([
      // Of the tags that are not taken nothing is known, nor of the manifest that they came with.
      { ...group, kind: null, tag: null, ...NOTHING, refusals: 1 },
      { ...group, kind: null, tag: 'apollo', ...NOTHING, refusals: 1, validations: 1 },
      { ...group, kind: 's3-import', tag: 'apollo', ...NOTHING, jobs: 1, refusals: 2, validations: 1 },
    ])
  })

  it('does not count a submission that was refused and is listed as a job', async () => {
    const record = submitting({ createdAt: NOVEMBER })
    await world.jobs.claim(record)
    await world.jobs.refuse(record, { code: 'a', detail: 'b' }, NOVEMBER)

    expect((await report()).body.rows).toEqual([])
  })

  it('counts by the values of a tag too', async () => {
    await save({ createdAt: NOVEMBER, tags: { project: 'apollo', disk: '1' } })
    await save({ createdAt: NOVEMBER, tags: { project: 'apollo', disk: '2' } })
    await save({ createdAt: NOVEMBER, tags: { project: 'gemini' } })
    await save({ createdAt: NOVEMBER })
    await happen('validate', 'done', NOVEMBER, { kind: 's3-import', tags: { project: 'gemini' } })

    const { body } = await report({ tag: 'project' })

    expect(body.tag).toBe('project')
    expect(body.rows.map(({ tag, jobs, validations }: Record<string, unknown>) => [tag, jobs, validations])).toEqual([
      [null, 1, 0],
      ['apollo', 2, 0],
      ['gemini', 1, 1],
    ])
  })

  it('counts thousands, page by page', async () => {
    await Promise.all(Array.from({ length: 2500 }, () => save({ createdAt: NOVEMBER })))
    for (let number = 0; number < 1100; number += 1) await happen('validate', 'done', NOVEMBER, { kind: 's3-import' })

    expect((await report()).body.total).toEqual({ ...NOTHING, jobs: 2500, validations: 1100 })
  })

  it('is the same as CSV', async () => {
    await save({ createdAt: NOVEMBER, tags: { centre: '-1' } })

    const { headers, text } = await report({ tag: 'centre', format: 'csv' })

    expect(headers['Content-Type']).toBe('text/csv; charset=utf-8; header=present')
    expect(Papa.parse(text, { header: true, skipEmptyLines: true }).data).toEqual([
      {
        team: 'lab',
        month: '2026-11',
        kind: 's3-import',
        tag: "'-1",
        jobs: '1',
        refusals: '0',
        validations: '0',
        devicesReceived: '0',
        devicesReturned: '0',
        devicesWithErrors: '0',
      },
    ])
  })

  it('is of this month where no time is given', async () => {
    await save({ createdAt: OCTOBER })
    await save({ createdAt: NOVEMBER })

    const { body } = await report()

    expect([body.from, body.to, body.total.jobs]).toEqual([NOVEMBER, '2026-11-21T10:00:00.000Z', 1])
  })

  it("shows members and viewers their own team, and an auditor every team's or one's", async () => {
    await save({ createdAt: NOVEMBER })
    await save({ createdAt: NOVEMBER, team: 'film' })
    await happen('validate', 'done', NOVEMBER, { kind: 's3-import' }, 'film')
    const teams = async (query: Record<string, string>, request: Request) =>
      (await report(query, request)).body.rows?.map(({ team }: { team: string }) => team)

    expect(await teams({}, {})).toEqual(['lab'])
    expect(await teams({}, { role: 'viewer' })).toEqual(['lab'])
    expect(await teams({ team: 'film' }, {})).toEqual([])
    expect(await teams({ team: 'film' }, { role: 'viewer' })).toEqual([])
    expect(await teams({}, AUDITOR)).toEqual(['film', 'lab'])
    expect(await teams({ team: 'film' }, AUDITOR)).toEqual(['film'])
    expect((await report({}, { role: 'operator' })).status).toBe(403)
    expect((await report({}, { team: undefined })).status).toBe(401)
  })

  it('is in history once, with what was asked for', async () => {
    await report({ tag: 'project', format: 'csv' })
    await report({ tag: '=' })

    const events = await world.events()
    expect(events.map(({ action, outcome, detail }) => [action, outcome, detail])).toEqual([
      ['report-usage', 'done', expect.stringContaining('project')],
    ])
  })

  it('gives up in time where there is too much to count', async () => {
    await save({ createdAt: NOVEMBER })
    const { lists } = world.deps
    const slow: typeof lists = {
      ...lists,
      list: async (filter, page) => {
        world.pass(16)
        return lists.list(filter, page)
      },
    }

    const event = proxyEvent({ route: 'GET /v1/reports/usage', team: 'lab' })
    const { status: answered, body } = readResult(await lookUpJobs({ ...world.deps, lists: slow })(event))

    expect([answered, body.code]).toEqual([422, 'REPORT_TOO_LARGE'])
  })

  it.each([
    [{ from: '2026-13-01' }, 'QUERY_INVALID', /2026-11-21/],
    [{ from: '2026-11-02', to: '2026-11-01' }, 'QUERY_INVALID', /after/],
    [{ month: '2026-11' }, 'QUERY_INVALID', /team, from, to, tag, format/],
    [{ tag: 'a=b' }, 'TAGS_INVALID', /letters/],
    [{ format: 'pdf' }, 'QUERY_INVALID', /json, csv/],
  ])('refuses %j', async (query, code, said) => {
    const { status: answered, body } = await report(query as unknown as Record<string, string>)

    expect([answered, body.code]).toEqual([400, code])
    expect(body.detail).toMatch(said)
  })
})

import { createHmac } from 'node:crypto'
import { beforeEach, describe, expect, it } from '@jest/globals'
import Papa from 'papaparse'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import { readResult } from '../../support/http-answer.ts'
import { exportManifest, importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { created, submitting } from '../../support/records.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

let world: SubmissionWorld
beforeEach(() => {
  world = submissionWorld()
})

const submit = async (body = importManifest()) => {
  const event = proxyEvent({ route: 'POST /v1/jobs', headers: { 'Content-Type': 'text/plain' }, body, team: 'lab' })
  return readResult(await submitJobs(world.deps)(event))
}
const list = async (query: Record<string, string>, headers: Record<string, string> = {}, deps = world.deps) => {
  const values = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]]))
  return readResult(await lookUpJobs(deps)(proxyEvent({ route: 'GET /v1/jobs', team: 'lab', query: values, headers })))
}
const csv = (accept = 'text/csv') => list({}, { Accept: accept })
const rowsOf = (text: string) => Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data

/** Follows the links of an export. */
const exportAll = async (deps = world.deps) => {
  const answers = []
  let query: Record<string, string> | undefined = { format: 'csv', all: 'true' }
  while (query) {
    const answer = await list(query, {}, deps)
    answers.push(answer)
    const [, next] = /^<[^?]*\?(.*)>; rel="next"$/.exec(String(answer.headers.Link ?? '')) ?? []
    query = next === undefined ? undefined : Object.fromEntries(new URLSearchParams(next))
  }
  return answers
}

const numberOf = (index: number) => String(index).padStart(4, '0')
/** 28 characters of base64, of which a fortieth begins with a plus sign and as many with a slash. */
const signatureOf = (index: number) => createHmac('sha1', 'key').update(String(index)).digest('base64')
const save = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, index) => {
      const createdAt = new Date(Date.parse('2026-11-21T10:00:00Z') + index).toISOString()
      const [jobId, id, signature] = [`J${numberOf(index)}`, `wb${numberOf(index)}`, signatureOf(index)]
      return world.deps.jobs.save(created({ jobId, id, signature, createdAt }))
    }),
  )

describe('GET /v1/jobs as CSV', () => {
  it('gives a table, a job a line', async () => {
    await submit(exportManifest())

    const { status, headers, text } = await csv()

    expect(status).toBe(200)
    expect(headers).toMatchObject({ 'Content-Type': 'text/csv; charset=utf-8; header=present', Vary: 'Accept' })
    expect(text.split('\r\n')).toEqual([
      'jobId,id,team,kind,jobType,state,deviceId,buckets,createdAt,updatedAt,archivedAt,locationCode,progressCode,checkedAt,carrier,trackingNumber,errorCode,errorDetail,tags,stage,stageSince,expiresAt',
      expect.stringMatching(
        /^J1111,wb[0-9a-f]{32},lab,s3-export,Export,created,EX-7,logs results,2026-11-21T10:00:00.000Z,2026-11-21T10:00:00.000Z,2026-11-21T10:00:00.000Z,,,,,,,,,not-shipped,2026-11-21T10:00:00.000Z,2026-12-21T10:00:00.000Z$/,
      ),
      '',
    ])
  })

  it('shows no signature: who reads one is in the history of its job', async () => {
    await save(3)

    const { text } = await list({ format: 'csv' })

    expect([0, 1, 2].filter(index => text.includes(signatureOf(index)))).toEqual([])
  })

  it.each(['=HYPERLINK("http://evil.example")', '+1', '-1', '@SUM(A1)'])(
    'does not let a spreadsheet take the device %s for a formula',
    async deviceId => {
      await submit(importManifest().replace('WX21-0046', deviceId))

      expect(rowsOf((await csv()).text)).toMatchObject([{ deviceId: `'${deviceId}` }])
    },
  )

  it("shows why a submission was refused, where the service's words cannot be computed", async () => {
    const record = submitting()
    await world.deps.jobs.claim(record)
    await world.deps.jobs.refuse(record, { code: 'NoSuchBucketException', detail: '=cmd' }, record.updatedAt)

    expect(rowsOf((await csv()).text)).toMatchObject([
      { jobId: '', id: 'wb0123', state: 'refused', errorCode: 'NoSuchBucketException', errorDetail: "'=cmd" },
    ])
  })

  it("shows where the device is, by the service's last answer, with the parcel's carrier and number", async () => {
    const status = { checkedAt: '2026-11-22T10:00:00.000Z', locationCode: 'Returned', progressCode: 'Complete' }
    await world.deps.jobs.save(created({ status: { ...status, carrier: 'UPS', trackingNumber: '=1Z' } }))

    expect(rowsOf((await csv()).text)).toMatchObject([
      { ...status, stage: 'returned', carrier: 'UPS', trackingNumber: "'=1Z", expiresAt: '' },
    ])
  })

  it('is given only to who wants it more than JSON, or asks for it by name', async () => {
    expect((await csv('application/json, text/csv;q=0.5')).headers['Content-Type']).toBe('application/json')
    expect((await csv('text/csv, application/json;q=0.5')).headers['Content-Type']).toMatch(/^text\/csv/)
    expect((await csv('*/*')).headers['Content-Type']).toBe('application/json')
    expect((await list({ format: 'csv' })).headers['Content-Type']).toMatch(/^text\/csv/)
    expect((await list({ format: 'json' }, { Accept: 'text/csv' })).headers['Content-Type']).toBe('application/json')
  })

  it('names its columns on the first page alone, so that pages one behind the other are one table', async () => {
    await save(3)

    const first = await list({ format: 'csv', pageSize: '2' })
    const pageToken = String(/pageToken=([\w-]+)>; rel="next"$/.exec(String(first.headers.Link))?.[1])
    const second = await list({ format: 'csv', pageSize: '2', pageToken })

    expect(second.headers['Content-Type']).toBe('text/csv; charset=utf-8; header=absent')
    expect(rowsOf(first.text + second.text).map(({ jobId }) => jobId)).toEqual(['J0002', 'J0001', 'J0000'])
  })
})

describe('GET /v1/jobs?format=csv&all=true', () => {
  it('gives a list from end to end in one answer where it fits', async () => {
    await save(1500)

    const answers = await exportAll()

    expect(answers).toHaveLength(1)
    expect(rowsOf(answers[0]?.text ?? '').map(({ jobId }) => jobId)).toEqual(
      Array.from({ length: 1500 }, (_, index) => `J${numberOf(1499 - index)}`),
    )
  })

  it.each([
    ['is large', 2000, 0],
    ['takes long', 1, 6_000],
  ])(
    'goes on in further answers where it %s, with one header, nothing skipped or doubled',
    async (_why, length, ms) => {
      await save(2001)
      const { lists } = world.deps
      const slow: typeof lists = {
        ...lists,
        list: async (filter, page) => {
          world.pass(ms / 1000)
          const { entries, ...rest } = await lists.list(filter, page)
          const long = entries.map(entry =>
            'job' in entry ? { job: { ...entry.job, deviceId: 'D'.repeat(length) } } : entry,
          )
          return { ...rest, entries: long }
        },
      }

      const answers = await exportAll({ ...world.deps, lists: slow })

      expect(answers.length).toBeGreaterThan(1)
      const text = answers.map(answer => answer.text).join('')
      expect(text.match(/jobId,id/g)).toHaveLength(1)
      expect(rowsOf(text).map(({ jobId }) => jobId)).toEqual(
        Array.from({ length: 2001 }, (_, index) => `J${numberOf(2000 - index)}`),
      )
      for (const answer of answers) expect(Buffer.byteLength(answer.text)).toBeLessThan(4_500_000)
    },
  )

  it('is a header alone where the list is empty', async () => {
    const [answer] = await exportAll()

    expect(answer?.text).toMatch(/^jobId,id,.*\r\n$/)
  })

  it.each([
    [{ all: 'true' }, 'format=csv'],
    [{ all: 'true', format: 'json' }, 'format=csv'],
    [{ all: 'yes', format: 'csv' }, 'true, false'],
    [{ all: 'true', format: 'csv', pageSize: '10' }, 'pageSize'],
    [{ format: 'xlsx' }, 'json, csv'],
  ])('refuses %j, and lists what is allowed', async (query, said) => {
    const { status, body } = await list(query as Record<string, string>)

    expect([status, body.code]).toEqual([400, 'QUERY_INVALID'])
    expect(body.detail).toContain(said)
  })
})

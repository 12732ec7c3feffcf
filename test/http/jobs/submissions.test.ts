import { beforeEach, describe, expect, it } from '@jest/globals'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import { readResult } from '../../support/http-answer.ts'
import { importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

let world: SubmissionWorld
beforeEach(() => {
  world = submissionWorld()
})

type Request = Partial<Parameters<typeof proxyEvent>[0]>
const ask = async (route: string, request: Request) =>
  readResult(await lookUpJobs(world.deps)(proxyEvent({ route, team: 'lab', ...request })))
const submission = (id: string, request: Request = {}) =>
  ask('GET /v1/submissions/{id}', { params: { id }, ...request })
const submit = async () => {
  const event = {
    route: 'POST /v1/jobs',
    headers: { 'Content-Type': 'text/plain' },
    body: importManifest(),
    team: 'lab',
  }
  return readResult(await submitJobs(world.deps)(proxyEvent(event)))
}
/** The only submission of a list, by its ID. */
const listed = async (state: string) => {
  const { body } = await ask('GET /v1/jobs', { query: { state: [state] } })
  return body.jobs[0]
}

describe('GET /v1/submissions/{id}', () => {
  it('shows why the service refused it, as the list shows it', async () => {
    world.service.fates.push('refused')
    await submit()
    const entry = await listed('refused')

    const { status, body } = await submission(entry.id)

    expect(status).toBe(200)
    expect(body).toEqual(entry)
    expect(body.error).toEqual({ code: expect.stringMatching(/Exception$/), detail: expect.any(String) })
    expect(body.links).toEqual({ self: `/v1/submissions/${body.id}`, events: `/v1/jobs/${body.id}/events` })
    expect(body.allowedActions).toEqual(['resubmit'])
  })

  it('leads to the job that came of it', async () => {
    const { body: job } = await submit()

    const { body } = await submission(job.id)

    expect(body).toMatchObject({ state: 'created', jobId: job.jobId, links: { job: `/v1/jobs/${job.jobId}` } })
    expect(body).not.toHaveProperty('error')
  })

  it('changes its ETag with what came of it, and answers 304 meanwhile', async () => {
    world.service.fates.push('refused')
    await submit()
    const { id } = await listed('refused')
    const before = await submission(id)
    expect((await submission(id, { headers: { 'If-None-Match': String(before.headers.ETag) } })).status).toBe(304)

    await submit()

    const after = await submission(id, { headers: { 'If-None-Match': String(before.headers.ETag) } })
    expect([after.status, after.body.state]).toEqual([200, 'created'])
  })

  it.each(['wb00', 'J1111', '', 'WB'.padEnd(34, '0'), `wb${'0'.repeat(32)}`, 'x'.repeat(5000)])(
    'does not have %j',
    async id => {
      const { status, body } = await submission(id)

      expect([status, body.code]).toEqual([404, 'SUBMISSION_NOT_FOUND'])
    },
  )

  it("is not there for another team, word for word like one that does not exist; an auditor sees every team's", async () => {
    const { body: job } = await submit()

    const hidden = await submission(job.id, { team: 'film' })
    const absent = await submission(`wb${'0'.repeat(32)}`, { team: 'film' })

    expect(hidden.status).toBe(404)
    expect(hidden.body.detail.replace(job.id, 'ID')).toBe(absent.body.detail.replace(`wb${'0'.repeat(32)}`, 'ID'))
    expect((await submission(job.id, { team: 'audit', role: 'auditor' })).status).toBe(200)
    expect((await submission(job.id, { team: undefined })).status).toBe(401)
  })
})

import { expect, it } from '@jest/globals'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { readResult } from '../../support/http-answer.ts'
import { importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { submissionWorld } from '../../support/submission-world.ts'

const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const

const asker = async () => {
  const { deps } = submissionWorld()
  const { job } = await submitJob(deps, { caller: LAB, text: importManifest() })
  return async (query: Record<string, string[]>, headers: Record<string, string> = {}) => {
    const route = 'GET /v1/jobs/{jobId}'
    const event = proxyEvent({ route, team: 'lab', params: { jobId: job.jobId }, query, headers })
    return readResult(await lookUpJobs(deps)(event))
  }
}

it.each([
  [{ waitFor: ['here'] }, /waitFor must be one of not-shipped, .*expired/],
  [{ waitFor: [''] }, /empty/],
  [{ waitFor: ['received', 'done'] }, /more than once/],
  [{ waitfor: ['received'] }, /known: waitFor, timeout/],
  [{ timeout: ['5'] }, /needs waitFor/],
  [{ waitFor: ['received'], timeout: ['21'] }, /from 0 to 20/],
  [{ waitFor: ['received'], timeout: ['-1'] }, /from 0 to 20/],
  [{ waitFor: ['received'], timeout: ['1.5'] }, /from 0 to 20/],
  [{ waitFor: ['received'], timeout: ['NaN'] }, /from 0 to 20/],
])('a wait of %j is a problem that names what is allowed', async (query, detail) => {
  const { status, body } = await (await asker())(query)

  expect([status, body.code]).toEqual([400, 'QUERY_INVALID'])
  expect(body.detail).toMatch(detail)
})

it('a wait answers the job, how it ended, and no body to who has the job already', async () => {
  const ask = await asker()
  const reached = await ask({ waitFor: ['created'] })
  expect([reached.status, reached.headers['Waybill-Wait'], reached.body.state]).toEqual([200, 'reached', 'created'])
  expect((await ask({ waitFor: ['received'], timeout: ['0'] })).headers['Waybill-Wait']).toBe('not-yet')
  expect((await ask({})).headers).not.toHaveProperty('Waybill-Wait')

  const known = await ask({ waitFor: ['created'] }, { 'If-None-Match': String(reached.headers.ETag) })
  expect([known.status, known.text]).toEqual([304, ''])
})

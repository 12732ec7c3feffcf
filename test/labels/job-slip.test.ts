import { beforeEach, describe, expect, it } from '@jest/globals'
import { manageJobs } from '../../lib/http/jobs/manage-jobs.ts'
import { submitJobs } from '../../lib/http/jobs/submit-jobs.ts'
import type { RouteName } from '../../lib/http/routes.ts'
import { readResult } from '../support/http-answer.ts'
import { importManifest } from '../support/manifests.ts'
import { proxyEvent } from '../support/proxy-event.ts'
import { type SubmissionWorld, submissionWorld } from '../support/submission-world.ts'

let world: SubmissionWorld
beforeEach(async () => {
  world = submissionWorld()
  const headers = { 'Content-Type': 'text/plain' }
  await submitJobs(world.deps)(proxyEvent({ route: 'POST /v1/jobs', headers, body: importManifest(), team: 'lab' }))
})

const ask = async (
  route: RouteName,
  { team = 'lab', name = '', body }: { team?: string; name?: string; body?: object },
) =>
  manageJobs(world.deps)(
    proxyEvent({
      route,
      params: { jobId: 'J1111', name },
      headers: { 'Content-Type': 'application/json' },
      body: body ? JSON.stringify(body) : null,
      team,
    }),
  )
const slip = async (team = 'lab') => ask('GET /v1/jobs/{jobId}/artifacts/{name}', { team, name: 'packing-slip.pdf' })

describe('the packing slip of a job', () => {
  it('is a PDF that changes with what is reported of the parcel, and with nothing else', async () => {
    const bytes = async () => Buffer.from((await slip()).body, 'base64')
    const first = await bytes()
    expect(first.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await bytes()).equals(first)).toBe(true)

    await ask('POST /v1/jobs/{jobId}/custody', { body: { step: 'packed', by: 'Jane Roe', sealNumber: 'S-1' } })
    const packed = await bytes()
    expect(packed.equals(first)).toBe(false)
    await ask('PUT /v1/jobs/{jobId}/shipment', { body: { carrier: 'UPS', trackingNumber: '1Z5R89390357567127' } })
    expect((await bytes()).equals(packed)).toBe(false)
  })

  it('is recorded each time that it is read, and is not there for another team', async () => {
    expect((await slip()).statusCode).toBe(200)
    expect(readResult(await slip('film'))).toMatchObject({ status: 404, body: { code: 'JOB_NOT_FOUND' } })

    const read = (await world.events()).filter(({ action }) => action === 'fetch-artifact')
    expect(read.map(({ team, outcome }) => `${team} ${outcome}`)).toEqual(['lab done', 'film refused'])
  })

  it('is not made of what Waybill no longer has', async () => {
    const job = await world.deps.jobs.job('J1111')
    if (!job) throw new Error('no job')
    await world.deps.jobs.replace({ ...job, manifest: '', version: job.version + 1 })

    expect(readResult(await slip())).toMatchObject({ status: 404, body: { code: 'NO_ARTIFACT' } })
  })
})

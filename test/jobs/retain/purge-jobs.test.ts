import { beforeEach, describe, expect, it } from '@jest/globals'
import { verifyExport } from '../../../lib/audit/verify-export.ts'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { manageJobs } from '../../../lib/http/jobs/manage-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import type { Job } from '../../../lib/jobs/job.ts'
import type { JobStore } from '../../../lib/jobs/job-store.ts'
import { type Purge, type PurgeDeps, purgeJobs } from '../../../lib/jobs/retain/purge-jobs.ts'
import { readResult } from '../../support/http-answer.ts'
import { importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { created } from '../../support/records.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

const DAY = 24 * 60 * 60
const ADDRESS = '123 Any Street'
const OLD = '2020-01-01T00:00:00.000Z'

let world: SubmissionWorld
let removed: string[]
let deps: PurgeDeps
beforeEach(() => {
  world = submissionWorld()
  removed = []
  deps = {
    ...world.deps,
    archive: {
      removeUnder: async prefix => {
        removed.push(prefix)
        return undefined
      },
    },
  }
})

const ask = async (route: string, request: Partial<Parameters<typeof proxyEvent>[0]> = {}) => {
  const isRead = route.startsWith('GET') && !route.endsWith('/status')
  const handler = isRead ? lookUpJobs : route === 'POST /v1/jobs' ? submitJobs : manageJobs
  return readResult(await handler(world.deps)(proxyEvent({ route, team: 'lab', ...request })))
}
const TEXT = { 'Content-Type': 'text/plain' }
const submit = (body = importManifest()) =>
  ask('POST /v1/jobs', {
    headers: { ...TEXT, 'Waybill-Tags': 'project=apollo', 'Waybill-Description': 'Call%20Ann' },
    body,
  })
const cancel = (jobId: string) => ask('POST /v1/jobs/{jobId}/cancel', { params: { jobId } })
const everything = async () => JSON.stringify([await world.items(), await world.events()])

/** A job that had two manifests, and is cancelled. */
const cancelled = async () => {
  const { body } = await submit()
  const params = { jobId: String(body.jobId) }
  await ask('PUT /v1/jobs/{jobId}/manifest', { params, headers: TEXT, body: importManifest('prefix:x/') })
  await cancel(params.jobId)
  return params
}

describe('a purge', () => {
  it('leaves nothing of addresses, manifests and descriptions of an old job that is over, and their hashes in its history', async () => {
    const params = await cancelled()
    const before = await world.jobs.job(params.jobId)
    world.pass(31 * DAY)

    expect(await purgeJobs(deps, 30)).toEqual({ purged: 1, left: 0, failed: 0, held: 0 })

    expect(removed).toEqual(['artifacts/lab/J1111/'])
    expect(await everything()).not.toContain(ADDRESS)
    const { body: job } = await ask('GET /v1/jobs/{jobId}', { params })
    expect(job).toMatchObject({ state: 'cancelled', tags: { project: 'apollo' }, purgedAt: expect.any(String) })
    for (const gone of ['shippingAddress', 'description']) expect(job).not.toHaveProperty(gone)
    const { body: history } = await ask('GET /v1/jobs/{jobId}/events', { params })
    const [event] = history.events.filter(({ action }: { action: string }) => action === 'purge')
    expect(event).toMatchObject({ principal: 'retention', outcome: 'done' })
    expect(event.detail).toContain(`manifest sha256 ${before?.manifestSha256}`)
  })

  it('answers 410 for the manifests, and gives the SIGNATURE as before', async () => {
    const params = await cancelled()
    world.pass(31 * DAY)
    await purgeJobs(deps, 30)

    for (const route of ['GET /v1/jobs/{jobId}/manifest', 'GET /v1/jobs/{jobId}/manifests/{number}']) {
      const { status, body } = await ask(route, { params: { ...params, number: '1' } })
      expect([status, body.code]).toEqual([410, 'MANIFEST_PURGED'])
    }
    expect((await ask('GET /v1/jobs/{jobId}/signature', { params })).status).toBe(200)
    expect((await ask('GET /v1/jobs/{jobId}/manifests', { params })).body.manifests).toHaveLength(2)
  })

  it('does not let the service bring a manifest back', async () => {
    const params = await cancelled()
    world.pass(31 * DAY)
    await purgeJobs(deps, 30)

    expect((await ask('GET /v1/jobs/{jobId}/status', { params })).status).toBe(200)

    expect(await everything()).not.toContain(ADDRESS)
  })

  it('leaves the figures of a report and the key of a manifest as they were', async () => {
    await cancelled()
    world.pass(31 * DAY)
    const report = () => ask('GET /v1/reports/usage', { query: { from: ['2026-11-01'], tag: ['project'] } })
    const before = await report()

    await purgeJobs(deps, 30)

    expect((await report()).body.rows).toEqual(before.body.rows)
    const next = await submit()
    expect([next.status, next.body.jobId]).toEqual([201, 'J1112'])
  })

  it('passes over jobs that are young or not over', async () => {
    await submit(importManifest('prefix:alive/'))
    await cancelled()
    world.pass(29 * DAY)
    expect(await purgeJobs(deps, 30)).toEqual({ purged: 0, left: 0, failed: 0, held: 0 })
    await submit(importManifest('prefix:young/'))
    world.pass(2 * DAY)

    // The first is alive as far as is known; the last is two days old.
    expect(await purgeJobs(deps, 30)).toEqual({ purged: 1, left: 1, failed: 0, held: 0 })
  })

  it.each<[Job['state'], string, string, keyof Purge]>([
    ['created', 'NotReceived', 'Pending', 'left'],
    ['created', 'AtAWS', 'Pending', 'left'],
    ['created', 'AtAWS', 'Started', 'left'],
    ['created', 'AtAWS', 'Success', 'left'],
    ['created', 'AtAWS', 'SuccessWithErrors', 'left'],
    ['created', 'AtAWS', 'DeviceError', 'left'],
    ['created', 'Returned', 'Success', 'purged'],
    ['cancelled', 'NotReceived', 'Canceled', 'purged'],
    ['cancelled', 'AtAWS', 'Canceled', 'left'],
    ['cancelled', 'Returned', 'Canceled', 'purged'],
    ['expired', 'NotReceived', 'Expired', 'purged'],
    ['expired', 'AtAWS', 'Expired', 'left'],
  ])('has an old job that is %s, with its device %s and %s, %s', async (state, locationCode, progressCode, outcome) => {
    await world.jobs.save(created({ state, status: { locationCode, progressCode, checkedAt: OLD }, createdAt: OLD }))

    expect(await purgeJobs(deps, 30)).toMatchObject({ [outcome]: 1 })

    const job = await world.jobs.job('AB123')
    expect([job?.manifest === '', job?.purgedAt !== undefined]).toEqual(Array(2).fill(outcome === 'purged'))
  })

  it('reports the PDFs that a lock holds, in the history of the job too', async () => {
    const params = await cancelled()
    world.pass(31 * DAY)
    const held = { count: 2, until: '2027-11-26T00:00:00.000Z' }

    const counts = await purgeJobs({ ...deps, archive: { removeUnder: async () => held } }, 30)

    expect(counts).toEqual({ purged: 1, left: 0, failed: 0, held: 2 })
    const { body } = await ask('GET /v1/jobs/{jobId}/events', { params })
    const [event] = body.events.filter(({ action }: { action: string }) => action === 'purge')
    expect(event.detail).toContain('PDFs that a lock holds until 2027-11-26T00:00:00.000Z: 2')
  })

  it('leaves a history whose chain holds, with the hashes of what is gone', async () => {
    const params = await cancelled()
    world.pass(31 * DAY)
    await purgeJobs(deps, 30)

    const { events } = (await ask('GET /v1/jobs/{jobId}/events', { params })).body

    expect(events.at(-1)).toMatchObject({ action: 'purge', outcome: 'done' })
    expect(verifyExport({ events, digests: [], publicKey: '' }).problems).toEqual([])
  })

  it('stops when its time is up, and the next run does the rest', async () => {
    for (let number = 0; number < 25; number += 1) {
      const { body } = await submit(importManifest(`prefix:${number}/`))
      await cancel(String(body.jobId))
    }
    world.pass(31 * DAY)
    const now = deps.clock()
    const stopped = { ...deps, archive: { removeUnder: async () => void world.pass(1) } }

    const first = await purgeJobs(stopped, 30, new Date(now.getTime() + 5_000))
    const second = await purgeJobs(deps, 30)

    expect(first.purged).toBeGreaterThan(0)
    expect([first.purged + second.purged, second.failed]).toEqual([25, 0])
    expect(second.purged).toBeGreaterThan(0)
  })

  it('finds nothing to do the second time', async () => {
    await cancelled()
    world.pass(31 * DAY)
    await purgeJobs(deps, 30)
    const after = await everything()

    expect(await purgeJobs(deps, 30)).toEqual({ purged: 0, left: 0, failed: 0, held: 0 })
    expect(await everything()).toBe(after)
  })

  it.each<keyof JobStore>(['purge', 'replace', 'job'])(
    'that fails at %s is finished by the next one, with one event',
    async method => {
      const params = await cancelled()
      world.pass(31 * DAY)
      const failing = { ...world.jobs, [method]: () => Promise.reject(new Error('the store is down')) } as JobStore
      await purgeJobs({ ...deps, jobs: failing }, 30)

      await purgeJobs(deps, 30)

      expect(await everything()).not.toContain(ADDRESS)
      const { body } = await ask('GET /v1/jobs/{jobId}/events', { params })
      expect(body.events.filter(({ action }: { action: string }) => action === 'purge')).toHaveLength(1)
    },
  )

  it('leaves a job alone that a request is changing or has just changed', async () => {
    const { jobId } = await cancelled()
    world.pass(31 * DAY)
    const raced: JobStore = {
      ...world.jobs,
      purge: async job => {
        const there = await world.jobs.job(jobId)
        if (there) await world.jobs.replace({ ...there, version: there.version + 1 })
        return world.jobs.purge(job)
      },
    }

    expect(await purgeJobs({ ...deps, jobs: raced }, 30)).toEqual({ purged: 0, left: 1, failed: 0, held: 0 })

    expect((await world.jobs.job(jobId))?.manifest).toContain(ADDRESS)
    expect(await purgeJobs(deps, 30)).toEqual({ purged: 1, left: 0, failed: 0, held: 0 })
  })
})

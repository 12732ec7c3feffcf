import { describe, expect, it } from '@jest/globals'
import { updateJob } from '../../../lib/jobs/change/update-job.ts'
import { getStatus } from '../../../lib/jobs/follow/get-status.ts'
import { getManifest, listManifests } from '../../../lib/jobs/look-up/get-manifests.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { errorOf } from '../../support/error-of.ts'
import { exportManifest, importManifest } from '../../support/manifests.ts'
import { submissionWorld } from '../../support/submission-world.ts'

const ANN = { team: 'lab', principal: 'ann', role: 'member' } as const
const BEN = { team: 'lab', principal: 'ben', role: 'member' } as const
const AUDITOR = { team: 'audit', principal: 'eve', role: 'auditor' } as const

/** A job of Ann's with three manifests, two of them Ben's. */
const jobOfThree = async () => {
  const world = submissionWorld()
  const { job } = await submitJob(world.deps, { caller: ANN, text: importManifest('password:first secret') })
  const { jobId } = job
  for (const generator of ['second', 'third']) {
    world.pass(60)
    await updateJob(world.deps, { caller: BEN, jobId, text: importManifest(`generator:${generator}`) })
  }
  return { world, jobId, first: job }
}

describe('the manifests of a job', () => {
  it('are all that it has had, with author, time and hash, the one in force first', async () => {
    const { world, jobId, first } = await jobOfThree()

    const { entries } = await listManifests(world.deps, { caller: AUDITOR, jobId, pageSize: 50 })

    expect(entries.map(({ number, at, by }) => [number, at, by])).toEqual([
      [3, '2026-11-21T10:02:00.000Z', 'ben'],
      [2, '2026-11-21T10:01:00.000Z', 'ben'],
      [1, '2026-11-21T10:00:00.000Z', 'ann'],
    ])
    expect(entries[2]).toMatchObject({ sha256: first.manifestSha256, deviceId: first.deviceId, kind: 's3-import' })
    expect(entries[0]).not.toHaveProperty('manifest')
  })

  it('are one before the first update', async () => {
    const world = submissionWorld()
    const { job } = await submitJob(world.deps, { caller: ANN, text: importManifest() })

    expect((await listManifests(world.deps, { caller: ANN, jobId: job.jobId, pageSize: 50 })).entries).toMatchObject([
      { number: 1, by: 'ann', sha256: job.manifestSha256 },
    ])
    expect((await getManifest(world.deps, { caller: ANN, jobId: job.jobId, number: '1' })).manifest).toBe(job.manifest)
  })

  it.each([1, 2, 3, 4])('come whole and once in pages of %d', async pageSize => {
    const { world, jobId } = await jobOfThree()
    const numbers: number[] = []
    let pageToken: string | undefined
    do {
      const page = await listManifests(world.deps, { caller: ANN, jobId, pageSize, ...(pageToken && { pageToken }) })
      numbers.push(...page.entries.map(({ number }) => number))
      pageToken = page.nextPageToken
    } while (pageToken !== undefined)

    expect(numbers).toEqual([3, 2, 1])
  })

  it('can each be read, without their secrets', async () => {
    const { world, jobId } = await jobOfThree()
    const textOf = async (number: string) => (await getManifest(world.deps, { caller: ANN, jobId, number })).manifest

    expect(await textOf('1')).toContain('password')
    expect(await textOf('1')).not.toContain('first secret')
    expect(await textOf('2')).toContain('generator:second')
    expect(await textOf('3')).toContain('generator:third')
  })

  it.each(['0', '4', '-1', '01', '1.0', '', '9'.repeat(40), 'first'])('have no number %j', async number => {
    const { world, jobId } = await jobOfThree()

    expect(await errorOf(getManifest(world.deps, { caller: ANN, jobId, number }))).toMatchObject({
      code: 'MANIFEST_NOT_FOUND',
      message: expect.stringContaining('numbered 1 to 3'),
    })
  })

  it('are not there for another team', async () => {
    const { world, jobId } = await jobOfThree()
    const caller = { ...ANN, team: 'other' }

    expect((await errorOf(listManifests(world.deps, { caller, jobId, pageSize: 50 }))).code).toBe('JOB_NOT_FOUND')
    expect((await errorOf(getManifest(world.deps, { caller, jobId, number: '1' }))).code).toBe('JOB_NOT_FOUND')
  })

  it('count one that was changed at the service without Waybill, whose author is not known', async () => {
    const { world, jobId } = await jobOfThree()
    const [atService] = world.service.jobs
    if (atService) world.service.jobs[0] = { ...atService, manifest: exportManifest('generator:by the tool') }

    await getStatus(world.deps, { caller: ANN, jobId })
    await getStatus(world.deps, { caller: ANN, jobId })

    const { entries } = await listManifests(world.deps, { caller: ANN, jobId, pageSize: 50 })
    expect(entries.map(({ number, by, kind }) => [number, by, kind])).toEqual([
      [4, undefined, 's3-export'],
      [3, 'ben', 's3-import'],
      [2, 'ben', 's3-import'],
      [1, 'ann', 's3-import'],
    ])
    expect((await world.events()).find(({ action }) => action === 'sync')).toMatchObject({
      action: 'sync',
      before: { options: { '/generator': 'third' } },
      after: { options: { '/generator': 'by the tool' } },
    })
  })

  it('are those in force only: an update that the service refuses adds none', async () => {
    const { world, jobId } = await jobOfThree()
    world.service.failures.push('acted')
    await errorOf(updateJob(world.deps, { caller: BEN, jobId, text: importManifest('generator:lost') }))

    const { entries } = await listManifests(world.deps, { caller: ANN, jobId, pageSize: 50 })
    expect(entries.map(({ number }) => number)).toEqual([3, 2, 1])
  })
})

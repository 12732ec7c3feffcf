import { beforeEach, describe, expect, it } from '@jest/globals'
import { cancelJob } from '../../../lib/jobs/change/cancel-job.ts'
import { updateJob, validateUpdate } from '../../../lib/jobs/change/update-job.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { validateManifest } from '../../../lib/jobs/submit/validate-manifest.ts'
import { importManifest } from '../../support/manifests.ts'
import { KEY, type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const

let world: SubmissionWorld
beforeEach(() => {
  world = submissionWorld()
})

const submit = async (idempotencyKey?: string, text = importManifest(), caller: typeof LAB | typeof FILM = LAB) =>
  submitJob(world.deps, { caller, text, ...(idempotencyKey !== undefined && { idempotencyKey }) })
const FILM = { ...LAB, team: 'film' } as const
const codes = ({ warnings }: { readonly warnings: readonly { readonly code: string }[] }) =>
  warnings.map(({ code }) => code)
const HAS_JOB = ['DEVICE_HAS_JOB']

describe('a second live job for one device', () => {
  it('gets a warning that names the first', async () => {
    const first = await submit('first')
    const second = await submit('second')

    expect(codes(first.job)).toEqual([])
    expect(second.job.warnings).toMatchObject([
      { code: 'DEVICE_HAS_JOB', detail: expect.stringContaining(first.job.jobId), pointer: '/deviceId' },
    ])
    expect(await world.deps.jobs.job(second.job.jobId)).toMatchObject({ warnings: second.job.warnings })
  })

  it('gets it in a validation, and an update that names the device in both of its forms', async () => {
    const first = await submit('first')
    const other = await submit('other', importManifest().replace(/deviceId:.*/, 'deviceId:OTHER'))
    const asking = { caller: LAB, jobId: other.job.jobId, text: importManifest() }
    const { validation } = await validateManifest(world.deps, { caller: LAB, text: importManifest('prefix:b/') })

    for (const answer of [
      validation,
      await validateUpdate(world.deps, asking),
      (await updateJob(world.deps, asking)).job,
    ]) {
      expect(codes(answer)).toEqual(HAS_JOB)
      expect(JSON.stringify(answer.warnings)).toContain(first.job.jobId)
    }
  })

  it.each([[undefined], ['key']])(
    'is not what a replay makes, nor a validation of the same manifest (key %s)',
    async key => {
      await submit(key)
      const again = await submit(key)
      const { validation } = await validateManifest(world.deps, {
        caller: LAB,
        text: importManifest(),
        ...(key !== undefined && { idempotencyKey: key }),
      })

      expect([again.replayed, codes(again.job), codes(validation)]).toEqual([true, [], []])
    },
  )

  it('is not what an update of the first makes', async () => {
    const { job } = await submit('first')
    const asking = { caller: LAB, jobId: job.jobId, text: importManifest('prefix:b/') }

    expect(codes(await validateUpdate(world.deps, asking))).toEqual([])
    expect(codes((await updateJob(world.deps, asking)).job)).toEqual([])
  })

  it('is not one where the first is cancelled, has expired, or is of another team', async () => {
    world.keys.set('film', [KEY])
    const { job } = await submit('cancelled')
    await cancelJob(world.deps, { caller: LAB, jobId: job.jobId })
    await submit('film', importManifest(), FILM)
    const second = await submit('second')
    world.pass(31 * 24 * 60 * 60)

    expect([codes(second.job), codes((await submit('third')).job)]).toEqual([[], []])
  })

  it.each([
    ['in-progress', { locationCode: 'AtAWS', progressCode: 'Started' }, HAS_JOB],
    ['done', { locationCode: 'AtAWS', progressCode: 'Complete' }, []],
    ['returned', { locationCode: 'Returned', progressCode: 'Complete' }, []],
  ])('depends on the stage of the device: %s', async (stage, status, expected) => {
    const { job } = await submit('first')
    const { updatedAt: checkedAt, version } = job
    await world.deps.jobs.replace({ ...job, status: { ...status, checkedAt }, version: version + 1 })

    expect([stage, codes((await submit('second')).job)]).toEqual([stage, expected])
  })

  it('is made without a warning, and logged, where other jobs cannot be looked for', async () => {
    await submit('first')
    const createdFor = async () => {
      throw new Error('the index is down')
    }
    const { job } = await submitJob(
      { ...world.deps, deviceJobs: { createdFor } },
      { caller: LAB, text: importManifest(), idempotencyKey: 'second' },
    )

    expect(codes(job)).toEqual([])
    expect(world.errors).toEqual([expect.stringContaining('could not look for other jobs of the device')])
  })
})

import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Job } from '../../../lib/jobs/job.ts'
import { finishSubmission } from '../../../lib/jobs/submit/finish-submission.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { importManifest } from '../../support/manifests.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

let world: SubmissionWorld
let completions: unknown[]
beforeEach(() => {
  world = submissionWorld()
  completions = []
})

/** A job whose SIGNATURE could not be archived: its record is complete and open. */
const openJob = async () => {
  world.archive.fails = true
  const { job } = await submitJob(world.deps, {
    caller: { team: 'lab', principal: 'ann', role: 'member' },
    text: importManifest(),
    idempotencyKey: 'k',
  })
  world.archive.fails = false
  const record = await world.deps.jobs.record(job.id)
  if (!record) throw new Error('no record')
  const complete = world.deps.jobs.complete.bind(world.deps.jobs)
  world.deps.jobs.complete = async (id, owner, completion, at) => {
    completions.push(completion)
    return complete(id, owner, completion, at)
  }
  return { job, record }
}

const ARTIFACT = { description: 'Barcode sheet', url: 'https://depot.example/sheet.pdf' }
const AT = '2026-11-21T10:00:00.000Z'

describe('what is left to do for a stored job', () => {
  it('is its archive, after which the record is closed with the time', async () => {
    const { job, record } = await openJob()

    expect(await finishSubmission(world.deps, record, job)).toEqual({ job, archivedAt: AT })
    expect(completions).toEqual([{ jobId: job.jobId, open: false, archivedAt: AT }])
    expect(world.archive.objects.size).toBe(1)
  })

  it('is nothing where the record is closed', async () => {
    const { job, record } = await openJob()
    const { open: _, ...closed } = record

    expect(await finishSubmission(world.deps, { ...closed, archivedAt: AT }, job)).toEqual({ job, archivedAt: AT })
    expect(await finishSubmission(world.deps, closed, job)).toEqual({ job })
    expect(completions).toEqual([])
  })

  it('leaves the record open, without a time, while the archive fails', async () => {
    const { job, record } = await openJob()
    world.archive.fails = true

    expect(await finishSubmission(world.deps, record, job)).toEqual({ job })
    expect(completions).toEqual([{ jobId: job.jobId, open: true }])
  })

  it('archives a SIGNATURE once', async () => {
    const { job, record } = await openJob()
    world.archive.fails = true

    expect(await finishSubmission(world.deps, { ...record, archivedAt: AT }, job)).toEqual({ job, archivedAt: AT })
    expect(completions).toEqual([{ jobId: job.jobId, open: false, archivedAt: AT }])
  })

  it.each([
    [[ARTIFACT], undefined, true],
    [[ARTIFACT], true, false],
    [[ARTIFACT], false, true],
    [[], undefined, false],
  ] as const)('with PDFs %j, archived: %s, leaves the record open: %s', async (artifacts, areArchived, open) => {
    const { job, record } = await openJob()

    await finishSubmission(world.deps, record, { ...job, artifacts }, areArchived)

    expect(completions).toEqual([{ jobId: job.jobId, open, archivedAt: AT }])
  })

  it('gives up only on a SIGNATURE that the service never gave', async () => {
    const { job, record } = await openJob()
    const { signatureFileContents: _, signature: __, ...without } = job
    const lacking: Job = without

    await finishSubmission(world.deps, record, lacking, true, false)
    await finishSubmission(world.deps, record, lacking, true, true)
    world.archive.fails = true
    await finishSubmission(world.deps, record, job, true, true)

    expect(completions).toMatchObject([{ open: true }, { open: false }, { open: true }])
  })
})

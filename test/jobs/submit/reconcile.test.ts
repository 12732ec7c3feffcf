import { beforeEach, describe, expect, it } from '@jest/globals'
import { reconcile } from '../../../lib/jobs/submit/reconcile.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { errorOf } from '../../support/error-of.ts'
import { exportManifest, importManifest } from '../../support/manifests.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const
const NOTHING = { adopted: 0, released: 0, finished: 0, waiting: 0, failed: 0 }

let world: SubmissionWorld
beforeEach(() => {
  world = submissionWorld()
})

const submit = (text = importManifest(), idempotencyKey = 'k') =>
  submitJob(world.deps, { caller: LAB, text, idempotencyKey })
const run = () => reconcile(world.deps, new Date('2030-01-01'))
const open = async () => (await world.items()).filter(item => item.open === 'yes')
/** The job is made and nobody hears, nor can ask. */
const loseAnswer = async (text?: string, key?: string) => {
  world.service.fates.push('answer lost')
  world.service.listFails = true
  await errorOf(submit(text, key))
  world.service.listFails = false
}

describe('reconcile', () => {
  it('does nothing where nothing is open', async () => {
    await submit()

    expect(await run()).toEqual(NOTHING)
  })

  it('leaves alone what another request works on', async () => {
    world.service.fates.push('lost on the way there')
    await errorOf(submit())
    world.pass(29)

    expect(await run()).toEqual({ ...NOTHING, waiting: 1 })
  })

  it('adopts the job whose answer was lost, as if it had been heard', async () => {
    const text = exportManifest('trueCryptPassword:correct horse')
    await loseAnswer(text)
    world.pass(31)

    expect(await run()).toEqual({ ...NOTHING, adopted: 1 })

    expect(await open()).toEqual([])
    const { job, archivedAt } = await submit(text)
    expect(archivedAt).toBe('2026-11-21T10:00:31.000Z')
    const heard = await submit(text, 'other')
    const { id, jobId, sentSha256, signatureFileContents, shippingAddress } = job
    const warnings = heard.job.warnings.filter(({ code }) => code !== 'DEVICE_HAS_JOB')
    expect(job).toEqual({ ...heard.job, warnings, id, jobId, sentSha256, signatureFileContents, shippingAddress })
    expect(signatureFileContents).toContain(`jobId:${jobId}\n`)
    expect(JSON.stringify(await world.items())).not.toContain('correct horse')
  })

  it('releases what was never made once that is certain, and the key is free', async () => {
    world.service.fates.push('lost on the way there')
    await errorOf(submit())
    world.deps.service.acceptableUntil = ({ startedAt }) => new Date(startedAt.getTime() + 15 * 60_000)
    world.pass(24)
    expect(await run()).toEqual({ ...NOTHING, waiting: 1 })
    world.pass(7)

    expect(await run()).toEqual({ ...NOTHING, released: 1 })
    expect(await open()).toEqual([])
    expect(await submit(exportManifest())).toMatchObject({ replayed: false })
  })

  it('waits for certainty, and lets a retry of the key in meanwhile', async () => {
    world.deps.service.acceptableUntil = ({ startedAt }) => new Date(startedAt.getTime() + 15 * 60_000)
    world.service.fates.push('lost on the way there')
    await errorOf(submit())
    world.pass(60)

    expect(await run()).toEqual({ ...NOTHING, waiting: 1 })
    expect((await errorOf(submit())).details.retryAfterSeconds).toBe(14 * 60 + 6)
    world.pass(14 * 60 + 6)
    expect(await submit()).toMatchObject({ replayed: false })
    expect(world.service.jobs).toHaveLength(1)
  })

  it('releases at once what is known not to have been sent', async () => {
    world.service.fates.push('not sent')
    await errorOf(submit())
    world.pass(1)

    expect(await run()).toEqual({ ...NOTHING, released: 1 })
  })

  it('archives what is not archived', async () => {
    world.archive.fails = true
    await submit()
    expect(await run()).toEqual({ ...NOTHING, failed: 1 })
    world.archive.fails = false

    expect(await run()).toEqual({ ...NOTHING, finished: 1 })
    expect(world.archive.objects.size).toBe(1)
    expect(await open()).toEqual([])
  })

  describe('a job that has PDFs', () => {
    const SHEET = 'https://depot.example/artifacts/token/barcode-sheet-J1111.pdf'
    const PLACE = 'artifacts/lab/J1111/barcode-sheet-J1111.pdf'
    beforeEach(() => {
      const { service } = world
      const { createJob } = service
      world.deps.service.createJob = async (request, call) => ({
        ...(await createJob.call(service, request, call)),
        artifacts: [{ description: 'Barcode sheet', url: SHEET }],
      })
    })

    it('has them archived once it was answered', async () => {
      const { archivedAt } = await submit()
      expect(archivedAt).toBeDefined()
      expect(world.archive.objects.has(PLACE)).toBe(false)
      world.files.set(SHEET, Buffer.from('%PDF-1.7'))

      expect(await run()).toEqual({ ...NOTHING, finished: 1 })
      expect(world.archive.objects.get(PLACE)).toBe('%PDF-1.7')
      expect(await run()).toEqual(NOTHING)
    })

    it('is asked for them again as long as they cannot be had, but not for ever', async () => {
      await submit()
      expect(await run()).toEqual({ ...NOTHING, failed: 1 })
      expect(await submit()).toMatchObject({ replayed: true })
      expect(await run()).toEqual({ ...NOTHING, failed: 1 })

      world.pass(8 * 24 * 3600)
      expect(await run()).toEqual({ ...NOTHING, finished: 1 })
      expect(await open()).toEqual([])
    })
  })

  it('completes a record whose completion was lost', async () => {
    const { complete } = world.deps.jobs
    world.deps.jobs.complete = async () => {
      throw new Error('the store is down')
    }
    const { job } = await submit()
    world.deps.jobs.complete = complete
    world.pass(31)

    expect(await run()).toEqual({ ...NOTHING, adopted: 1 })
    expect(await world.deps.jobs.job(job.jobId)).toEqual(job)
    expect(await open()).toEqual([])
  })

  it('settles nothing while the service cannot be asked, and gives the lease back', async () => {
    await loseAnswer()
    world.pass(31)
    world.service.listFails = true
    expect(await run()).toEqual({ ...NOTHING, failed: 1 })
    world.service.listFails = false

    expect(await run()).toEqual({ ...NOTHING, adopted: 1 })
  })

  it('goes through pages of open records, each with its own job', async () => {
    for (let disk = 0; disk < 3; disk += 1) await loseAnswer(importManifest(`prefix:${disk}/`), `k${disk}`)
    for (let disk = 0; disk < 120; disk += 1) {
      world.service.fates.push('lost on the way there')
      await errorOf(submit(importManifest(`prefix:lost-${disk}/`), `lost-${disk}`))
    }
    world.pass(31)

    expect(await run()).toEqual({ ...NOTHING, adopted: 3, released: 120 })
    expect(world.service.jobs).toHaveLength(3)
    expect(world.service.requests).toHaveLength(123)
  })

  it("looks through the service's jobs once for a page of records, however many of them are open", async () => {
    for (let disk = 0; disk < 20; disk += 1) await loseAnswer(importManifest(`prefix:${disk}/`), `k${disk}`)
    world.pass(31)
    const before = { listed: world.service.listed, calls: world.service.calls.length }

    expect(await run()).toEqual({ ...NOTHING, adopted: 20 })
    expect(world.service.listed - before.listed).toBe(1)
    // One question for each job that nobody keeps yet.
    expect(world.service.calls.length - before.calls).toBe(20)
  })

  it('run twice at once, and beside a retry of the key, ends with one job', async () => {
    await loseAnswer()
    world.pass(31)

    const [one, other, retry] = await Promise.all([run(), run(), submit().catch((error: Error) => error)])

    expect(one.adopted + other.adopted + (retry instanceof Error ? 0 : 1)).toBeGreaterThanOrEqual(1)
    expect(one.failed + other.failed).toBe(0)
    expect(world.service.jobs).toHaveLength(1)
    expect(await submit()).toMatchObject({ replayed: true, job: { jobId: world.service.jobs[0]?.jobId } })
    expect(world.archive.objects.size).toBe(1)
  })

  it('passes over what the index shows and the record does not: an index may lag', async () => {
    const { job } = await submit()
    world.deps.lists.open = async () => ({ entries: [job.id, 'wb-of-nobody'] })

    expect(await run()).toEqual(NOTHING)
  })

  it('stops in time and leaves the rest for the next run', async () => {
    await loseAnswer()
    world.pass(31)

    expect(await reconcile(world.deps, world.deps.clock())).toEqual({ ...NOTHING, waiting: 1 })
    expect(await run()).toEqual({ ...NOTHING, adopted: 1 })
  })

  it('reports what it brought to an end, and what is still open', async () => {
    await loseAnswer(importManifest('prefix:adopted/'), 'adopted')
    world.service.fates.push('not sent')
    await errorOf(submit(importManifest('prefix:released/'), 'released'))
    world.archive.fails = true
    await submit(importManifest('prefix:failed/'), 'failed')
    world.pass(31)
    world.service.fates.push('lost on the way there')
    await errorOf(submit(importManifest('prefix:waiting/'), 'waiting'))
    world.reported.length = 0

    expect(await run()).toEqual({ adopted: 1, released: 1, finished: 0, waiting: 1, failed: 1 })
    expect(world.reported).toContainEqual({ SubmissionsReconciled: 2, SubmissionsOpen: 2 })
  })

  it('goes on behind each page, and stops between two once its time is over', async () => {
    const until = new Date(world.deps.clock().getTime() + 2000)
    const asked: unknown[] = []
    world.deps.lists.open = async page => {
      asked.push(page)
      world.pass(1)
      return { entries: [], after: `page ${asked.length}` }
    }

    await reconcile(world.deps, until)

    expect(asked).toStrictEqual([{ limit: 100 }, { limit: 100, after: 'page 1' }])
  })

  it('gives the service as long as any request has, and the lease as long', async () => {
    await loseAnswer()
    world.pass(31)
    const { listJobs } = world.deps.service
    const calls: unknown[] = []
    world.deps.service.listJobs = async (page, call) => {
      calls.push([call.startedAt.toISOString(), call.deadline.toISOString()])
      const record = (await world.items()).find(({ state }) => state === 'submitting')
      calls.push(record?.lease)
      return listJobs.call(world.service, page, call)
    }

    await run()

    expect(calls).toMatchObject([
      ['2026-11-21T10:00:31.000Z', '2026-11-21T10:00:51.000Z'],
      { until: '2026-11-21T10:01:01.000Z' },
    ])
  })

  it('is recorded in the history', async () => {
    await loseAnswer()
    world.pass(31)
    await run()

    expect(await world.events()).toMatchObject([
      { action: 'submit', outcome: 'unclear', principal: 'ann' },
      { action: 'adopt', outcome: 'done', principal: 'reconcile', detail: world.service.jobs[0]?.jobId },
    ])
  })

  it('has no secret in what it logs or keeps when the key of a submission is gone', async () => {
    await loseAnswer()
    world.keys.clear()
    world.pass(31)

    expect(await run()).toEqual({ ...NOTHING, failed: 1 })
    expect(world.errors).toContain('record not reconciled')
  })
})

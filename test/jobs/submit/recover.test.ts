import { beforeEach, describe, expect, it } from '@jest/globals'
import { cancelJob } from '../../../lib/jobs/change/cancel-job.ts'
import { ServiceFailure } from '../../../lib/jobs/service-failure.ts'
import { recoverJobs } from '../../../lib/jobs/submit/recover.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import type { TeamKey } from '../../../lib/teams/keys.ts'
import { importManifest } from '../../support/manifests.ts'
import { KEY, type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const
const LAB_KEY: TeamKey = { ...KEY, team: 'lab' }
const FILM_KEY: TeamKey = { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: 'x', team: 'film' }

let before: SubmissionWorld
let after: SubmissionWorld
/** What is left when every table and every file is lost: the service. */
let deps: SubmissionWorld['deps']
beforeEach(() => {
  before = submissionWorld()
  after = submissionWorld()
  deps = { ...after.deps, service: before.service }
})

const disk = (number: number) => importManifest().replace('WX21-0046', `WX21-${number}`)
const submit = (number: number, idempotencyKey?: string) =>
  submitJob(before.deps, { caller: LAB, text: disk(number), ...(idempotencyKey && { idempotencyKey }) })
const recover = (...keys: readonly TeamKey[]) => recoverJobs(deps, keys.length > 0 ? keys : [LAB_KEY])

/** The service shows every job to both keys, as where they are of one AWS account. */
const shareAccount = () => {
  const { listJobs, getStatus } = before.service
  before.service.listJobs = (page, call) => listJobs.call(before.service, page, { ...call, credentials: KEY })
  before.service.getStatus = (jobId, call) => getStatus.call(before.service, jobId, { ...call, credentials: KEY })
}

describe('recovery', () => {
  it('adopts every job with its SIGNATURE, and a second run finds nothing to do', async () => {
    const made = [await submit(1), await submit(2, 'key of the caller')]
    const ids = made.map(({ job }) => job.jobId)

    expect(await recover()).toEqual({ adopted: ids.toReversed(), unmarked: [], left: [] })
    for (const { job } of made) {
      expect(await deps.jobs.job(job.jobId)).toMatchObject({
        id: job.id,
        team: 'lab',
        deviceId: job.deviceId,
        signatureFileContents: job.signatureFileContents,
        manifestSha256: job.manifestSha256,
      })
      expect(after.archive.objects.get(`signatures/lab/${job.jobId}/SIGNATURE`)).toBe(job.signatureFileContents)
    }
    expect(await recover()).toEqual({ adopted: [], unmarked: [], left: [] })
    expect(before.service.requests).toHaveLength(2)
  })

  it('lets the same requests find their jobs, with a key and without one', async () => {
    const plain = await submit(1)
    const keyed = await submit(2, 'key of the caller')
    await recover()

    const again = await submitJob(deps, { caller: LAB, text: disk(1) })
    const keyedAgain = await submitJob(deps, { caller: LAB, text: disk(2), idempotencyKey: 'key of the caller' })

    expect([again.replayed, keyedAgain.replayed]).toEqual([true, true])
    expect([again.job.jobId, keyedAgain.job.jobId]).toEqual([plain.job.jobId, keyed.job.jobId])
    expect(before.service.requests).toHaveLength(2)
  })

  it('knows a cancelled job for what it is', async () => {
    const { job } = await submit(1)
    await cancelJob(before.deps, { caller: LAB, jobId: job.jobId })

    await recover()

    expect(await deps.jobs.job(job.jobId)).toMatchObject({ state: 'cancelled' })
  })

  it('mends a store that lost the job but not its record', async () => {
    const { job } = await submit(1)
    const record = await before.deps.jobs.record(job.id)
    if (record) await deps.jobs.claim({ ...record, state: 'submitting' })
    await deps.jobs.complete(job.id, record?.lease.owner ?? '', { jobId: job.jobId, open: false }, job.createdAt)

    expect((await recover()).adopted).toEqual([job.jobId])
    expect(await deps.jobs.job(job.jobId)).toMatchObject({ jobId: job.jobId, id: job.id })
  })

  it('leaves alone what was made past Waybill', async () => {
    const call = { credentials: KEY, startedAt: deps.clock(), deadline: new Date(deps.clock().getTime() + 1000) }
    const { jobId } = await before.service.createJob(
      { jobType: 'Import', manifest: disk(1), validateOnly: false },
      call,
    )

    expect(await recover()).toEqual({ adopted: [], unmarked: [jobId], left: [] })
  })

  it("never takes another team's job, although its key sees it too", async () => {
    const { job } = await submit(1)
    const { job: keyed } = await submit(2, 'key of the caller')
    shareAccount()

    const { adopted, left } = await recover(FILM_KEY, LAB_KEY)

    expect(adopted).toEqual([job.jobId])
    expect(await deps.jobs.job(job.jobId)).toMatchObject({ team: 'lab' })
    expect(left).toEqual([{ jobId: keyed.jobId, because: 'it is not certain of which team it is' }])
  })

  it("leaves a job alone whose record is another team's", async () => {
    const { job } = await submit(1)
    const record = await before.deps.jobs.record(job.id)
    if (record) await deps.jobs.claim({ ...record, state: 'submitting' })
    shareAccount()

    expect((await recover(FILM_KEY)).left).toEqual([{ jobId: job.jobId, because: 'its record is of another team' }])
  })

  it('names what cannot be looked at, and goes on with the others', async () => {
    const made = [await submit(1), await submit(2)]
    const { getStatus } = before.service
    const [broken, whole] = made.map(({ job }) => job.jobId)
    before.service.getStatus = async (jobId, call) => {
      if (jobId === broken) throw new ServiceFailure('timeout', 'no answer')
      return getStatus.call(before.service, jobId, call)
    }

    expect(await recover()).toMatchObject({
      adopted: [whole],
      left: [{ jobId: broken, because: expect.stringContaining('SERVICE_TIMEOUT') }],
    })
  })
})

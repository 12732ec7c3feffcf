import { beforeEach, describe, expect, it } from '@jest/globals'
import { createJobSearch } from '../../../lib/jobs/submit/job-search.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { markGenerator } from '../../../lib/manifest/fields/generator.ts'
import { importManifest } from '../../support/manifests.ts'
import { KEY, START, type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

const MARK = 'wb-0123456789abcdef0123456789abcdef'

let world: SubmissionWorld
beforeEach(() => {
  world = submissionWorld()
})

const search = () =>
  createJobSearch(world.deps, () => ({
    credentials: KEY,
    startedAt: new Date(START),
    deadline: new Date(START + 20_000),
  }))

/** Jobs at the service, the newest first, of which one carries the mark. */
const jobsAtService = (count: number, marked: number | undefined) => {
  for (let index = 0; index < count; index += 1) {
    world.service.jobs.push({
      jobId: `J${index}`,
      jobType: 'Import',
      createdAt: new Date(START - index * 1000).toISOString(),
      cancelled: false,
      manifest: index === marked ? markGenerator(importManifest(), MARK) : importManifest(),
      accessKeyId: KEY.accessKeyId,
    })
  }
}

describe('a look through the jobs of the service', () => {
  it('finds the job that carries the mark, on whichever page', async () => {
    jobsAtService(250, 249)

    expect(await search().find(MARK, 0)).toMatchObject({ jobId: 'J249', cancelled: false })
    expect(world.service.listed).toBe(3)
  })

  it('ends where there are no more', async () => {
    jobsAtService(250, undefined)

    expect(await search().find(MARK, 0)).toBeUndefined()
    expect(world.service.listed).toBe(3)
  })

  it('ends at a last page that the service calls incomplete and that has no job', async () => {
    world.deps.service.listJobs = async () => ({ jobs: [], truncated: true, serviceTime: new Date(START) })

    expect(await search().find(MARK, 0)).toBeUndefined()
  })

  it('goes back to the given moment, that moment included', async () => {
    jobsAtService(5, 3)
    const at = START - 3000

    expect(await search().find(MARK, at)).toMatchObject({ jobId: 'J3' })
    expect(await search().find(MARK, at + 1)).toBeUndefined()
  })

  it('asks nothing about jobs before that moment', async () => {
    jobsAtService(5, 3)

    await search().find(MARK, START - 1000)

    expect(world.service.asked).toEqual(['J0', 'J1'])
  })

  it('asks nothing about a job that is stored for another record', async () => {
    const { job } = await submitJob(world.deps, {
      caller: { team: 'lab', principal: 'ann', role: 'member' },
      text: importManifest(),
      idempotencyKey: 'k',
    })

    expect(await search().find(MARK, 0)).toBeUndefined()
    expect(world.service.asked).toEqual([])
    expect(await search().find(job.id, 0)).toMatchObject({ jobId: job.jobId })
  })

  it('shows that the job was cancelled', async () => {
    jobsAtService(1, 0)
    const [made] = world.service.jobs
    if (made) world.service.jobs.splice(0, 1, { ...made, cancelled: true })

    expect(await search().find(MARK, 0)).toMatchObject({ jobId: 'J0', cancelled: true })
  })

  it('asks once for what it has seen, for however many records', async () => {
    jobsAtService(150, undefined)
    const job = world.deps.jobs.job.bind(world.deps.jobs)
    const read: string[] = []
    world.deps.jobs.job = async jobId => {
      read.push(jobId)
      return job(jobId)
    }
    const shared = search()

    await Promise.all([shared.find(MARK, 0), shared.find('wb-another', 0)])
    await shared.find('wb-a-third', 0)

    expect(world.service.listed).toBe(2)
    expect(new Set(world.service.asked).size).toBe(world.service.asked.length)
    expect(new Set(read).size).toBe(read.length)
  })

  it("knows the service's clock only once the service has answered", async () => {
    const asked: string[] = []
    const { service } = world
    world.deps.service.listJobs = async () => {
      asked.push('list')
      return { jobs: [], truncated: false, serviceTime: new Date(START + 7) }
    }
    world.deps.service.clockAheadMs = async () => {
      asked.push('clock')
      return 1234
    }
    const one = search()

    expect(await one.serviceAheadMs()).toBe(1234)
    expect(await one.serviceTime()).toEqual(new Date(START + 7))
    expect(asked).toEqual(['list', 'clock'])
    expect(service.asked).toEqual([])
  })
})

import { describe, expect, it } from '@jest/globals'
import { DEVICE_STAGES } from '../../../lib/jobs/device-stage.ts'
import type { Job } from '../../../lib/jobs/job.ts'
import { outcomeOf, waitForJob } from '../../../lib/jobs/look-up/wait-for-job.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { stoppablePause } from '../../../lib/local/stoppable-pause.ts'
import { errorOf } from '../../support/error-of.ts'
import { importManifest } from '../../support/manifests.ts'
import { created } from '../../support/records.ts'
import { submissionWorld } from '../../support/submission-world.ts'

const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const
const AT = '2026-11-21T11:00:00.000Z'
const here = { checkedAt: AT, locationCode: 'AtAWS', progressCode: 'Pending' }

/** A world in which a pause takes its time by the world's clock, and a test may act in each. */
const waitingWorld = async (act: (pauses: number, job: Job) => Partial<Job> | undefined = () => undefined) => {
  const world = submissionWorld()
  const { job } = await submitJob(world.deps, { caller: LAB, text: importManifest() })
  let pauses = 0
  const pause = async (milliseconds: number) => {
    world.pass(milliseconds / 1000)
    pauses += 1
    const now = (await world.jobs.job(job.jobId)) ?? job
    const change = act(pauses, now)
    if (change) await world.jobs.replace({ ...now, ...change, version: now.version + 1 })
    return true
  }
  const wait = (waitFor: Parameters<typeof waitForJob>[1]['waitFor'], timeoutSeconds = 20) =>
    waitForJob({ ...world.deps, pause }, { caller: LAB, jobId: job.jobId, waitFor, timeoutSeconds })
  return { wait, world, job, pauses: () => pauses }
}

describe('who waits for a job', () => {
  it('is answered as soon as the device is where it was waited for', async () => {
    const { wait, pauses } = await waitingWorld(count => (count === 3 ? { status: here } : undefined))

    expect((await wait('received')).outcome).toBe('reached')
    expect(pauses()).toBe(3)
  })

  it('is answered at once where it is past that already, and where the job is over', async () => {
    const { wait, pauses, world, job } = await waitingWorld()
    expect((await wait('created')).outcome).toBe('reached')
    expect((await wait('not-shipped')).outcome).toBe('reached')
    const now = (await world.jobs.job(job.jobId)) as Job
    await world.jobs.replace({ ...now, state: 'cancelled', version: now.version + 1 })

    expect((await wait('received')).outcome).toBe('never')
    expect((await wait('cancelled')).outcome).toBe('reached')
    expect(pauses()).toBe(0)
  })

  it('is answered with the job as it is when the time is up', async () => {
    const { wait, pauses, job } = await waitingWorld()
    const { outcome, job: answered } = await wait('received', 5)

    expect([outcome, answered.jobId, pauses()]).toEqual(['not-yet', job.jobId, 5])
    expect((await wait('received', 0)).outcome).toBe('not-yet')
    expect(pauses()).toBe(5)
  })

  it('is answered when Waybill stops', async () => {
    const { world, job } = await waitingWorld()
    const { pause, stop } = stoppablePause(() => new Promise(() => undefined))
    const waiting = waitForJob(
      { ...world.deps, pause },
      { caller: LAB, jobId: job.jobId, waitFor: 'received', timeoutSeconds: 20 },
    )
    await stop()

    expect((await waiting).outcome).toBe('not-yet')
  })

  it('learns nothing of a job of another team', async () => {
    const { world, job } = await waitingWorld()
    const film = { ...LAB, team: 'film' }
    const input = { caller: film, jobId: job.jobId, waitFor: 'received', timeoutSeconds: 20 } as const

    expect((await errorOf(waitForJob({ ...world.deps, pause: async () => true }, input))).code).toBe('JOB_NOT_FOUND')
  })
})

it.each(DEVICE_STAGES)('a device that is back waits for nothing: %s was, or is', stage => {
  const returned = created({ status: { checkedAt: AT, locationCode: 'Returned', progressCode: 'Complete' } })

  expect(outcomeOf(returned, stage)).toBe('reached')
  expect(outcomeOf(returned, 'expired')).toBe('never')
})

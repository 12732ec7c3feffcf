import { beforeEach, describe, expect, it } from '@jest/globals'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { errorOf } from '../../support/error-of.ts'
import { importManifest } from '../../support/manifests.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const

let world: SubmissionWorld
beforeEach(() => {
  world = submissionWorld()
})

const submit = () => submitJob(world.deps, { caller: LAB, text: importManifest(), idempotencyKey: 'k' })
const loseRequest = async () => {
  world.service.fates.push('lost on the way there')
  await errorOf(submit())
}
/** Puts something in place of one call of the store; the calls after it are the store's own. */
const once = <N extends 'record' | 'change' | 'claim'>(
  name: N,
  answer: (own: () => Promise<unknown>) => Promise<unknown>,
) => {
  const own = world.deps.jobs[name].bind(world.deps.jobs) as (...args: unknown[]) => Promise<unknown>
  const replaced = async (...args: unknown[]) => {
    Object.assign(world.deps.jobs, { [name]: own })
    return answer(() => own(...args))
  }
  Object.assign(world.deps.jobs, { [name]: replaced })
}

describe('a claim that another request was faster with', () => {
  it('waits a second where the other record is gone when it looks', async () => {
    once('claim', async () => false)

    expect(await errorOf(submit())).toMatchObject({ code: 'SUBMISSION_IN_PROGRESS', details: { retryAfterSeconds: 1 } })
    expect(world.service.requests).toEqual([])
  })

  it('waits a second where the other was refused when it looks', async () => {
    world.service.fates.push('refused')
    await errorOf(submit())
    once('claim', async () => false)

    expect(await errorOf(submit())).toMatchObject({ code: 'SUBMISSION_IN_PROGRESS', details: { retryAfterSeconds: 1 } })
    expect(world.service.requests).toHaveLength(1)
  })

  it('waits for the rest of its lease', async () => {
    await loseRequest()
    world.pass(12)

    expect((await errorOf(submit())).details.retryAfterSeconds).toBe(18)
  })
})

describe('a claim whose lease has run out', () => {
  beforeEach(async () => {
    await loseRequest()
    world.pass(31)
  })

  it('is left to the request that took it over first', async () => {
    once('change', async () => false)

    expect(await errorOf(submit())).toMatchObject({ code: 'SUBMISSION_IN_PROGRESS', details: { retryAfterSeconds: 1 } })
    expect(world.service.requests).toHaveLength(1)
  })

  it('is not sent where another request took it over while the service was asked', async () => {
    const change = world.deps.jobs.change.bind(world.deps.jobs)
    let changes = 0
    world.deps.jobs.change = async (...args) => {
      changes += 1
      return changes === 2 ? false : change(...args)
    }

    expect(await errorOf(submit())).toMatchObject({ code: 'SUBMISSION_IN_PROGRESS', details: { retryAfterSeconds: 1 } })
    expect(world.service.requests).toHaveLength(1)
  })

  it('shows, before it is sent, until when the service may take the request', async () => {
    const { service } = world
    const createJob = service.createJob.bind(service)
    const seen: unknown[] = []
    world.deps.service.createJob = async (request, call) => {
      const record = (await world.items()).find(({ state }) => state === 'submitting')
      seen.push(record?.acceptableUntil)
      return createJob(request, call)
    }

    const { job } = await submit()

    expect(seen).toEqual(['2026-11-21T10:00:51.000Z'])
    expect(job.createdAt).toBe('2026-11-21T10:00:31.000Z')
  })

  it('is given back where the service cannot be asked', async () => {
    world.service.listFails = true
    expect(await errorOf(submit())).toMatchObject({ code: 'SERVICE_TIMEOUT' })
    world.service.listFails = false

    expect(await submit()).toMatchObject({ replayed: false })
  })
})

import { beforeEach, describe, expect, it } from '@jest/globals'
import { createRetryingService } from '../../../lib/adapters/service/retrying-service.ts'
import type { Service, ServiceCall } from '../../../lib/jobs/service.ts'
import { ServiceFailure } from '../../../lib/jobs/service-failure.ts'

const NOT_SENT = new ServiceFailure('not-sent', 'connection refused')
const TIMEOUT = new ServiceFailure('timeout', 'no answer')
const UNREADABLE = new ServiceFailure('unreadable', 'status 503')
const THROTTLED = new ServiceFailure('refused', 'later', { fault: { code: 'Throttling', message: 'Rate exceeded' } })
const BROKE_THROTTLED = new ServiceFailure('unreadable', 'status 503', {
  fault: { code: 'Throttling', message: 'Rate exceeded' },
})
const REFUSED = new ServiceFailure('refused', 'no', { fault: { code: 'NoSuchBucketException', message: 'no' } })
const QUOTA = new ServiceFailure('refused', 'no', { fault: { code: 'CreateJobQuotaExceededException', message: '' } })

let failures: ServiceFailure[]
let attempts: number
let waits: number[]
let now: number
let chance: number
beforeEach(() => {
  failures = []
  attempts = 0
  waits = []
  now = 0
  chance = 1
})

const attempt = async () => {
  attempts += 1
  const failure = failures.shift()
  if (failure) throw failure
  return 'done'
}
const service = () =>
  createRetryingService(
    // Every operation does the same here.
    new Proxy({}, { get: () => attempt }) as Service,
    {
      clock: () => new Date(now),
      random: () => chance,
      wait: async milliseconds => {
        waits.push(milliseconds)
        now += milliseconds
      },
    },
  )
const call: ServiceCall = {
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  startedAt: new Date(0),
  deadline: new Date(20_000),
}
const CREATE = { jobType: 'Import', manifest: '', validateOnly: false } as const

const OPERATIONS: readonly [string, (service: Service) => Promise<unknown>, 'question' | 'change'][] = [
  ['createJob', it => it.createJob(CREATE, call), 'change'],
  ['createJob, validate only', it => it.createJob({ ...CREATE, validateOnly: true }, call), 'question'],
  ['updateJob', it => it.updateJob({ ...CREATE, jobId: 'J' }, call), 'change'],
  ['updateJob, validate only', it => it.updateJob({ ...CREATE, jobId: 'J', validateOnly: true }, call), 'question'],
  ['cancelJob', it => it.cancelJob('J', call), 'change'],
  ['getShippingLabel', it => it.getShippingLabel({ jobIds: ['J'], sender: {} }, call), 'change'],
  ['getStatus', it => it.getStatus('J', call), 'question'],
  ['listJobs', it => it.listJobs({}, call), 'question'],
]

describe.each(OPERATIONS)('%s', (_name, ask, kind) => {
  it.each([
    ['what was not sent', NOT_SENT, true],
    ['what was throttled', THROTTLED, true],
    ['an answer that cannot be read', UNREADABLE, kind === 'question'],
    ['a 503 that names throttling, which may have acted', BROKE_THROTTLED, kind === 'question'],
    ['what took its whole time', TIMEOUT, false],
    ['a fault', REFUSED, false],
    ['a used-up daily quota', QUOTA, false],
  ])('%s: %s', async (_what, failure, isTriedAgain) => {
    failures = [failure]

    const outcome = await ask(service()).catch((error: unknown) => error)

    expect(outcome).toBe(isTriedAgain ? 'done' : failure)
    expect(attempts).toBe(isTriedAgain ? 2 : 1)
  })
})

describe('the delay', () => {
  it('doubles, up to a limit, and is a random share of that', async () => {
    failures = [NOT_SENT, NOT_SENT, NOT_SENT, NOT_SENT]
    await service().getStatus('J', call)
    expect(waits).toEqual([200, 400, 800, 1600])

    failures = [NOT_SENT, NOT_SENT]
    chance = 0.25
    waits = []
    await service().getStatus('J', call)
    expect(waits).toEqual([50, 100])
  })

  it('is not waited for where the deadline would come first', async () => {
    failures = Array.from({ length: 9 }, () => NOT_SENT)
    now = 19_000

    await expect(service().getStatus('J', call)).rejects.toBe(NOT_SENT)
    expect(now).toBeLessThanOrEqual(19_500)
  })

  it('comes to an end', async () => {
    failures = Array.from({ length: 9 }, () => NOT_SENT)

    await expect(service().createJob(CREATE, call)).rejects.toBe(NOT_SENT)
    expect(attempts).toBe(5)
  })
})

import { beforeEach, describe, expect, it } from '@jest/globals'
import { createDiscreetService } from '../../../lib/adapters/service/discreet-service.ts'
import { cancelJob } from '../../../lib/jobs/change/cancel-job.ts'
import { updateJob } from '../../../lib/jobs/change/update-job.ts'
import type { JobError } from '../../../lib/jobs/errors.ts'
import { getStatus } from '../../../lib/jobs/follow/get-status.ts'
import type { JobStore } from '../../../lib/jobs/job-store.ts'
import { ServiceFailure } from '../../../lib/jobs/service-failure.ts'
import { reconcile } from '../../../lib/jobs/submit/reconcile.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { validateManifest } from '../../../lib/jobs/submit/validate-manifest.ts'
import { hasMark } from '../../../lib/manifest/fields/generator.ts'
import { errorOf } from '../../support/error-of.ts'
import { importManifest } from '../../support/manifests.ts'
import { type Fate, refusedWith } from '../../support/scripted-service.ts'
import { KEY, type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const

let world: SubmissionWorld
beforeEach(() => {
  world = submissionWorld()
})

const submit = (text = importManifest(), extra: { idempotencyKey?: string; jobType?: 'Import' | 'Export' } = {}) =>
  submitJob(world.deps, { caller: LAB, text, ...extra })

describe('a submission', () => {
  it('becomes one job at the service, one record, one job item and one archived SIGNATURE', async () => {
    const { job, archivedAt, replayed } = await submit()

    expect({ replayed, archivedAt }).toEqual({ replayed: false, archivedAt: '2026-11-21T10:00:00.000Z' })
    expect(world.service.jobs.map(made => made.jobId)).toEqual([job.jobId])
    expect(await world.deps.jobs.job(job.jobId)).toEqual(job)
    expect(await world.deps.jobs.record(job.id)).toMatchObject({ state: 'created', jobId: job.jobId, archivedAt })
    expect([...world.archive.objects]).toEqual([[`signatures/lab/${job.jobId}/SIGNATURE`, job.signatureFileContents]])
    expect(await world.items()).toHaveLength(2)
  })

  it('keeps the whole answer and what look-ups ask for', async () => {
    const { job } = await submit()

    expect(job).toMatchObject({
      team: 'lab',
      kind: 's3-import',
      jobType: 'Import',
      state: 'created',
      deviceId: 'WX21-0046',
      buckets: ['sequencer-archive'],
      signature: 'hmgL0julWxoVXeYHHqFQAbvmaL4=',
      shippingAddress: `Depot\nJOBID ${job.jobId}\n123 Any Street\nAnytown, VA 22153`,
    })
  })

  it("sends the manifest with the record's id in its generator, signed with the team's key", async () => {
    const { job } = await submit(importManifest('generator:Text editor'))

    const [request] = world.service.requests
    expect(request?.validateOnly).toBe(false)
    expect(request?.manifest).toContain(`generator:Text editor ${job.id}`)
    expect(hasMark(request?.manifest ?? '', job.id)).toBe(true)
    expect(world.service.calls[0]?.credentials).toEqual(KEY)
  })

  it('writes nothing and sends nothing for a manifest that does not pass', async () => {
    const error = await errorOf(submit('bucket:b\n'))

    expect(error.code).toBe('MANIFEST_INVALID')
    expect(error.details.diagnostics?.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/deviceId', '/returnAddress']),
    )
    expect(await world.items()).toEqual([])
    expect(world.service.requests).toEqual([])
  })

  it('refuses a job type that contradicts the manifest', async () => {
    expect((await errorOf(submit(importManifest(), { jobType: 'Export' }))).code).toBe('JOB_TYPE_MISMATCH')
    expect(await world.items()).toEqual([])
  })

  it('keeps no secret of the manifest', async () => {
    await submit(importManifest('trueCryptPassword:correct horse'))

    expect(world.service.requests[0]?.manifest).toContain('correct horse')
    expect(JSON.stringify(await world.items())).not.toContain('correct horse')
    expect(JSON.stringify(await world.items())).not.toContain(KEY.secretAccessKey)
  })
})

describe('the signing key', () => {
  const other = { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY' }

  it('is the one that the manifest names', async () => {
    world.keys.set('lab', [KEY, other])

    await submit(importManifest(`accessKeyId:${other.accessKeyId}`))

    expect(world.service.calls[0]?.credentials).toEqual(other)
  })

  it("must be the team's own", async () => {
    world.keys.set('film', [other])

    expect((await errorOf(submit(importManifest(`accessKeyId:${other.accessKeyId}`)))).code).toBe(
      'SIGNING_KEY_NOT_ALLOWED',
    )
    expect(await world.items()).toEqual([])
  })

  it('must be there at all', async () => {
    world.keys.clear()

    expect((await errorOf(submit())).code).toBe('SIGNING_KEY_MISSING')
  })
})

describe('the same manifest again', () => {
  it('gives the same job and sends nothing', async () => {
    const first = await submit()

    const second = await submit()

    expect(second).toEqual({ ...first, replayed: true })
    expect(world.service.requests).toHaveLength(1)
  })

  it('is the same however it is laid out and commented', async () => {
    const { job } = await submit()

    const laidOut = `# again\n\n${importManifest().replaceAll(':', ': ').replaceAll('\n', '\r\n')}`

    expect(await submit(laidOut)).toMatchObject({ replayed: true, job: { jobId: job.jobId } })
  })

  it('makes a job of its own for another key, and for another team', async () => {
    world.keys.set('film', [KEY])

    const jobs = [
      await submit(),
      await submit(undefined, { idempotencyKey: 'a' }),
      await submit(undefined, { idempotencyKey: 'b' }),
      await submitJob(world.deps, { caller: { ...LAB, team: 'film' }, text: importManifest() }),
    ]

    expect(new Set(jobs.map(({ job }) => job.jobId)).size).toBe(4)
  })

  it('makes one job of sixteen requests at once, and reports the others to wait', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 16 }, () => submit()))

    expect(world.service.jobs).toHaveLength(1)
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') expect(outcome.value.job.jobId).toBe(world.service.jobs[0]?.jobId)
      else expect(outcome.reason).toMatchObject({ code: 'SUBMISSION_IN_PROGRESS', details: { retryAfterSeconds: 30 } })
    }
  })
})

describe('a key', () => {
  it('of another manifest is refused', async () => {
    await submit(undefined, { idempotencyKey: 'week-46' })

    const error = await errorOf(submit(importManifest('prefix:other/'), { idempotencyKey: 'week-46' }))

    expect(error.code).toBe('IDEMPOTENCY_KEY_REUSED')
    expect(world.service.jobs).toHaveLength(1)
  })

  it('is free again after an error, for another manifest too', async () => {
    world.service.fates.push('refused')
    const error = await errorOf(submit(undefined, { idempotencyKey: 'week-46' }))
    expect(error).toMatchObject({ code: 'SERVICE_REFUSED', details: { fault: { code: 'NoSuchBucketException' } } })

    const { replayed } = await submit(importManifest('prefix:other/'), { idempotencyKey: 'week-46' })

    expect(replayed).toBe(false)
  })
})

describe('the job of a manifest that was given another since', () => {
  const update = (jobId: string, text: string) => updateJob(world.deps, { caller: LAB, jobId, text })

  it('is no answer to the first manifest; a fresh key makes another, and the first back makes it the answer again', async () => {
    const { job } = await submit()
    await update(job.jobId, importManifest('prefix:other/'))

    expect(await errorOf(submit())).toMatchObject({
      code: 'MANIFEST_REPLACED',
      message: expect.stringContaining('fresh Idempotency-Key'),
    })
    expect((await submit(undefined, { idempotencyKey: 'fresh' })).job.jobId).not.toBe(job.jobId)

    await update(job.jobId, importManifest())
    expect(await submit()).toMatchObject({ replayed: true, job: { jobId: job.jobId } })
  })

  it('is the answer to a key that its sender chose', async () => {
    const { job } = await submit(undefined, { idempotencyKey: 'week-46' })
    await update(job.jobId, importManifest('prefix:other/'))

    expect(await submit(undefined, { idempotencyKey: 'week-46' })).toMatchObject({ job: { jobId: job.jobId } })
  })
})

describe('a key that its sender chose', () => {
  const week46 = () => submit(undefined, { idempotencyKey: 'week-46' })
  const again = () => errorOf(week46())

  it('is not answered with its job once that is cancelled; a fresh key makes another', async () => {
    const { job } = await week46()
    await cancelJob(world.deps, { caller: LAB, jobId: job.jobId })

    expect(await again()).toMatchObject({
      code: 'JOB_NOT_ACTIVE',
      message: expect.stringContaining('fresh Idempotency-Key'),
      details: { currentState: 'cancelled', allowedActions: ['custody', 'status'] },
    })
    expect((await submit(undefined, { idempotencyKey: 'fresh' })).job.jobId).not.toBe(job.jobId)
  })

  it('is asked about at the service after 30 days, and not answered with a job that has expired', async () => {
    const { job } = await week46()
    world.pass(30 * 24 * 3600 + 1)
    expect(await week46()).toMatchObject({ replayed: true, job: { jobId: job.jobId } })

    world.service.failures.push(refusedWith('ExpiredJobIdException'))
    expect(await again()).toMatchObject({ code: 'JOB_NOT_ACTIVE', details: { currentState: 'expired' } })
    expect(await again()).toMatchObject({ code: 'JOB_NOT_ACTIVE' })
    expect(world.service.requests).toHaveLength(1)
  })

  it('is answered with a younger job without asking anybody', async () => {
    await week46()
    world.pass(29 * 24 * 3600)
    world.service.failures.push(refusedWith('ExpiredJobIdException'))

    expect(await week46()).toMatchObject({ replayed: true })
  })

  it('is answered with its own job for ever, complete and returned as well', async () => {
    const { job } = await week46()
    world.service.sendBack(job.jobId)

    expect(await week46()).toMatchObject({ replayed: true, job: { jobId: job.jobId } })
    world.pass(400 * 24 * 3600)
    expect(await week46()).toMatchObject({ replayed: true, job: { jobId: job.jobId } })
    expect(world.service.requests).toHaveLength(1)
  })
})

describe('the history of a submission', () => {
  const told = async () =>
    (await world.events()).map(({ principal, requestId, action, outcome, code }) =>
      [principal, requestId, action, outcome, code].filter(part => part !== undefined).join(' '),
    )
  const ask = (requestId: string, text = importManifest()) =>
    submitJob(world.deps, { caller: { ...LAB, principal: 'bob' }, requestId, text, idempotencyKey: 'k' })

  it('is the record itself where all went well: no write for what its own times show', async () => {
    const { job } = await ask('r1')

    expect(await told()).toEqual([])
    expect(await world.deps.jobs.record(job.id)).toMatchObject({ asker: { principal: 'bob', requestId: 'r1' } })
  })

  it('has every attempt, error, replay and adoption, with who and which request', async () => {
    world.service.fates.push('refused', 'not sent', 'lost on the way there', 'answer lost')
    await errorOf(ask('r1'))
    await errorOf(ask('r2'))
    await errorOf(ask('r3'))
    await errorOf(ask('r4'))
    world.pass(31)
    await ask('r5')
    await ask('r6')
    await errorOf(ask('r7', importManifest('prefix:other/')))

    expect(await told()).toEqual([
      'bob r1 submit refused NoSuchBucketException',
      'bob r2 submit not-sent',
      'bob r3 submit unclear',
      'bob r4 submit refused SUBMISSION_IN_PROGRESS',
      'bob r5 adopt done',
      'bob r5 submit done',
      'bob r6 replay done',
      'bob r7 submit refused IDEMPOTENCY_KEY_REUSED',
    ])
  })

  it('does not stop what has happened from being answered when it cannot be kept', async () => {
    await ask('r1')
    world.deps.history.append = async () => {
      throw new Error('the store is down')
    }

    expect(await ask('r2')).toMatchObject({ replayed: true })
    expect(world.errors).toEqual(['event not stored'])
  })
})

describe('what the service may do to a request', () => {
  const cases: [Fate, JobError['code'], number | undefined][] = [
    ['refused', 'SERVICE_REFUSED', undefined],
    ['credentials refused', 'SERVICE_CREDENTIALS_REFUSED', undefined],
    ['not sent', 'SERVICE_UNREACHABLE', 1],
    ['lost on the way there', 'SERVICE_TIMEOUT', 30],
  ]

  it.each(cases)('%s: the caller gets %s', async (fate, code, retryAfterSeconds) => {
    world.service.fates.push(fate)

    const error = await errorOf(submit())

    expect([error.code, error.details.retryAfterSeconds]).toEqual([code, retryAfterSeconds])
  })

  it.each(['answer lost', 'answer garbled'] as const)(
    '%s: the job is found at once among those of the service, and the caller gets it',
    async fate => {
      world.service.fates.push(fate)

      const { job, replayed } = await submit()

      expect({ jobId: job.jobId, replayed }).toEqual({ jobId: world.service.jobs[0]?.jobId, replayed: false })
      expect(world.service.requests).toHaveLength(1)
      expect((await world.events()).map(({ action, outcome }) => [action, outcome])).toEqual([['adopt', 'done']])
    },
  )

  it.each(['answer lost', 'answer garbled'] as const)(
    '%s, and no list to be had: the caller has to wait, and gets the job later',
    async fate => {
      world.service.fates.push(fate)
      world.service.listFails = true
      const error = await errorOf(submit())
      expect(error.code).toBe(fate === 'answer lost' ? 'SERVICE_TIMEOUT' : 'SERVICE_ANSWER_UNREADABLE')
      expect(error.details.retryAfterSeconds).toBe(30)

      world.service.listFails = false
      world.pass(30)

      expect(await submit()).toMatchObject({ replayed: true, job: { jobId: world.service.jobs[0]?.jobId } })
      expect(world.service.requests).toHaveLength(1)
    },
  )

  it.each(cases)('%s: the same request, sent again until it passes, ends with exactly one job', async fate => {
    world.service.fates.push(fate)
    await errorOf(submit())

    for (let attempt = 0; ; attempt += 1) {
      const outcome = await submit().catch((error: JobError) => error)
      if (!(outcome instanceof Error)) break
      expect(outcome.code).toBe('SUBMISSION_IN_PROGRESS')
      expect(attempt).toBeLessThan(5)
      world.pass(outcome.details.retryAfterSeconds ?? 1)
    }

    expect(world.service.jobs).toHaveLength(1)
    const [made] = world.service.jobs
    expect(await submit()).toMatchObject({ replayed: true, job: { jobId: made?.jobId } })
    expect(world.archive.objects.size).toBe(1)
    expect((await world.items()).filter(item => item.open)).toEqual([])
  })
})

describe('a fault of the service', () => {
  it('stands in the record with its code and its words', async () => {
    world.service.fates.push('refused')
    await errorOf(submit())

    const [record] = await world.items()
    expect(record).toMatchObject({
      state: 'refused',
      error: { code: 'NoSuchBucketException', detail: 'The bucket mybucket does not exist' },
    })
  })

  it('without a fault stands there too', async () => {
    world.service.createJob = () => Promise.reject(new ServiceFailure('refused', 'refused'))
    expect((await errorOf(submit())).code).toBe('SERVICE_REFUSED')

    const [record] = await world.items()
    expect(record).toMatchObject({ state: 'refused', error: { code: 'Unknown', detail: '' } })
  })
})

describe("the service's own words", () => {
  const QUOTE = 'The manifest says trueCryptPassword:correct horse, and pinCode: 4711'
  beforeEach(() => {
    Object.assign(world.deps, { service: createDiscreetService(world.service) })
  })

  it('are stored, answered and logged without a secret that they quote', async () => {
    world.service.refusal = { code: 'MalformedManifestException', message: QUOTE }
    world.service.fates.push('refused')

    const { message, details } = await errorOf(submit())

    const everything = JSON.stringify([message, details.fault, await world.items(), world.errors])
    expect(everything).toContain('The manifest says trueCryptPassword:')
    expect(everything).not.toMatch(/correct horse|4711/)
  })

  it('are stored without it where they warn of a job, and where they describe its progress', async () => {
    world.service.warnings = [QUOTE]
    world.service.updateWarnings = [QUOTE]
    world.service.progressMessage = QUOTE
    const { job } = await submit()
    const asking = { caller: LAB, jobId: job.jobId }

    const answers = [
      job,
      await getStatus(world.deps, asking),
      await validateManifest(world.deps, { caller: LAB, text: importManifest('prefix:b/') }),
      await updateJob(world.deps, { ...asking, text: importManifest('prefix:a/') }),
    ]

    for (const answer of answers) expect(JSON.stringify(answer)).toContain('The manifest says trueCryptPassword:')
    expect(JSON.stringify([answers, await world.items()])).not.toMatch(/correct horse|4711/)
  })
})

describe('a bucket of another team', () => {
  const asking = { caller: LAB, text: importManifest('logBucket:rivals') }
  beforeEach(() => {
    Object.assign(world.deps, { bucketOwners: { mayUse: async (name: string) => name !== 'rivals' } })
  })

  it('is refused before anything is sent or written, if only for logs', async () => {
    expect(await errorOf(submit(asking.text))).toMatchObject({
      code: 'BUCKET_NOT_ALLOWED',
      message: expect.stringContaining('rivals (/logBucket)'),
    })
    expect(world.service.requests).toEqual([])
    expect(await world.items()).toEqual([])
  })

  it('is refused by a validation at the step of policy, and for an update', async () => {
    const { details } = await errorOf(validateManifest(world.deps, asking))
    expect(details.checks).toContainEqual({ name: 'policy', outcome: 'fail' })

    const { job } = await submit()
    const update = updateJob(world.deps, { ...asking, jobId: job.jobId })
    expect(await errorOf(update)).toMatchObject({ code: 'BUCKET_NOT_ALLOWED' })
    expect(await world.deps.jobs.job(job.jobId)).not.toHaveProperty('change')
  })
})

describe('an answer without the SIGNATURE of an S3 job', () => {
  /** The service makes the job, and its answer to CreateJob lacks what GetStatus has. */
  const halve = () => {
    const { createJob } = world.service
    world.service.createJob = async (request, call) => {
      const {
        signature: _,
        signatureFileContents: _contents,
        ...half
      } = await createJob.call(world.service, request, call)
      return half
    }
  }

  it('is not taken as whole: GetStatus is asked for the rest', async () => {
    halve()

    const { job, archivedAt } = await submit()

    expect(job.signatureFileContents).toContain(`jobId:${job.jobId}`)
    expect(archivedAt).toBeDefined()
    expect(await world.deps.jobs.record(job.id)).not.toHaveProperty('open')
  })

  it('is stored with its job ID where GetStatus cannot be had, and the rest is asked for until it is there', async () => {
    halve()
    world.service.failures.push(refusedWith('Throttling'), refusedWith('Throttling'))
    const { job } = await submit()
    expect(job).toMatchObject({ jobId: world.service.jobs[0]?.jobId })
    expect(job).not.toHaveProperty('signatureFileContents')
    expect(world.errors).toContain('the service made a job and gave no SIGNATURE; it is asked for later')

    await reconcile(world.deps, new Date(world.deps.clock().getTime() + 60_000))
    expect(await world.deps.jobs.record(job.id)).toMatchObject({ open: 'yes' })
    await reconcile(world.deps, new Date(world.deps.clock().getTime() + 60_000))

    const whole = await world.deps.jobs.job(job.jobId)
    expect(whole?.signatureFileContents).toContain(`jobId:${job.jobId}`)
    expect(world.archive.objects.get(`signatures/lab/${job.jobId}/SIGNATURE`)).toBe(whole?.signatureFileContents)
    expect(await world.deps.jobs.record(job.id)).not.toHaveProperty('open')
  })
})

/** The job is made and nobody hears, nor can ask. */
const loseAnswer = async () => {
  world.service.fates.push('answer lost')
  world.service.listFails = true
  await errorOf(submit())
  world.service.listFails = false
}

describe('an unclear submission', () => {
  it('is looked for with the key that signed it, whichever the team prefers by then', async () => {
    await loseAnswer()
    const other = { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY' }
    world.keys.set('lab', [other, KEY])
    world.pass(31)

    const { job } = await submit()

    expect(job).toMatchObject({ jobId: world.service.jobs[0]?.jobId, accessKeyId: KEY.accessKeyId })
    expect(world.service.requests).toHaveLength(1)
  })

  it('that never arrived is sent again with the key of the day, and the record knows', async () => {
    world.service.fates.push('lost on the way there')
    await errorOf(submit())
    const other = { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY' }
    world.keys.set('lab', [other, KEY])
    world.pass(31)

    const { job } = await submit()

    expect(job.accessKeyId).toBe(other.accessKeyId)
    expect(await world.deps.jobs.record(job.id)).toMatchObject({ accessKeyId: other.accessKeyId })
  })

  it('is left alone while its lease runs', async () => {
    world.service.fates.push('lost on the way there')
    await errorOf(submit())
    world.pass(29)

    expect(await errorOf(submit())).toMatchObject({ code: 'SUBMISSION_IN_PROGRESS', details: { retryAfterSeconds: 1 } })
    expect(world.service.requests).toHaveLength(1)
  })

  it('is found by its mark among other jobs, and not sent again', async () => {
    await loseAnswer()
    for (let other = 0; other < 150; other += 1) await submit(undefined, { idempotencyKey: `other-${other}` })
    world.pass(31)

    const { job, replayed } = await submit()

    expect(job.jobId).toBe(world.service.jobs.at(-1)?.jobId)
    expect(replayed).toBe(true)
    expect(world.service.requests).toHaveLength(151)
  })

  it('is not sent again while the service may still accept the first request', async () => {
    world.service.fates.push('lost on the way there')
    world.deps.service.acceptableUntil = ({ startedAt }) => new Date(startedAt.getTime() + 15 * 60_000)
    await errorOf(submit())
    world.pass(60)

    expect(await errorOf(submit())).toMatchObject({
      code: 'SUBMISSION_IN_PROGRESS',
      details: { retryAfterSeconds: 14 * 60 + 6 },
    })
    expect(world.service.requests).toHaveLength(1)

    world.pass(14 * 60 + 6)
    expect(await submit()).toMatchObject({ replayed: false })
    expect(world.service.jobs).toHaveLength(1)
  })

  it('is not settled by a list that cannot be had', async () => {
    await loseAnswer()
    world.pass(31)
    world.service.listFails = true

    expect((await errorOf(submit())).code).toBe('SERVICE_TIMEOUT')
    expect(world.service.requests).toHaveLength(1)

    world.service.listFails = false
    expect(await submit()).toMatchObject({ replayed: true })
  })

  it('is taken over by one of many', async () => {
    world.service.fates.push('lost on the way there')
    await errorOf(submit())
    world.pass(31)

    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => submit()))

    expect(world.service.jobs).toHaveLength(1)
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1)
  })
})

describe('a store or an archive that fails', () => {
  /** The store, with one method that does its work or not, and then fails. */
  const failing = (method: keyof JobStore, when: 'before' | 'after') => {
    const { jobs } = world.deps
    const real = jobs[method] as (...args: unknown[]) => Promise<unknown>
    let failed = false
    const broken = async (...args: unknown[]) => {
      if (failed) return real(...args)
      failed = true
      if (when === 'after') await real(...args)
      throw new Error('the store is down')
    }
    return { ...world.deps, jobs: { ...jobs, [method]: broken } }
  }

  it.each([
    ['claim', 'before'],
    ['claim', 'after'],
    ['save', 'before'],
    ['save', 'after'],
    ['complete', 'before'],
    ['complete', 'after'],
  ] as const)('at %s, %s it was done: the same request again ends with exactly one job', async (method, when) => {
    const deps = failing(method, when)
    const text = importManifest()

    const first = await submitJob(deps, { caller: LAB, text }).catch((error: Error) => error)
    world.pass(31)
    const second = await submitJob(deps, { caller: LAB, text })

    expect(world.service.jobs.map(({ jobId }) => jobId)).toEqual([second.job.jobId])
    expect(first instanceof Error ? first.message : first.job.jobId).toMatch(/the store is down|J1111/)
    expect(await world.deps.jobs.record(second.job.id)).toMatchObject({ state: 'created', jobId: second.job.jobId })
    expect(world.archive.objects.size).toBe(1)
  })

  it('an archive that is down does not fail the submission; the next request archives', async () => {
    world.archive.fails = true
    const { job, archivedAt } = await submit()
    expect(archivedAt).toBeUndefined()
    expect(await world.deps.jobs.record(job.id)).toMatchObject({ state: 'created', open: 'yes' })
    expect(world.errors).toEqual(['SIGNATURE not archived; the record stays open'])

    world.archive.fails = false
    world.pass(1)

    expect(await submit()).toMatchObject({ replayed: true, archivedAt: '2026-11-21T10:00:01.000Z' })
    expect(await world.deps.jobs.record(job.id)).not.toHaveProperty('open')
    expect(world.archive.objects.size).toBe(1)
  })
})

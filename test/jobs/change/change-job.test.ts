import { beforeEach, describe, expect, it } from '@jest/globals'
import { cancelJob } from '../../../lib/jobs/change/cancel-job.ts'
import { updateJob, validateUpdate } from '../../../lib/jobs/change/update-job.ts'
import { getStatus } from '../../../lib/jobs/follow/get-status.ts'
import { shippingLabels } from '../../../lib/jobs/follow/shipping-labels.ts'
import type { StoredJob } from '../../../lib/jobs/job.ts'
import { ServiceFailure } from '../../../lib/jobs/service-failure.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { hasMark } from '../../../lib/manifest/fields/generator.ts'
import { errorOf } from '../../support/error-of.ts'
import { exportManifest, importManifest } from '../../support/manifests.ts'
import { refusedWith } from '../../support/scripted-service.ts'
import { KEY, type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const
const OTHER_KEY = { accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY' }

let world: SubmissionWorld
let jobId: string
beforeEach(async () => {
  world = submissionWorld()
  const { job } = await submitJob(world.deps, { caller: LAB, text: importManifest() })
  jobId = job.jobId
})

const asking = () => ({ caller: LAB, requestId: 'request-2', jobId })
const update = (text = exportManifest(), extra: { isExpected?: (kept: StoredJob) => boolean } = {}) =>
  updateJob(world.deps, { ...asking(), text, allowKindChange: true, ...extra })
const cancel = (extra: { isExpected?: (kept: StoredJob) => boolean } = {}) =>
  cancelJob(world.deps, { ...asking(), ...extra })
const events = async () =>
  (await world.events()).map(({ action, outcome, code, principal, requestId }) => ({
    action,
    outcome,
    code,
    principal,
    requestId,
  }))

describe('an update', () => {
  it('changes the manifest at the service and all that the job item shows of it, and leaves ID and SIGNATURE', async () => {
    const before = await world.deps.jobs.job(jobId)
    world.pass(60)
    world.service.updateWarnings.push('Device will be erased.')

    const { job } = await update(exportManifest('trueCryptPassword:correct horse'))

    expect(job).toMatchObject({
      jobId,
      signatureFileContents: before?.signatureFileContents,
      createdAt: before?.createdAt,
      updatedAt: '2026-11-21T10:01:00.000Z',
      kind: 's3-export',
      jobType: 'Export',
      deviceId: 'EX-7',
      buckets: ['logs', 'results'],
      warnings: expect.arrayContaining([{ code: 'SERVICE_WARNING', detail: 'Device will be erased.' }]),
    })
    expect(job).not.toHaveProperty('change')
    expect(await world.deps.jobs.job(jobId)).toEqual(job)
    expect(hasMark(world.service.jobs[0]?.manifest ?? '', job.id)).toBe(true)
    expect(world.service.jobs[0]?.manifest).toContain('correct horse')
    expect(JSON.stringify(await world.items())).not.toContain('correct horse')
    expect(await events()).toEqual([
      { action: 'update', outcome: 'done', code: undefined, principal: 'ann', requestId: 'request-2' },
    ])
  })

  it('of a manifest that does not pass touches nothing', async () => {
    const before = await world.items()

    expect((await errorOf(update('bucket:b\n'))).code).toBe('MANIFEST_INVALID')
    expect(await world.items()).toEqual(before)
  })

  it('may change the kind only where that is allowed, also if it is only tried', async () => {
    const forgotten = { ...asking(), text: exportManifest() }

    expect((await errorOf(validateUpdate(world.deps, forgotten))).code).toBe('KIND_CHANGE_NOT_ALLOWED')
    expect(await errorOf(updateJob(world.deps, forgotten))).toMatchObject({
      code: 'KIND_CHANGE_NOT_ALLOWED',
      message: expect.stringMatching(/kind s3-import; this manifest is of kind s3-export\. Add allowKindChange=true/),
    })
    expect((await world.deps.jobs.job(jobId))?.kind).toBe('s3-import')
    expect(await world.lists.manifests(jobId, 9, 9)).toEqual([])
  })

  it('is an event with both hashes and the options that it changed', async () => {
    const before = await world.deps.jobs.job(jobId)
    const { job: after } = await updateJob(world.deps, { ...asking(), text: importManifest('generator:by hand') })

    expect(await world.events()).toMatchObject([
      {
        action: 'update',
        before: { manifestSha256: before?.manifestSha256, options: {} },
        after: { manifestSha256: after.manifestSha256, options: { '/generator': 'by hand' } },
      },
    ])
  })

  it('may not move the job to another key, and leaves no caller waiting', async () => {
    world.keys.set('lab', [KEY, OTHER_KEY])

    expect((await errorOf(update(exportManifest(`accessKeyId:${OTHER_KEY.accessKeyId}`)))).code).toBe(
      'SIGNING_KEY_NOT_ALLOWED',
    )
    expect((await update()).job.jobType).toBe('Export')
  })

  it('that is only tried may not name another key either', async () => {
    world.keys.set('lab', [KEY, OTHER_KEY])
    const text = exportManifest(`accessKeyId:${OTHER_KEY.accessKeyId}`)

    expect((await errorOf(validateUpdate(world.deps, { ...asking(), text }))).code).toBe('SIGNING_KEY_NOT_ALLOWED')
  })

  it('is asked for until the deadline', async () => {
    await update()

    const call = world.service.calls.at(-1)
    expect((call?.deadline.getTime() ?? 0) - (call?.startedAt.getTime() ?? 0)).toBe(20_000)
  })

  it('of a job that the service had cancelled fails as such, and the job is cancelled from then on', async () => {
    world.service.failures.push(refusedWith('CanceledJobIdException'))

    expect(await errorOf(update())).toMatchObject({
      code: 'TRANSITION_NOT_ALLOWED',
      details: { currentState: 'cancelled' },
    })
    expect((await world.deps.jobs.job(jobId))?.state).toBe('cancelled')
  })

  it('that a bug interrupts keeps others out until the lease ends, since the service may have acted', async () => {
    world.service.updateJob = () => Promise.reject(new TypeError('a bug'))
    await expect(update()).rejects.toThrow('a bug')
    Reflect.deleteProperty(world.service, 'updateJob')

    expect((await errorOf(update())).code).toBe('CHANGE_IN_PROGRESS')
    world.pass(30)
    expect((await update()).job.jobType).toBe('Export')
  })

  it('that the service refuses leaves the job as it was, and free for the next', async () => {
    const before = await world.deps.jobs.job(jobId)
    world.service.failures.push(refusedWith('NoSuchBucketException'))

    expect(await errorOf(update())).toMatchObject({
      code: 'SERVICE_REFUSED',
      details: { fault: { code: 'NoSuchBucketException' } },
    })
    expect(await world.deps.jobs.job(jobId)).toEqual({
      ...before,
      stage: { name: 'not-shipped', since: before?.createdAt },
      version: 4,
    })
    expect(await events()).toMatchObject([{ action: 'update', outcome: 'refused', code: 'NoSuchBucketException' }])
    expect((await update()).job.jobType).toBe('Export')
  })

  it('whose answer was lost locks others out until the request is no longer good; the status shows what came of it', async () => {
    world.service.failures.push('acted')
    expect((await errorOf(update())).code).toBe('SERVICE_TIMEOUT')

    expect(await errorOf(cancel())).toMatchObject({ code: 'CHANGE_IN_PROGRESS', details: { retryAfterSeconds: 30 } })
    world.pass(30)
    const { job } = await getStatus(world.deps, asking())

    expect(job).toMatchObject({ jobType: 'Export', deviceId: 'EX-7', state: 'created' })
    expect(await world.deps.jobs.job(jobId)).toEqual(job)
    expect(await events()).toMatchObject([
      { action: 'update', outcome: 'unclear', code: 'SERVICE_TIMEOUT' },
      { action: 'cancel', outcome: 'refused', code: 'CHANGE_IN_PROGRESS' },
      { action: 'update', outcome: 'done', principal: 'ann' },
      { action: 'read-status', outcome: 'done' },
    ])
    expect((await cancel()).job.state).toBe('cancelled')
  })

  it('whose answer was lost keeps others out for as long as the service may take it, which may be longer than a lease', async () => {
    world.service.acceptsForMs = 15 * 60_000
    world.service.failures.push('acted')
    expect((await errorOf(update())).code).toBe('SERVICE_TIMEOUT')

    world.pass(15 * 60 - 1)
    expect(await errorOf(cancel())).toMatchObject({ code: 'CHANGE_IN_PROGRESS', details: { retryAfterSeconds: 1 } })
    world.pass(1)
    expect((await cancel()).job.state).toBe('cancelled')
  })

  it('of sixteen at once leaves the job item as the service has it', async () => {
    const texts = Array.from({ length: 16 }, (_, disk) => importManifest(`prefix:disk-${disk}/`))

    const outcomes = await Promise.allSettled(texts.map(text => update(text)))

    const failures = outcomes.flatMap(outcome => (outcome.status === 'rejected' ? [outcome.reason.code] : []))
    expect(new Set(failures)).toEqual(new Set(['CHANGE_IN_PROGRESS']))
    const { job, status } = await getStatus(world.deps, asking())
    expect(status.progressCode).toBe('Pending')
    expect(world.service.jobs[0]?.manifest).toContain(/prefix:\S+/.exec(job.manifest)?.[0])
    expect((await events()).filter(({ action }) => action === 'sync')).toEqual([])
  })

  it('is refused if the job is not the one that the caller has in mind', async () => {
    expect((await errorOf(update(undefined, { isExpected: () => false }))).code).toBe('JOB_CHANGED')
    expect(world.service.jobs[0]?.jobType).toBe('Import')
  })

  it('is refused if the job changes between the look and the change', async () => {
    const racing = {
      ...world.deps,
      keys: {
        ...world.deps.keys,
        find: async (id: string) => {
          await getStatus(world.deps, asking())
          return world.deps.keys.find(id)
        },
      },
    }

    const error = await errorOf(updateJob(racing, { ...asking(), text: exportManifest(), isExpected: () => true }))

    expect(error.code).toBe('JOB_CHANGED')
    expect(world.service.jobs[0]?.jobType).toBe('Import')
  })

  it('can be tried without changing anything', async () => {
    const before = await world.items()

    const input = { ...asking(), text: exportManifest(), allowKindChange: true }
    const validation = await validateUpdate(world.deps, input)

    expect(validation).toMatchObject({ valid: true, kind: 's3-export', jobType: 'Export' })
    expect(world.service.jobs[0]?.jobType).toBe('Import')
    expect(await world.items()).toEqual(before)
    world.service.failures.push(refusedWith('NoSuchBucketException'))
    expect((await errorOf(validateUpdate(world.deps, input))).code).toBe('SERVICE_REFUSED')
  })
})

describe('a cancellation', () => {
  it('cancels at the service and keeps the job', async () => {
    const { job } = await cancel()

    expect(job.state).toBe('cancelled')
    expect(world.service.jobs[0]?.cancelled).toBe(true)
    expect(await world.deps.jobs.job(jobId)).toEqual(job)
    expect(await events()).toMatchObject([{ action: 'cancel', outcome: 'done' }])
  })

  it('of a cancelled job is not allowed, nor is an update; the error lists what is', async () => {
    await cancel()

    for (const attempt of [cancel(), update()]) {
      expect(await errorOf(attempt)).toMatchObject({
        code: 'TRANSITION_NOT_ALLOWED',
        details: { currentState: 'cancelled', allowedActions: ['custody', 'status'] },
      })
    }
  })

  it('is done if the service had cancelled the job already, as after an answer that was lost', async () => {
    world.service.failures.push('acted')
    expect((await errorOf(cancel())).code).toBe('SERVICE_TIMEOUT')
    world.pass(30)

    expect((await cancel()).job.state).toBe('cancelled')
  })

  it('that was not sent can be sent again at once', async () => {
    world.service.failures.push(new ServiceFailure('not-sent', 'connection refused'))
    expect((await errorOf(cancel())).code).toBe('SERVICE_UNREACHABLE')

    expect((await cancel()).job.state).toBe('cancelled')
  })

  it('of a job that has expired fails as such, and the job is expired from then on', async () => {
    world.service.failures.push(refusedWith('ExpiredJobIdException'))

    expect(await errorOf(cancel())).toMatchObject({
      code: 'TRANSITION_NOT_ALLOWED',
      details: { currentState: 'expired' },
    })
    expect((await world.deps.jobs.job(jobId))?.state).toBe('expired')
  })
})

describe('the key', () => {
  it('is the one that the job was made with, whichever the team prefers now', async () => {
    world.keys.set('lab', [OTHER_KEY, KEY])
    world.service.calls.splice(0)

    await getStatus(world.deps, asking())
    await shippingLabels(world.deps, { caller: LAB, jobIds: [jobId], sender: {} })
    await update()
    await cancel()

    expect(world.service.calls.map(({ credentials }) => credentials.accessKeyId)).toEqual(
      Array.from({ length: 4 }, () => KEY.accessKeyId),
    )
  })

  it('must still be there, and of the same team', async () => {
    world.keys.set('lab', [OTHER_KEY])
    expect((await errorOf(cancel())).code).toBe('SIGNING_KEY_MISSING')

    world.keys.set('film', [KEY])
    expect((await errorOf(cancel())).code).toBe('SIGNING_KEY_MISSING')
  })
})

describe('a status', () => {
  it("is the service's own, kept with the time of the look", async () => {
    world.pass(90)

    const { job, status } = await getStatus(world.deps, asking())

    expect(status).toEqual({
      checkedAt: '2026-11-21T10:01:30.000Z',
      locationCode: 'NotReceived',
      progressCode: 'Pending',
    })
    expect(await world.deps.jobs.job(jobId)).toEqual(job)
    expect(job).toMatchObject({ status, updatedAt: '2026-11-21T10:01:30.000Z' })
  })

  it('that has nothing new does not count as a change', async () => {
    await getStatus(world.deps, asking())
    world.pass(90)

    const { job } = await getStatus(world.deps, asking())

    expect(job).toMatchObject({
      status: { checkedAt: '2026-11-21T10:01:30.000Z' },
      updatedAt: '2026-11-21T10:00:00.000Z',
    })
  })

  it('notices a job that was cancelled past Waybill', async () => {
    await world.service.cancelJob(jobId, world.service.calls[0] as never)

    expect((await getStatus(world.deps, asking())).job.state).toBe('cancelled')
    expect(await events()).toMatchObject([
      { action: 'sync', outcome: 'done' },
      { action: 'read-status', outcome: 'done' },
    ])
  })

  it('of an expired job is an answer too', async () => {
    world.service.failures.push(refusedWith('ExpiredJobIdException'))

    const { job, status } = await getStatus(world.deps, asking())

    expect({ state: job.state, progress: status.progressCode }).toEqual({ state: 'expired', progress: 'Expired' })
  })

  it('that cannot be had is an error, and what was known stays', async () => {
    const before = await world.items()
    world.service.failures.push(new ServiceFailure('timeout', 'no answer'))

    expect((await errorOf(getStatus(world.deps, asking()))).code).toBe('SERVICE_TIMEOUT')
    expect(await world.items()).toEqual(before)
  })
})

describe('a shipping label', () => {
  it('is for all the devices of a parcel, and is noted with each of their jobs', async () => {
    const { job } = await submitJob(world.deps, { caller: LAB, text: importManifest('prefix:two/') })

    const label = await shippingLabels(world.deps, {
      caller: LAB,
      jobIds: [jobId.toLowerCase(), job.jobId, jobId],
      sender: {},
    })

    expect(label).toEqual({
      jobIds: [jobId, job.jobId],
      url: `https://labels.example/shipping-label-${jobId}-${job.jobId}.pdf`,
    })
    const ofLabels = (await events()).map(({ action, outcome }) => `${action} ${outcome}`)
    expect(ofLabels).toEqual(['label begun', 'label begun', 'label done', 'label done'])
  })

  it('that is asked for again takes the place of the first', async () => {
    const label = () => shippingLabels(world.deps, { caller: LAB, jobIds: [jobId], sender: {} })
    await label()
    const { url } = await label()

    expect((await world.deps.jobs.job(jobId))?.artifacts).toEqual([expect.objectContaining({ url })])
  })

  it('is given although it cannot be stored, which is logged', async () => {
    const jobs = { ...world.deps.jobs, replace: () => Promise.reject(new Error('the store is down')) }

    const label = await shippingLabels({ ...world.deps, jobs }, { caller: LAB, jobIds: [jobId], sender: {} })

    expect(label.jobIds).toEqual([jobId])
    expect(world.errors).toHaveLength(1)
  })

  it('is not made for jobs of two teams, whoever asks', async () => {
    world.keys.set('film', [KEY])
    const film = { caller: { ...LAB, team: 'film' }, text: importManifest('prefix:film/') }
    const { job } = await submitJob(world.deps, film)
    const auditor = { team: '(auditors)', principal: 'eve', role: 'auditor' } as const

    const asked = shippingLabels(world.deps, { caller: auditor, jobIds: [jobId, job.jobId], sender: {} })

    expect((await errorOf(asked)).code).toBe('KEYS_DIFFER')
  })

  it('is not made for jobs of different keys, nor for a cancelled one, nor for none', async () => {
    world.keys.set('lab', [OTHER_KEY, KEY])
    const { job } = await submitJob(world.deps, { caller: LAB, text: importManifest('prefix:two/') })

    const label = (...jobIds: string[]) => shippingLabels(world.deps, { caller: LAB, jobIds, sender: {} })

    expect((await errorOf(label(jobId, job.jobId))).code).toBe('KEYS_DIFFER')
    expect((await errorOf(label())).code).toBe('JOB_NOT_FOUND')
    await cancel()
    expect((await errorOf(label(jobId))).code).toBe('TRANSITION_NOT_ALLOWED')
  })
})

describe('a job of another team', () => {
  it('is not there for any of these', async () => {
    const film = { ...asking(), caller: { ...LAB, team: 'film' } }
    const before = await world.items()

    for (const attempt of [
      updateJob(world.deps, { ...film, text: exportManifest() }),
      validateUpdate(world.deps, { ...film, text: exportManifest() }),
      cancelJob(world.deps, film),
      getStatus(world.deps, film),
      shippingLabels(world.deps, { caller: film.caller, jobIds: [jobId], sender: {} }),
    ]) {
      expect((await errorOf(attempt)).code).toBe('JOB_NOT_FOUND')
    }
    expect(await world.items()).toEqual(before)
  })
})

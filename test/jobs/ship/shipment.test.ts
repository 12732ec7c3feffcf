import { beforeEach, describe, expect, it } from '@jest/globals'
import { cancelJob } from '../../../lib/jobs/change/cancel-job.ts'
import { deviceOf } from '../../../lib/jobs/device.ts'
import { getStatus } from '../../../lib/jobs/follow/get-status.ts'
import type { StoredJob } from '../../../lib/jobs/job.ts'
import { type PutShipment, putShipment } from '../../../lib/jobs/ship/put-shipment.ts'
import { type RecordCustody, recordCustody } from '../../../lib/jobs/ship/record-custody.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { errorOf } from '../../support/error-of.ts'
import { importManifest } from '../../support/manifests.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

const LAB = { team: 'lab', principal: 'ann', role: 'member' } as const
const NUMBER = '1Z5R89390357567127'

let world: SubmissionWorld
let ids: string[]
beforeEach(async () => {
  world = submissionWorld()
  ids = []
  for (const number of [1, 2, 3]) {
    const text = importManifest().replace('deviceId:', `deviceId:${number}-`)
    ids.push((await submitJob(world.deps, { caller: LAB, text, idempotencyKey: `k${number}` })).job.jobId)
  }
  world.pass(60)
})

const first = () => ids[0] ?? ''
let requests = 0
const ship = (more: Partial<PutShipment> = {}) => {
  requests += 1
  const input = { caller: LAB, jobId: first(), carrier: 'UPS', trackingNumber: NUMBER, requestId: `r${requests}` }
  return putShipment(world.deps, { ...input, ...more })
}
const stored = async (jobId: string) => {
  const job = await world.jobs.job(jobId)
  if (!job) throw new Error(`no job ${jobId}`)
  return job
}
const actions = async () => (await world.events()).map(({ action }) => action)

describe('a shipment', () => {
  it('makes the device shipped, with carrier, number and link, and is asked about soon', async () => {
    const { job } = await ship({ sealNumber: 'S-1' })

    expect(job.shipment).toEqual({
      carrier: 'UPS',
      trackingNumber: NUMBER,
      trackingUrl: expect.stringMatching(new RegExp(`^https://[\\w.]*ups\\.com/.*${NUMBER}$`)),
      shippedOn: '2026-11-21',
      sealNumber: 'S-1',
      jobIds: [first()],
      warnings: [],
      reportedAt: '2026-11-21T10:01:00.000Z',
      reportedBy: 'ann',
    })
    expect(deviceOf(job)).toMatchObject({ stage: 'shipped', carrier: 'UPS', trackingNumber: NUMBER })
    expect(job.follow?.dueAt).toBe('2026-11-21T11:01:00.000Z')
    expect(await stored(first())).toEqual(job)
    expect(await actions()).toEqual(['ship', 'device'])
  })

  it.each([
    ['ups', NUMBER, 'UPS', []],
    ['United Parcel Service', NUMBER, 'UPS', []],
    ['FedEx', '986578788855', 'FedEx', []],
    ['UPS', '1Z5R89390357567128', 'UPS', ['TRACKING_NUMBER_INVALID']],
    ['DHL', NUMBER, 'DHL', ['TRACKING_NUMBER_INVALID']],
    ['Royal Mail', 'whatever', 'Royal Mail', ['CARRIER_UNKNOWN']],
    ['Courier 7', undefined, 'Courier 7', ['CARRIER_UNKNOWN']],
    ['USPS', undefined, 'USPS', []],
  ])('by %s with the number %s is taken for %s, with the warnings %j', async (carrier, trackingNumber, name, codes) => {
    const input = { caller: LAB, jobId: first(), carrier, ...(trackingNumber !== undefined && { trackingNumber }) }
    const { job } = await putShipment(world.deps, input)

    expect([job.shipment?.carrier, job.shipment?.warnings.map(({ code }) => code)]).toEqual([name, codes])
    expect(deviceOf(job).stage).toBe('shipped')
  })

  it('shows which carrier a number is of that is not of the given one', async () => {
    const { job } = await ship({ carrier: 'DHL' })

    expect(job.shipment?.warnings[0]?.detail).toContain('It is one of UPS.')
  })

  it('the same again changes nothing; another takes its place, and is first reported when the first was', async () => {
    const { job: once } = await ship()
    expect((await ship()).job.version).toBe(once.version)
    world.pass(60)
    const { job } = await ship({ trackingNumber: '1Z5R89390357567128', caller: { ...LAB, principal: 'bob' } })

    expect(job.shipment).toMatchObject({ reportedAt: '2026-11-21T10:01:00.000Z', reportedBy: 'bob' })
    expect((await actions()).filter(action => action === 'device')).toHaveLength(1)
  })

  it('of several jobs stands with each of them, and a job that is left out travels alone', async () => {
    const [one = '', two = '', three = ''] = ids
    await ship({ jobIds: [two.toLowerCase(), three, one] })
    for (const jobId of ids) {
      expect((await stored(jobId)).shipment).toMatchObject({ jobIds: ids.toSorted(), trackingNumber: NUMBER })
    }

    await ship({ jobIds: [two] })
    expect((await stored(one)).shipment?.jobIds).toEqual([one, two].toSorted())
    expect((await stored(three)).shipment?.jobIds).toEqual([two, three].toSorted())
  })

  it('is stored with no job if one of them cannot be shipped', async () => {
    const [, two = '', three = ''] = ids
    await cancelJob(world.deps, { caller: LAB, jobId: three })

    expect(await errorOf(ship({ jobIds: [two, three] }))).toMatchObject({ code: 'TRANSITION_NOT_ALLOWED' })
    expect(await errorOf(ship({ jobIds: ['ZZZZZ'] }))).toMatchObject({ code: 'JOB_NOT_FOUND' })
    for (const jobId of ids) expect(await stored(jobId)).not.toHaveProperty('shipment')
    expect((await actions()).filter(action => action === 'ship')).toHaveLength(2)
  })

  it('is refused once the service has the device, and for a job of another team', async () => {
    world.service.arrive(first())
    await getStatus(world.deps, { caller: LAB, jobId: first() })

    expect(await errorOf(ship())).toMatchObject({
      code: 'TRANSITION_NOT_ALLOWED',
      details: { allowedActions: ['update', 'cancel', 'custody', 'status'] },
    })
    expect(await errorOf(ship({ jobId: ids[1] ?? '', caller: { ...LAB, team: 'film' } }))).toMatchObject({
      code: 'JOB_NOT_FOUND',
    })
  })

  it.each(['2026-11-19', '2026-11-23', '2026-13-01', '2026-11-31', 'today', '', '2026-11-21T10:00:00Z', '21.11.2026'])(
    'on the day %j is refused with the days that are allowed',
    async shippedOn => {
      expect(await errorOf(ship({ shippedOn }))).toMatchObject({
        code: 'SHIPMENT_INVALID',
        message: expect.stringContaining('from 2026-11-20'),
      })
      expect(await stored(first())).not.toHaveProperty('shipment')
    },
  )

  it('is refused if the job is not the one that the caller has in mind, also one that changes at that moment', async () => {
    expect(await errorOf(ship({ isExpected: () => false }))).toMatchObject({ code: 'JOB_CHANGED' })

    const isExpected = (_kept: StoredJob) => true
    const both = await Promise.allSettled([ship({ isExpected }), ship({ isExpected, trackingNumber: 'X' })])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('of ten at once is that of one of them, whole', async () => {
    await Promise.all(
      ids.flatMap(jobId =>
        [1, 2, 3].map(number => ship({ jobId, sealNumber: `S-${number}`, jobIds: ids }).catch(() => 0)),
      ),
    )

    const [one, ...others] = await Promise.all(ids.map(async jobId => (await stored(jobId)).shipment?.jobIds))
    expect(others).toEqual([one, one])
    expect((await actions()).filter(action => action === 'device')).toHaveLength(3)
  })
})

describe('custody', () => {
  const record = (more: Partial<RecordCustody> = {}) =>
    recordCustody(world.deps, { caller: LAB, jobId: first(), step: 'packed', by: 'Jane Roe', ...more })

  it('has every step in the order of time, and by whom it was recorded', async () => {
    await record({ step: 'sealed', sealNumber: 'S-1', note: 'two seals' })
    const { job } = await record({ at: '2026-11-21T09:30:00Z' })

    expect(job.custody).toEqual([
      { step: 'packed', by: 'Jane Roe', at: '2026-11-21T09:30:00.000Z', recordedBy: 'ann' },
      {
        step: 'sealed',
        by: 'Jane Roe',
        at: '2026-11-21T10:01:00.000Z',
        note: 'two seals',
        sealNumber: 'S-1',
        recordedBy: 'ann',
      },
    ])
    expect(await actions()).toEqual(['custody', 'custody'])
    expect(deviceOf(job).stage).toBe('not-shipped')
  })

  it('goes on after the job has come to its end: the device comes back', async () => {
    await cancelJob(world.deps, { caller: LAB, jobId: first() })

    expect((await record({ step: 'received-back' })).job.custody).toHaveLength(1)
  })

  it('loses no step of many that come at once', async () => {
    const results = await Promise.allSettled(Array.from({ length: 4 }, (_, number) => record({ by: `P${number}` })))

    const taken = results.filter(({ status }) => status === 'fulfilled').length
    expect((await stored(first())).custody).toHaveLength(taken)
    expect(taken).toBe(4)
  })

  it.each(['2026-11-21T10:07:00Z', '2026-11-19T10:00:00Z', 'yesterday', ''])('takes no step at %j', async at => {
    expect(await errorOf(record({ at }))).toMatchObject({
      code: 'CUSTODY_INVALID',
      message: expect.stringContaining('2026-11-20T10:00:00.000Z'),
    })
  })

  it('takes a hundred steps and no more', async () => {
    for (let step = 0; step < 100; step += 1) await record()

    expect(await errorOf(record())).toMatchObject({ code: 'CUSTODY_INVALID' })
  })
})

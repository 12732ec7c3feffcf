import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createHttpStaffSide } from '../../lib/adapters/service/http-staff-side.ts'
import { openService } from '../../lib/adapters/service/open-service.ts'
import type { StaffOrder } from '../../lib/depot/staff-requests.ts'
import type { StaffSide } from '../../lib/desk/ports.ts'
import type { DeviceStage } from '../../lib/jobs/device-stage.ts'
import { type FollowDeps, followJobs } from '../../lib/jobs/follow/follow-jobs.ts'
import { listJobs } from '../../lib/jobs/look-up/list-jobs.ts'
import { waitForJob } from '../../lib/jobs/look-up/wait-for-job.ts'
import type { PacedStage } from '../../lib/jobs/pace.ts'
import { PACE } from '../../lib/jobs/pace.ts'
import { putShipment } from '../../lib/jobs/ship/put-shipment.ts'
import { submitJob } from '../../lib/jobs/submit/submit-job.ts'
import { DEPOT_PACE } from '../../lib/local/follow.ts'
import { WebhookError } from '../../lib/webhooks/webhook-error.ts'
import { depotDeps, KEY, STAFF_SECRET, serveDepot } from '../depot/depot-fixture.ts'
import { importManifest } from '../support/manifests.ts'
import { AMPLE_MS } from '../support/patience.ts'
import { patientExchange } from '../support/patient-exchange.ts'
import { ANN, subscriptionWorld } from '../support/subscription-world.ts'

/*
 * A job's whole life: made at the real depot over HTTP, driven by its staff from the parcel to the way back, followed by
 * Waybill, and reported to a subscription whose webhook fails now and then; on one clock, so that a month passes in a moment.
 */

const FOREVER = new Date('2040-01-01')
const MINUTE = 60
const DAY = 24 * 60 * MINUTE

let world: ReturnType<typeof subscriptionWorld>
let deps: FollowDeps
let depot: Awaited<ReturnType<typeof serveDepot>>
let staff: StaffSide
beforeEach(async () => {
  world = subscriptionWorld()
  const { clock } = world.deps
  depot = await serveDepot(depotDeps({ clock }))
  world.keys.set('lab', [KEY])
  const endpoint = new URL(depot.url)
  const options = { endpoint, signatureVersion: 2 as const, callTimeoutMs: AMPLE_MS, exchange: patientExchange }
  const service = openService(options, { clock, random: Math.random, wait: async () => undefined })
  // The depot's server stamps its answers with the machine's own time, which is not this world's.
  const known = { ...service, clockAheadMs: async () => 0 }
  deps = { ...world.deps, service: known, lists: world.lists, history: world.history, pace: DEPOT_PACE }
  staff = createHttpStaffSide({
    depot: new URL(`${depot.url}/`),
    secret: async () => STAFF_SECRET,
    timeoutMs: AMPLE_MS,
  })
  await world.subscribe('all')
})
afterEach(() => depot.stop())

const submit = async (number = 1) => {
  const text = importManifest().replace('deviceId:', `deviceId:${number}-`)
  return (await submitJob({ ...deps, archive: world.archive }, { caller: ANN, text })).job
}
/** What runs by itself. */
const round = async () => {
  await followJobs(deps, FOREVER)
  await world.round()
}
const pass = async (seconds: number, every = seconds) => {
  for (let passed = 0; passed < seconds; passed += every) {
    world.pass(Math.min(every, seconds - passed))
    await round()
  }
}
const stageOf = async (jobId: string) => (await deps.jobs.job(jobId))?.stage?.name
const eventsOf = async (jobId: string, ...actions: readonly string[]) => {
  const { events } = await world.history.feed({ jobId }, { limit: 1000 })
  return events.filter(({ action }) => actions.includes(action)).map(({ detail }) => detail)
}
/** The types of what the webhook took, in order; each with an id of its own. */
const taken = (jobId: string) => {
  const events = world.events().filter(({ data }) => data.jobId === jobId)
  const byId = new Map(events.map(event => [event.id, event]))
  return [...byId.values()].map(({ type }) => type)
}

describe('a job that is driven through the depot', () => {
  it('shows each stage within one look, and has each event and each notice once', async () => {
    const { jobId, signatureFileContents = '' } = await submit()
    await pass(5 * MINUTE)
    // Every third message is not taken, and comes again with the same id.
    let messages = 0
    world.notify.webhooks.take = async () => {
      messages += 1
      if (messages % 3 === 0) throw new WebhookError('not now', { isFinal: false })
    }
    await putShipment(deps, { caller: ANN, jobId, carrier: 'UPS', trackingNumber: '1Z5R89390357567127' })
    const steps: readonly [StaffOrder, DeviceStage][] = [
      [{ verb: 'receive', signature: signatureFileContents }, 'received'],
      [{ verb: 'load' } as StaffOrder, 'in-progress'],
      [{ verb: 'finish', errors: 2, log: 'two files could not be read\n' }, 'done-with-errors'],
      [{ verb: 'return', carrier: 'UPS', trackingNumber: '1Z5R89390357567135' }, 'returned'],
    ]
    for (const [order, stage] of steps) {
      const before = (await stageOf(jobId)) as PacedStage
      await staff.step(jobId, order)
      await pass(DEPOT_PACE[before] / 1000)
      expect(await stageOf(jobId)).toBe(stage)
      const { entries } = await listJobs(
        { ...deps, lists: world.lists },
        { caller: ANN, filter: { stage }, pageSize: 9 },
      )
      expect(entries).toMatchObject([{ job: { jobId } }])
    }
    const asked = (await deps.jobs.job(jobId))?.follow?.askedAt
    await pass(2 * DAY, DAY / 4)

    expect(await eventsOf(jobId, 'device')).toEqual([
      'not-shipped to shipped',
      'shipped to received',
      'received to in-progress',
      'in-progress to done-with-errors',
      'done-with-errors to returned',
    ])
    expect(taken(jobId).toSorted()).toEqual(
      [
        'job.created',
        'device.shipped',
        'device.received',
        'device.in-progress',
        'device.done-with-errors',
        'device.returned',
      ].toSorted(),
    )
    expect(await world.jobs.job(jobId)).not.toHaveProperty('unrecorded')
    // It is over, so it is asked about no more.
    expect((await deps.jobs.job(jobId))?.follow).toEqual({ askedAt: asked })
  })

  it('answers who waits for its device as soon as a look has found it', async () => {
    const { jobId, signatureFileContents = '' } = await submit()
    await putShipment(deps, { caller: ANN, jobId, carrier: 'UPS' })
    await staff.step(jobId, { verb: 'receive', signature: signatureFileContents })
    const pause = async (milliseconds: number) => {
      await pass(milliseconds / 1000)
      return true
    }

    const waiting = { caller: ANN, jobId, waitFor: 'received', timeoutSeconds: 20 } as const
    expect((await waitForJob({ ...deps, pause }, waiting)).outcome).toBe('reached')
    expect((await waitForJob({ ...deps, pause }, { ...waiting, waitFor: 'returned' })).outcome).toBe('not-yet')
  })

  it('is about to expire 7 and 2 days before it does, and expires, each reported once', async () => {
    const { jobId } = await submit()
    const { jobId: other, signatureFileContents = '' } = await submit(2)
    await putShipment(deps, { caller: ANN, jobId: other, carrier: 'UPS' })
    await staff.step(other, { verb: 'receive', signature: signatureFileContents })
    // As a stage asks, so that a month is few looks.
    deps = { ...deps, pace: PACE }
    await pass(31 * DAY, DAY / 4)

    expect(await eventsOf(jobId, 'expiry')).toEqual([
      expect.stringMatching(/^7 days left/),
      expect.stringMatching(/^2 days left/),
    ])
    expect(await deps.jobs.job(jobId)).toMatchObject({ state: 'expired' })
    expect(taken(jobId)).toEqual(['job.created', 'job.expiring', 'job.expiring', 'job.expired'])
    expect(await eventsOf(other, 'expiry')).toEqual([])
    expect(await stageOf(other)).toBe('received')
  })
})

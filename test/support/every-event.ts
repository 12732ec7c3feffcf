import { cancelJob } from '../../lib/jobs/change/cancel-job.ts'
import { updateJob } from '../../lib/jobs/change/update-job.ts'
import { getStatus } from '../../lib/jobs/follow/get-status.ts'
import type { Job, Shipment } from '../../lib/jobs/job.ts'
import type { JobStore } from '../../lib/jobs/job-store.ts'
import { reconcile } from '../../lib/jobs/submit/reconcile.ts'
import { submitJob } from '../../lib/jobs/submit/submit-job.ts'
import type { CloudEvent } from '../../lib/subscriptions/cloud-event.ts'
import { importManifest } from './manifests.ts'
import { created } from './records.ts'
import { refusedWith } from './scripted-service.ts'
import { ANN, subscriptionWorld } from './subscription-world.ts'

const AT = '2026-11-21T11:00:00.000Z'

const SHIPMENT: Shipment = {
  carrier: 'UPS',
  trackingNumber: '1Z5R89390357567127',
  shippedOn: '2026-11-21',
  jobIds: ['MOVED'],
  warnings: [],
  reportedAt: AT,
  reportedBy: 'ann',
}

const HERE: Partial<Job> = { status: { checkedAt: AT, locationCode: 'AtAWS', progressCode: 'Pending' } }
const NOT_HERE: Partial<Job> = { status: { checkedAt: AT, locationCode: 'NotReceived', progressCode: 'Pending' } }

/** A device's way, as the service's codes and the shipment report it. */
const WAY: readonly Partial<Job>[] = [
  { expiryNotice: 7 },
  { shipment: SHIPMENT },
  HERE,
  { status: { checkedAt: AT, locationCode: 'AtAWS', progressCode: 'Started' } },
  { status: { checkedAt: AT, locationCode: 'AtAWS', progressCode: 'Complete' } },
  { status: { checkedAt: AT, locationCode: 'AtAWS', progressCode: 'SuccessWithErrors', errorCount: 2 } },
  { status: { checkedAt: AT, locationCode: 'AtAWS', progressCode: 'DeviceError', progressMessage: 'It is silent.' } },
  { status: { checkedAt: AT, locationCode: 'Returned', progressCode: 'Complete', carrier: 'UPS' } },
]

const moveDevice = async (jobs: JobStore, made: Job, way: readonly Partial<Job>[]) => {
  let job = made
  await jobs.save(job)
  for (const change of way) {
    job = { ...job, ...change, version: job.version + 1 }
    await jobs.replace(job)
  }
}

/** One event of each type at least, as jobs and submissions cause them. */
export const everyEvent = async (): Promise<readonly CloudEvent[]> => {
  const world = subscriptionWorld()
  const { deps } = world
  const manifestOf = (deviceId: string) => importManifest().replace('WX21-0046', deviceId)
  const submit = async (deviceId: string) =>
    (await submitJob(deps, { caller: ANN, text: manifestOf(deviceId) })).job.jobId
  await world.subscribe('all')

  const jobId = await submit('A')
  await updateJob(deps, { caller: ANN, jobId, text: manifestOf('B') })
  await cancelJob(deps, { caller: ANN, jobId })
  const late = await submit('C')
  world.service.failures.push(refusedWith('ExpiredJobIdException'))
  await getStatus(deps, { caller: ANN, jobId: late })
  world.service.fates.push('refused')
  await submit('D').catch(() => undefined)
  world.service.acceptsForMs = 120_000
  world.service.fates.push('lost on the way there')
  await submit('E').catch(() => undefined)
  world.pass(35)
  await reconcile(deps, new Date(deps.clock().getTime() + 60_000))
  await moveDevice(deps.jobs, created({ jobId: 'MOVED', id: 'wb-moved' }), WAY)
  await moveDevice(deps.jobs, created({ jobId: 'BACK1', id: 'wb-back' }), [HERE, NOT_HERE])
  await world.round()
  return world.events()
}

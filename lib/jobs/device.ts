import type { Timestamp } from '../system.ts'
import { DEVICE_STAGES, type Device, type DeviceStage } from './device-stage.ts'
import type { Job } from './job.ts'
import { LOCATIONS, PROGRESSES } from './service-codes.ts'
import { JOB_LIFE_MS } from './timing.ts'

/** What a device's stage follows from. */
export type DeviceFacts = Pick<Job, 'deviceId' | 'state' | 'status' | 'shipment' | 'stage' | 'createdAt'>

/** The one place where a device's stage is derived: from the service's codes, the shipment, and the stage before. */
export const deviceOf = (job: DeviceFacts): Device => {
  const { status, shipment, createdAt } = job
  const stage = stageOf(job)
  const progress = PROGRESSES.get(status?.progressCode ?? '')
  const unknownCodes = unknownCodesOf(job)
  const isHere = stage === 'not-shipped' || stage === 'shipped'
  const way = stage === 'returned' ? status : shipment
  return {
    id: job.deviceId,
    stage,
    since: job.stage?.name === stage ? job.stage.since : enteredAt(job, stage),
    ...(status?.locationCode !== undefined && { location: status.locationCode }),
    ...(status?.progressCode !== undefined && { progress: status.progressCode }),
    ...(status?.errorCount !== undefined && { errorCount: status.errorCount }),
    ...(way?.carrier !== undefined && { carrier: way.carrier }),
    ...(way?.trackingNumber !== undefined && { trackingNumber: way.trackingNumber }),
    ...(isHere && job.state === 'created' && { expiresAt: expiryOf(createdAt) }),
    ...(status?.progressCode !== undefined &&
      progress?.advice !== undefined && {
        reason: {
          code: status.progressCode,
          ...(status.progressMessage !== undefined && { detail: status.progressMessage }),
          advice: progress.advice,
        },
      }),
    ...(unknownCodes.length > 0 && { unknownCodes }),
  }
}

/** When a job expires whose device has not arrived. */
const expiryOf = (createdAt: Timestamp): Timestamp => new Date(Date.parse(createdAt) + JOB_LIFE_MS).toISOString()

const stageOf = (job: DeviceFacts): DeviceStage => {
  const { locationCode = '', progressCode = '' } = job.status ?? {}
  const byLocation = LOCATIONS.get(locationCode)?.stage
  if (byLocation === 'returned') return byLocation
  const byProgress = PROGRESSES.get(progressCode)?.stage
  if (byProgress) return byProgress
  const certain = byLocation ?? (job.shipment ? 'shipped' : 'not-shipped')
  // The meaning of an unknown code is open, so the device is at least where it was before.
  return unknownCodesOf(job).length > 0 ? later(certain, job.stage?.name ?? certain) : certain
}

const later = (one: DeviceStage, other: DeviceStage) =>
  DEVICE_STAGES.indexOf(one) >= DEVICE_STAGES.indexOf(other) ? one : other

const unknownCodesOf = ({ status }: DeviceFacts) => {
  const { locationCode, progressCode } = status ?? {}
  return [
    ...(locationCode !== undefined && !LOCATIONS.has(locationCode) ? [locationCode] : []),
    ...(progressCode !== undefined && !PROGRESSES.has(progressCode) ? [progressCode] : []),
  ]
}

/** Since when the device is in the stage, for a job whose stage was never stored. */
const enteredAt = ({ status, shipment, createdAt }: DeviceFacts, stage: DeviceStage): Timestamp => {
  if (stage === 'not-shipped') return createdAt
  if (stage === 'shipped') return shipment?.reportedAt ?? createdAt
  return status?.checkedAt ?? createdAt
}

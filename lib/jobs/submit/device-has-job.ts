import type { Log } from '../../system.ts'
import { deviceOf } from '../device.ts'
import type { DeviceStage } from '../device-stage.ts'
import type { Job, Warning } from '../job.ts'
import type { JobLists, JobStore } from '../job-store.ts'

interface LookDeps {
  readonly jobs: Pick<JobStore, 'job'>
  /** Default: no search */
  readonly deviceJobs?: Pick<JobLists, 'createdFor'>
  readonly clock: () => Date
  readonly log: Log
}

/** How many of a device's jobs are read, the newest first. */
const MOST_LOOKED_AT = 10

/** In these stages the service still needs the SIGNATURE that is on the device. */
const LIVE: ReadonlySet<DeviceStage> = new Set(['not-shipped', 'shipped', 'received', 'in-progress'])

export const DEVICE_HAS_JOB = 'DEVICE_HAS_JOB'

/**
 * A warning if another job of the team waits for the same device: a device carries one SIGNATURE, so at most one of the two
 * jobs can be done. Costs one Query, and a read for each job that is found. Lists may lag, so two jobs that are made at the
 * same time may both have no warning. If the search fails, this is logged, and there is no warning.
 *
 * @param isSame whether a job is the one that is made, changed or answered again
 */
export const deviceWarnings = async (
  { jobs, deviceJobs, clock, log }: LookDeps,
  { team, deviceId }: Pick<Job, 'team' | 'deviceId'>,
  isSame: (job: Job) => boolean,
): Promise<readonly Warning[]> => {
  if (deviceJobs === undefined) return []
  try {
    const jobIds = await deviceJobs.createdFor(team, deviceId, MOST_LOOKED_AT)
    const found = await Promise.all(jobIds.map(jobId => jobs.job(jobId)))
    const other = found.find(job => job?.deviceId === deviceId && isLive(job, clock()) && !isSame(job))
    return other === undefined ? [] : [warningOf(other)]
  } catch (error) {
    log.error('could not look for other jobs of the device; the sender gets no warning', { deviceId, error })
    return []
  }
}

const isLive = (job: Job, now: Date) => {
  const { stage, expiresAt } = deviceOf(job)
  return job.state === 'created' && LIVE.has(stage) && (expiresAt === undefined || expiresAt > now.toISOString())
}

const warningOf = (job: Job): Warning => ({
  code: DEVICE_HAS_JOB,
  detail: `Device ${job.deviceId} has job ${job.jobId} already, which is ${deviceOf(job).stage}. A device carries the SIGNATURE of one job only: cancel one of the two jobs, or correct the device ID.`,
  pointer: '/deviceId',
})

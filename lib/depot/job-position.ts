import type { DepotJob } from '../ports.ts'

/** A job expires this long after its creation if no device has come (Developer Guide, "Creating an import job"). */
const LIFE_MS = 30 * 24 * 60 * 60_000

/** Literal codes and messages of the guide's page "Job status". */
const LOCATION_MESSAGES = {
  NotReceived: 'AWS has not received your device.',
} as const
const PROGRESS_MESSAGES = {
  Pending: 'The specified job has not started.',
  Canceled: 'The job was canceled.',
} as const

export interface JobPosition {
  readonly LocationCode: keyof typeof LOCATION_MESSAGES
  readonly LocationMessage: string
  readonly ProgressCode: keyof typeof PROGRESS_MESSAGES
  readonly ProgressMessage: string
}

export const isExpired = (job: DepotJob, now: Date) =>
  job.cancelledAt === undefined && now.getTime() >= Date.parse(job.createdAt) + LIFE_MS

/** Where a job's device is and how far its data is, computed from what happened: nothing ticks. */
export const jobPosition = (job: DepotJob): JobPosition => {
  const location = 'NotReceived'
  const progress = job.cancelledAt === undefined ? 'Pending' : 'Canceled'
  return {
    LocationCode: location,
    LocationMessage: LOCATION_MESSAGES[location],
    ProgressCode: progress,
    ProgressMessage: PROGRESS_MESSAGES[progress],
  }
}

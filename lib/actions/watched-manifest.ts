import type { EndReason, JobSubject, ScheduledCheck } from '../checks/check.ts'
import { JobError } from '../jobs/errors.ts'
import { ServiceFailure } from '../jobs/service-failure.ts'
import type { JobType } from '../manifest/manifest.ts'
import type { ServiceStatus } from '../ports.ts'
import type { CheckDeps } from './check-deps.ts'
import { serviceRefusal } from './service-refusal.ts'

/** The text to validate, or why there is nothing to validate any more. */
export type Watched = { readonly text: string; readonly jobType: JobType } | { readonly ended: EndReason }

const CANCELLED_FAULTS = new Set(['CanceledJobIdException'])
const EXPIRED_FAULTS = new Set(['ExpiredJobIdException'])
/** GetStatus says so of a device that has not come (Developer Guide, "Job status"); whatever else it says, the device has. */
const NOT_RECEIVED = 'NotReceived'
/** Progress code of a cancelled job, in the service's own spelling. */
const CANCELLED = 'Canceled'

/**
 * What a check validates, as it is now: its own manifest, or the one that the service has for its job.
 *
 * Refuses: the SERVICE_ codes, SIGNING_KEY_MISSING.
 */
export const watchedManifest = async (deps: CheckDeps, { id, team, subject }: ScheduledCheck): Promise<Watched> =>
  subject.is === 'manifest'
    ? { text: await deps.sealer.open(subject.sealed, id), jobType: subject.jobType }
    : jobManifest(deps, team, subject)

const jobManifest = async (deps: CheckDeps, team: string, { jobId, expiresAt }: JobSubject): Promise<Watched> => {
  const job = await deps.jobs.job(jobId)
  if (!job || job.state === 'cancelled') return { ended: 'cancelled' }
  const [credentials] = await deps.keys.ofTeam(team)
  if (!credentials) {
    throw new JobError('SIGNING_KEY_MISSING', `Team "${team}" has no signing key; an operator must give it one.`)
  }
  const startedAt = deps.clock()
  const deadline = new Date(startedAt.getTime() + deps.timing.deadlineMs)
  try {
    const status = await deps.service.getStatus(jobId, { credentials, startedAt, deadline })
    const ended = endOf(status, startedAt, expiresAt)
    if (ended) return { ended }
    if (status.currentManifest !== undefined) return { text: status.currentManifest, jobType: status.jobType }
    throw new JobError('SERVICE_ANSWER_UNREADABLE', `The service has job ${jobId} but did not show its manifest.`)
  } catch (error) {
    const code = error instanceof ServiceFailure ? (error.fault?.code ?? '') : ''
    if (CANCELLED_FAULTS.has(code)) return { ended: 'cancelled' }
    if (EXPIRED_FAULTS.has(code)) return { ended: 'expired' }
    throw serviceRefusal(error, deps.clock())
  }
}

const endOf = (status: ServiceStatus, now: Date, expiresAt: string): EndReason | undefined => {
  if (status.progressCode === CANCELLED) return 'cancelled'
  if (status.locationCode !== undefined && status.locationCode !== NOT_RECEIVED) return 'received'
  return now.getTime() >= Date.parse(expiresAt) ? 'expired' : undefined
}

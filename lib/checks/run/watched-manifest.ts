import { JobError } from '../../jobs/errors.ts'
import { askStatus } from '../../jobs/follow/get-status.ts'
import { unmarkGenerator } from '../../manifest/fields/generator.ts'
import type { JobType } from '../../manifest/manifest.ts'
import type { CheckedJob, EndReason, ScheduledCheck } from '../check.ts'
import type { CheckDeps } from '../check-deps.ts'

/** The text to validate, or why the check has ended. */
export type Watched = { readonly text: string; readonly jobType: JobType } | { readonly ended: EndReason }

/** GetStatus answers this while the device has not arrived (Developer Guide, "Job status"); every other code means that it has. */
const NOT_RECEIVED = 'NotReceived'

/**
 * The current text to validate: the check's own manifest, or the one that the service has for its job.
 *
 * Refuses: the SERVICE_ codes, SIGNING_KEY_MISSING.
 */
export const watchedManifest = async (deps: CheckDeps, check: ScheduledCheck): Promise<Watched> => {
  const { id, subject } = check
  return subject.is === 'manifest'
    ? { text: await deps.sealer.open(subject.sealed, id), jobType: subject.jobType }
    : jobManifest(deps, check.name, subject)
}

const jobManifest = async (deps: CheckDeps, name: string, { jobId, expiresAt }: CheckedJob): Promise<Watched> => {
  const found = await deps.jobs.job(jobId)
  if (!found || found.state === 'cancelled') return { ended: 'cancelled' }
  if (found.state === 'expired') return { ended: 'expired' }

  const { job, status, answer } = await askStatus(deps, found, { principal: `check ${name}` })
  if (status.progressCode === 'Canceled') return { ended: 'cancelled' }
  if (status.progressCode === 'Expired') return { ended: 'expired' }
  if (status.locationCode !== undefined && status.locationCode !== NOT_RECEIVED) return { ended: 'received' }
  if (deps.clock().getTime() >= Date.parse(expiresAt)) return { ended: 'expired' }
  if (answer?.currentManifest === undefined) {
    throw new JobError('SERVICE_ANSWER_UNREADABLE', `The service has job ${jobId} but did not show its manifest.`)
  }
  return { text: unmarkGenerator(answer.currentManifest, job.id), jobType: answer.jobType }
}

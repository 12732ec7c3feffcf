import { JobError } from '../../jobs/errors.ts'
import { sha256Hex } from '../../jobs/idempotency.ts'
import { getJob } from '../../jobs/look-up/get-job.ts'
import { subjectOf } from '../../jobs/subject.ts'
import { readSubmission } from '../../jobs/submit/read-submission.ts'
import { fillFromTeam } from '../../jobs/submit/team-settings.ts'
import { JOB_LIFE_MS } from '../../jobs/timing.ts'
import type { JobType } from '../../manifest/manifest.ts'
import type { Caller } from '../../teams/caller.ts'
import type { Subject } from '../check.ts'
import type { CheckDeps } from '../check-deps.ts'

/** A manifest of the check's own, or a job. */
export interface SubjectInput {
  readonly caller: Caller
  readonly manifest?: string | undefined
  readonly jobType?: JobType | undefined
  readonly jobId?: string | undefined
}

/**
 * The subject of a check, ready to be stored; `undefined`: the request names none, so it does not change. The manifest is stored as
 * it was sent; each run fills in the team's defaults of that time.
 *
 * Refuses: ADDRESS_NOT_FOUND, CHECK_INVALID, MANIFEST_INVALID, JOB_TYPE_MISMATCH, JOB_NOT_FOUND, JOB_NOT_ACTIVE.
 */
export const checkSubject = async (
  deps: Pick<CheckDeps, 'jobs' | 'sealer' | 'era' | 'clock' | 'teams' | 'belongings'>,
  { caller, manifest: text, jobType, jobId }: SubjectInput,
  checkId: string,
): Promise<Subject | undefined> => {
  if (text !== undefined && jobId !== undefined) {
    throw new JobError('CHECK_INVALID', 'A check has a manifest of its own or watches a job; send manifest or jobId.')
  }
  if (jobId !== undefined) return jobSubject(deps, caller, jobId)
  if (text === undefined) return undefined

  const whole = await fillFromTeam(deps, { caller, text, ...(jobType && { jobType }) })
  const { manifest } = readSubmission(whole, deps.era)
  const { kind, jobType: actualType, deviceId, buckets } = subjectOf(caller.team, manifest)
  const sealed = await deps.sealer.seal(text, checkId)
  return { is: 'manifest', sealed, sha256: sha256Hex(text), kind, jobType: actualType, deviceId, buckets }
}

const jobSubject = async (
  deps: Pick<CheckDeps, 'jobs' | 'clock'>,
  caller: Caller,
  wanted: string,
): Promise<Subject> => {
  const { job } = await getJob(deps, { caller, jobId: wanted })
  const expiresAt = Date.parse(job.createdAt) + JOB_LIFE_MS
  if (job.state !== 'created' || expiresAt <= deps.clock().getTime()) {
    const why = job.state === 'created' ? 'is older than 30 days' : `is ${job.state}`
    throw new JobError('JOB_NOT_ACTIVE', `Job ${job.jobId} ${why}; it needs no further checks.`)
  }
  return { is: 'job', jobId: job.jobId, expiresAt: new Date(expiresAt).toISOString() }
}

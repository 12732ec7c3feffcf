import { markGenerator } from '../../manifest/fields/generator.ts'
import type { Manifest } from '../../manifest/manifest.ts'
import { redactManifest } from '../../manifest/redact/secret-values.ts'
import { renewed } from '../artifact-file.ts'
import { askService } from '../ask-service.ts'
import { JobError } from '../errors.ts'
import { fingerprint, sha256Hex } from '../idempotency.ts'
import type { Job, StoredJob } from '../job.ts'
import type { JobDeps } from '../job-deps.ts'
import { jobKey } from '../job-key.ts'
import { attemptOnJob } from '../look-up/attempt-on-job.ts'
import { requireClock } from '../service-clock.ts'
import { storeManifest } from '../store-manifest.ts'
import { nextSubject, subjectOf } from '../subject.ts'
import { requireOwnBuckets } from '../submit/bucket-owners.ts'
import { deviceWarnings } from '../submit/device-has-job.ts'
import { type ManifestInput, readSubmission } from '../submit/read-submission.ts'
import { manifestWarning, serviceWarning } from '../submit/store-answer.ts'
import { fillFromTeam } from '../submit/team-settings.ts'
import { tried } from '../submit/tried.ts'
import { type Validation, validationWarnings } from '../submit/validate-manifest.ts'
import { requireAllowed } from '../transitions.ts'
import { type ChangeJob, changeJob, type JobChange, jobChanged } from './change-job.ts'

export interface UpdateJob extends ChangeJob, Omit<ManifestInput, 'caller'> {
  /** Whether the new manifest may have another kind than the job. This is often a mistake. Default: false */
  readonly allowKindChange?: boolean
}

/**
 * Give a job another manifest. ID and SIGNATURE stay; its kind, device and buckets follow the manifest.
 *
 * 1. Read the manifest; it may not name another key than the job's.
 * 2. Store the manifest in force as one of those that the job has had.
 * 3. Send the new one, with the record's id in its `generator` as in the first.
 * 4. Store the new manifest and its subject.
 *
 * Refuses: MANIFEST_INVALID, JOB_TYPE_MISMATCH, ADDRESS_NOT_FOUND, SIGNING_KEY_NOT_ALLOWED, BUCKET_NOT_ALLOWED,
 * KIND_CHANGE_NOT_ALLOWED, and the codes of `changeJob`.
 */
export const updateJob = async (deps: JobDeps, given: UpdateJob): Promise<StoredJob> => {
  const input = await fillFromTeam(deps, given)
  return changeJob(deps, input, 'update', ({ id }) => {
    const { manifest, warnings } = readSubmission(input, deps.era)
    const marked = markGenerator(input.text, id)
    const act: JobChange['act'] = async (job, call) => {
      requireKey(job, manifest)
      requireKind(job, manifest, input)
      await requireOwnBuckets(deps, job, manifest)
      const { jobType } = manifest
      const { principal: by } = input.caller
      const authorship = await storeManifest(deps.jobs, job, { at: deps.clock().toISOString(), by })
      const subject = nextSubject(job, subjectOf(job.team, manifest))
      // Before the service is asked: lists skip a pointer too many, but they cannot find a job whose pointer is missing.
      await deps.jobs.pointFromLists({ ...job, ...subject })
      const update = { jobId: job.jobId, jobType, manifest: marked, validateOnly: false }
      const [answer, ofDevice] = await Promise.all([
        deps.service.updateJob(update, call),
        otherJobs(deps, job, manifest),
      ])
      return {
        ...subject,
        warnings: [...warnings.map(manifestWarning), ...answer.warnings.map(serviceWarning), ...ofDevice],
        artifacts: renewed(answer.artifacts.length > 0 ? answer.artifacts : job.artifacts, job),
        manifest: redactManifest(input.text),
        manifestSha256: sha256Hex(input.text),
        authorship,
        fingerprint: fingerprint(job.team, jobType, manifest),
        sentSha256: sha256Hex(marked),
      }
    }
    return { sentSha256: sha256Hex(marked), act }
  })
}

/**
 * The same checks and the service's own ValidateOnly; nothing is changed and nothing is stored.
 *
 * Refuses: MANIFEST_INVALID, JOB_TYPE_MISMATCH, ADDRESS_NOT_FOUND, SIGNING_KEY_MISSING, SIGNING_KEY_NOT_ALLOWED,
 * BUCKET_NOT_ALLOWED, KIND_CHANGE_NOT_ALLOWED, JOB_NOT_FOUND, JOB_CHANGED, TRANSITION_NOT_ALLOWED, CLOCK_WRONG, and the
 * SERVICE_ codes.
 */
export const validateUpdate = (deps: JobDeps, input: UpdateJob): Promise<Validation> =>
  attemptOnJob(
    deps,
    input,
    'validate',
    stored => checkUpdate(deps, input, stored),
    ({ kind }, { job: { tags } }) => tried({ kind, ...(tags && { tags }) }),
  )

const checkUpdate = async (deps: JobDeps, given: UpdateJob, stored: StoredJob): Promise<Validation> => {
  const input = await fillFromTeam(deps, given)
  const { manifest, warnings } = readSubmission(input, deps.era)
  const { job } = stored
  if (input.isExpected && !input.isExpected(stored)) throw jobChanged(job)
  requireAllowed('update', job)
  requireKey(job, manifest)
  requireKind(job, manifest, input)
  await requireOwnBuckets(deps, job, manifest)
  const { jobType, kind } = manifest
  const update = { jobId: job.jobId, jobType, manifest: markGenerator(input.text, job.id), validateOnly: true }
  const credentials = await jobKey(deps.keys, job)
  const answer = await askService(deps, credentials, async (service, call) => {
    await requireClock({ service }, call)
    return service.updateJob(update, call)
  })
  return {
    valid: true,
    kind,
    jobType,
    warnings: [...validationWarnings(warnings, answer), ...(await otherJobs(deps, job, manifest))],
    checks: [
      { name: 'manifest', outcome: 'pass' },
      { name: 'policy', outcome: 'pass' },
      { name: 'service', outcome: 'pass' },
    ],
  }
}

const otherJobs = (deps: JobDeps, { team, jobId }: Job, { deviceId }: Manifest) =>
  deviceWarnings(deps, { team, deviceId }, other => other.jobId === jobId)

const requireKind = ({ jobId, kind }: Job, manifest: Manifest, { allowKindChange = false }: UpdateJob) => {
  if (allowKindChange || manifest.kind === kind) return
  throw new JobError(
    'KIND_CHANGE_NOT_ALLOWED',
    `Job ${jobId} is of kind ${kind}; this manifest is of kind ${manifest.kind}. Add allowKindChange=true if that is meant.`,
  )
}

const requireKey = ({ jobId, accessKeyId }: Job, manifest: Manifest) => {
  if (manifest.accessKeyId === undefined || manifest.accessKeyId === accessKeyId) return
  throw new JobError(
    'SIGNING_KEY_NOT_ALLOWED',
    `Job ${jobId} was made with key ${accessKeyId}; the manifest names ${manifest.accessKeyId}. Name that key or leave the option out.`,
  )
}

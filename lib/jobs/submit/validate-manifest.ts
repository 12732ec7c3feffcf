import type { EventDeps } from '../../audit/record-event.ts'
import type { Diagnostic } from '../../manifest/diagnostics/diagnostic.ts'
import { type LineFix, lineFixes } from '../../manifest/diagnostics/line-fix.ts'
import { markGenerator } from '../../manifest/fields/generator.ts'
import type { JobType, Kind } from '../../manifest/manifest.ts'
import { attempt } from '../attempt.ts'
import { JobError, type ValidationCheck } from '../errors.ts'
import { fingerprint, keyOfFingerprint, recordId, sha256Hex } from '../idempotency.ts'
import type { ServiceAnswer, Warning } from '../job.ts'
import type { ServiceCall } from '../service.ts'
import { requireClock } from '../service-clock.ts'
import { serviceError } from '../service-error.ts'
import { requireTagging } from '../tagging.ts'
import { requireOwnBuckets } from './bucket-owners.ts'
import { deviceWarnings } from './device-has-job.ts'
import { readSubmission, signingKey } from './read-submission.ts'
import { manifestWarning, serviceWarning } from './store-answer.ts'
import type { SubmissionDeps } from './submission-deps.ts'
import type { SubmitJob } from './submit-job.ts'
import { fillFromTeam, requireTags } from './team-settings.ts'
import { tried } from './tried.ts'

/** A warning of a manifest that was only validated, and so can still be mended. */
export interface ValidationWarning extends Warning {
  /** Present if there is exactly one safe fix. */
  readonly fixes?: readonly LineFix[]
}

export interface Validation {
  readonly valid: true
  readonly kind: Kind
  readonly jobType: JobType
  readonly warnings: readonly ValidationWarning[]
  readonly checks: readonly ValidationCheck[]
  /** Options that the team's defaults and address book filled in. Absent: none */
  readonly fromTeam?: readonly string[]
}

export type ValidationDeps = Pick<
  SubmissionDeps,
  'service' | 'keys' | 'clock' | 'era' | 'timing' | 'bucketOwners' | 'teams' | 'belongings'
>

/**
 * Validate a manifest without making a job: the same checks as a submission, then the service's own ValidateOnly.
 *
 * 1. Read the manifest.
 * 2. Check that the team may sign with the key that the manifest names, and may use its buckets.
 * 3. Send the text that a submission would send, with ValidateOnly.
 *
 * Stores only the event. If the service cannot be asked, the outcome is `unknown` and an error, never a pass.
 *
 * Refuses: TAGS_INVALID, DESCRIPTION_INVALID, TAG_MISSING, MANIFEST_INVALID, JOB_TYPE_MISMATCH, ADDRESS_NOT_FOUND,
 * ADDRESS_TWICE, SIGNING_KEY_MISSING, SIGNING_KEY_NOT_ALLOWED, BUCKET_NOT_ALLOWED, CLOCK_WRONG, and the SERVICE_ codes.
 */
export const validateManifest = async (
  deps: ValidationDeps & EventDeps & Pick<SubmissionDeps, 'jobs' | 'deviceJobs' | 'log'>,
  input: SubmitJob,
): Promise<Rehearsal> => {
  let read: Parameters<typeof tried>[0] = {}
  return attempt(
    deps,
    input,
    'validate',
    async () => {
      // A scheduled check has no tags, so it does not come through here.
      await requireTags(deps, input.caller.team, requireTagging(input).tags)
      const rehearsal = await rehearseSubmission(deps, input, known => {
        read = known
      })
      return withDeviceWarnings(deps, input, rehearsal)
    },
    () => tried(read),
    undefined,
    () => tried(read),
  )
}

/** Adds the warnings about other jobs of the device. The job that the same manifest has already made is not another job. */
const withDeviceWarnings = async (
  deps: Parameters<typeof deviceWarnings>[0],
  { caller: { team }, text, idempotencyKey }: SubmitJob,
  rehearsal: Rehearsal,
): Promise<Rehearsal> => {
  const { validation, recordId: id, deviceId } = rehearsal
  const sha256 = sha256Hex(text)
  const warnings = await deviceWarnings(
    deps,
    { team, deviceId },
    job => job.id === id || (idempotencyKey === undefined && job.manifestSha256 === sha256),
  )
  return { ...rehearsal, validation: { ...validation, warnings: [...validation.warnings, ...warnings] } }
}

/** A validation, and the service's answer. The answer has the form of a new job, with an ID that no job has. */
export interface Rehearsal {
  readonly validation: Validation
  readonly answer: ServiceAnswer
  readonly deviceId: string
  /** The id that the record of a real submission would have. */
  readonly recordId: string
}

/**
 * The same without an event, for Waybill itself, for example for a scheduled check.
 *
 * @param onRead gets the facts of the manifest as soon as they are known
 */
export const rehearseSubmission = async (
  deps: ValidationDeps,
  given: SubmitJob,
  onRead: (known: Parameters<typeof tried>[0]) => void = () => undefined,
): Promise<Rehearsal> => {
  const checks: ValidationCheck[] = []
  const check = async <T>(name: ValidationCheck['name'], run: () => T | Promise<T>): Promise<T> => {
    try {
      const result = await run()
      checks.push({ name, outcome: 'pass' })
      return result
    } catch (error) {
      const failure = serviceError(error, deps.clock())
      if (!(failure instanceof JobError)) throw failure
      checks.push({ name, outcome: UNKNOWN.has(failure.code) ? 'unknown' : 'fail' })
      throw new JobError(failure.code, failure.message, { ...failure.details, checks })
    }
  }

  const { tags } = requireTagging(given)
  onRead({ ...(tags && { tags }) })
  const input = await fillFromTeam(deps, given)
  const { manifest, warnings } = await check('manifest', () => readSubmission(input, deps.era))
  onRead({ kind: manifest.kind, ...(tags && { tags }) })
  const credentials = await check('policy', async () => {
    const key = await signingKey(deps.keys, input.caller.team, manifest)
    await requireOwnBuckets(deps, { ...key, team: input.caller.team }, manifest)
    return key
  })
  const key = input.idempotencyKey ?? keyOfFingerprint(fingerprint(input.caller.team, manifest.jobType, manifest))
  const id = recordId(input.caller.team, key)
  const answer = await check('service', async () => {
    const startedAt = deps.clock()
    const deadline = new Date(startedAt.getTime() + deps.timing.deadlineMs)
    const call: ServiceCall = { credentials, startedAt, deadline }
    await requireClock(deps, call)
    const text = markGenerator(input.text, id)
    return deps.service.createJob({ jobType: manifest.jobType, manifest: text, validateOnly: true }, call)
  })
  return {
    validation: {
      valid: true,
      kind: manifest.kind,
      jobType: manifest.jobType,
      warnings: validationWarnings(warnings, answer),
      checks,
      ...(input.fromTeam.length > 0 && { fromTeam: input.fromTeam }),
    },
    answer,
    deviceId: manifest.deviceId,
    recordId: id,
  }
}

/** The warnings of the manifest, then those of the service. */
export const validationWarnings = (
  warnings: readonly Diagnostic[],
  answer: Pick<ServiceAnswer, 'warnings'>,
): readonly ValidationWarning[] => [
  ...warnings.map(warning => ({ ...manifestWarning(warning), ...lineFixes(warning) })),
  ...answer.warnings.map(serviceWarning),
]

/** Errors that are not about the manifest. */
const UNKNOWN = new Set<JobError['code']>([
  'CLOCK_WRONG',
  'SERVICE_UNREACHABLE',
  'SERVICE_TIMEOUT',
  'SERVICE_ANSWER_UNREADABLE',
  'SERVICE_CREDENTIALS_REFUSED',
  'SERVICE_QUOTA_EXCEEDED',
])

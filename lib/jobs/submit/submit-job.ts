import { recordEventOrLog } from '../../audit/record-event.ts'
import { teamStream } from '../../audit/streams.ts'
import { markGenerator } from '../../manifest/fields/generator.ts'
import { type Asking, actorOf } from '../../teams/caller.ts'
import { howItEnded } from '../attempt.ts'
import { fingerprint, keyOfFingerprint, recordId } from '../idempotency.ts'
import type { StoredJob } from '../job.ts'
import type { ServiceCall } from '../service.ts'
import { requireClock } from '../service-clock.ts'
import { subjectOf } from '../subject.ts'
import { followsDetail } from '../submission-event.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import { requireTagging, type Tagging } from '../tagging.ts'
import { wholeAnswer } from '../whole-answer.ts'
import { requireOwnBuckets } from './bucket-owners.ts'
import { claimByContent, type WhenReplaced } from './claim-by-content.ts'
import { claimByKey } from './claim-by-key.ts'
import { countAgainstQuota, giveBackIfRefused } from './daily-quota.ts'
import { deviceWarnings } from './device-has-job.ts'
import { type ManifestInput, readSubmission, signingKey } from './read-submission.ts'
import { sendSubmission } from './send-submission.ts'
import { adoptEvent, manifestWarning, storeAnswer } from './store-answer.ts'
import type { SubmissionDeps } from './submission-deps.ts'
import { fillFromTeam, requireTags } from './team-settings.ts'
import { tried } from './tried.ts'

export interface SubmitJob extends ManifestInput, Asking, Tagging {
  /** Default: derived from the manifest's content, while its job is alive, so that it never makes two jobs by accident */
  readonly idempotencyKey?: string
  /** Only for a submission without a key. Default: `refuse` */
  readonly whenReplaced?: WhenReplaced
}

export interface Submission extends StoredJob {
  /** An earlier request with this key, or with this manifest, had made the job. */
  readonly replayed: boolean
  /** Options that the manifest left out, and that the team's defaults and its address book filled in. */
  readonly fromTeam: readonly string[]
}

/**
 * Submit a job.
 *
 * 1. Fill in the team's defaults, read the manifest and choose the signing key. Every error of this step comes before the
 *    first write.
 * 2. Claim the record. If the key has a record already: replay its job, refuse while another request works on it, or find out
 *    how that request ended. Without a key, the manifest's content serves as one until its job is over.
 * 3. Send CreateJob. The manifest carries the record's id, so a job whose answer is lost can be found again.
 * 4. Store the answer: job item and SIGNATURE, side by side.
 * 5. Complete the record.
 *
 * A crash after any step loses nothing: the next request with the same key continues where this one stopped.
 *
 * Refuses: TAGS_INVALID, DESCRIPTION_INVALID, MANIFEST_INVALID, JOB_TYPE_MISMATCH, SIGNING_KEY_MISSING, SIGNING_KEY_NOT_ALLOWED,
 * BUCKET_NOT_ALLOWED, ADDRESS_NOT_FOUND, ADDRESS_TWICE, TAG_MISSING, TEAM_QUOTA_USED, IDEMPOTENCY_KEY_REUSED,
 * SUBMISSION_IN_PROGRESS, JOB_NOT_ACTIVE, MANIFEST_REPLACED, CLOCK_WRONG, and the SERVICE_ codes.
 */
export const submitJob = async (deps: SubmissionDeps, given: SubmitJob): Promise<Submission> => {
  const startedAt = deps.clock()
  const deadline = new Date(startedAt.getTime() + deps.timing.deadlineMs)
  const submittable = await requireSubmittable(deps, given, deadline)
  const { input, tagging, manifest, warnings, credentials, serviceAheadMs } = submittable
  const call: ServiceCall = {
    credentials,
    startedAt,
    deadline,
    ...(serviceAheadMs !== undefined && { serviceAheadMs }),
  }
  const hash = fingerprint(input.caller.team, manifest.jobType, manifest)
  const idempotencyKey = input.idempotencyKey ?? keyOfFingerprint(hash)
  const submission = {
    text: input.text,
    warnings: warnings.map(manifestWarning),
    record: {
      ...subjectOf(input.caller.team, manifest),
      ...tagging,
      id: recordId(input.caller.team, idempotencyKey),
      state: 'submitting',
      asker: actorOf(input),
      accessKeyId: credentials.accessKeyId,
      idempotencyKey,
      fingerprint: hash,
      lease: { owner: deps.newId(), until: new Date(startedAt.getTime() + deps.timing.leaseMs).toISOString() },
      acceptableUntil: deps.service.acceptableUntil(call).toISOString(),
      ...(serviceAheadMs !== undefined && { serviceAheadMs }),
      open: 'yes',
      createdAt: startedAt.toISOString(),
      updatedAt: startedAt.toISOString(),
    } satisfies SubmissionRecord,
  }

  const claim =
    input.idempotencyKey === undefined
      ? await claimByContent(deps, submission, call, input.whenReplaced ?? 'refuse')
      : await claimByKey(deps, submission, call)
  if ('job' in claim) {
    deps.metrics.report({ JobsReplayed: 1 })
    return { ...claim, replayed: true, fromTeam: input.fromTeam }
  }

  await countAgainstQuota(deps, claim)
  const marked = markGenerator(input.text, claim.id)
  const [sent, ofDevice] = await Promise.all([
    sendSubmission(deps, claim, marked, call).catch(async error => {
      await giveBackIfRefused(deps, claim, error)
      throw error
    }),
    deviceWarnings(deps, claim, ({ id }) => id === claim.id),
  ])
  const answer = await wholeAnswer(deps, claim, sent, call)
  const isFirstAttempt = claim.createdAt === claim.updatedAt
  const known = { ...submission, sent: marked, warnings: [...submission.warnings, ...ofDevice], record: claim }
  const submitted = { by: claim.asker, action: 'submit', outcome: 'done', ...followsDetail(claim) } as const
  const stored = await storeAnswer(
    deps,
    known,
    answer,
    answer.isFound ? [adoptEvent(claim.asker, answer), submitted] : [submitted],
    {
      ...answer,
      isFirstAttempt,
      figures: () => ({ JobsSubmitted: 1, TimeToSubmit: deps.clock().getTime() - startedAt.getTime() }),
    },
  )
  return { ...stored, replayed: false, fromTeam: input.fromTeam }
}

/** The checks before there is a record. An error is recorded in the stream of the team. */
const requireSubmittable = async (deps: SubmissionDeps, given: SubmitJob, deadline: Date) => {
  const { team } = given.caller
  let known: Parameters<typeof tried>[0] = {}
  try {
    const tagging = requireTagging(given)
    known = { ...(tagging.tags && { tags: tagging.tags }) }
    await requireTags(deps, team, tagging.tags)
    const input = await fillFromTeam(deps, given)
    const { manifest, warnings } = readSubmission(input, deps.era)
    known = { ...known, kind: manifest.kind }
    const credentials = await signingKey(deps.keys, team, manifest)
    await requireOwnBuckets(deps, { ...credentials, team }, manifest)
    return { input, tagging, manifest, warnings, credentials, serviceAheadMs: await requireClock(deps, { deadline }) }
  } catch (error) {
    const stream = teamStream(team, given.requestId ?? deps.newId())
    const what = { action: 'submit', team, ...howItEnded(error), ...tried(known) } as const
    await recordEventOrLog(deps, stream, actorOf(given), what)
    throw error
  }
}

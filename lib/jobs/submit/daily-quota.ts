import { TeamError } from '../../teams/errors.ts'
import { JobError, type JobErrorCode } from '../errors.ts'
import { recordJobEventOrLog } from '../record-event.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import type { SubmissionDeps } from './submission-deps.ts'

const DAY_MS = 24 * 60 * 60_000

const dayOf = ({ createdAt }: Pick<SubmissionRecord, 'createdAt'>) => createdAt.slice(0, 'YYYY-MM-DD'.length)

/**
 * Counts a submission against its team's daily quota, if there is one, and only once for all attempts. A submission beyond the
 * quota is refused before anything is sent, and its key is free again.
 *
 * Refuses: TEAM_QUOTA_USED.
 */
export const countAgainstQuota = async (deps: SubmissionDeps, claim: SubmissionRecord): Promise<void> => {
  const most = await quotaOf(deps, claim)
  if (most === undefined || !deps.dailyUse) return
  if (await deps.dailyUse.take(claim.team, dayOf(claim), most)) return
  const now = deps.clock()
  const detail = `Team "${claim.team}" may make ${most} jobs a day (UTC), and has made them; nothing was sent. Send it again tomorrow, or ask an operator for more.`
  // Before the record: once its key is free, nothing shows a missing event.
  await recordJobEventOrLog(deps, claim.id, claim.asker, {
    action: 'submit',
    outcome: 'refused',
    code: 'TEAM_QUOTA_USED',
  })
  await deps.jobs.refuse(claim, { code: 'TEAM_QUOTA_USED', detail }, now.toISOString())
  throw new TeamError('TEAM_QUOTA_USED', detail, {
    retryAfterSeconds: Math.ceil((DAY_MS - (now.getTime() % DAY_MS)) / 1000),
  })
}

const REFUSED: ReadonlySet<JobErrorCode> = new Set<JobErrorCode>([
  'SERVICE_REFUSED',
  'SERVICE_QUOTA_EXCEEDED',
  'SERVICE_CREDENTIALS_REFUSED',
])

/** Takes the count back if the service has refused the job. */
export const giveBackIfRefused = async (
  deps: SubmissionDeps,
  claim: SubmissionRecord,
  error: unknown,
): Promise<void> => {
  if (!(error instanceof JobError && REFUSED.has(error.code))) return
  if ((await quotaOf(deps, claim)) !== undefined) await deps.dailyUse?.giveBack(claim.team, dayOf(claim))
}

/** The team's quota. `undefined`: it has none, or an earlier attempt has already counted this submission. */
const quotaOf = async (
  { teams, dailyUse }: Pick<SubmissionDeps, 'teams' | 'dailyUse'>,
  { team, createdAt, updatedAt }: SubmissionRecord,
): Promise<number | undefined> =>
  dailyUse && createdAt === updatedAt ? (await teams?.get(team))?.dailyJobs : undefined

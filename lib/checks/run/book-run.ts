import type { Timestamp } from '../../system.ts'
import type { CheckProgress, EndReason, LastNotice, LastRun, ScheduledCheck } from '../check.ts'
import type { Notice } from '../notice.ts'
import type { NoticeKind } from '../notice-kinds.ts'
import { type Change, type CheckRun, faultKeys, type RunDiagnostic } from '../run.ts'

/** How many diagnostics a notice shows; the run has all of them. */
const MOST_DIAGNOSTICS = 20

/**
 * Books a run: adds its difference to the run before, and its notice. Only a difference to the last notice makes a new one. A
 * failure that continues makes none, and neither does a short unknown outcome.
 *
 * @param run the run without these two
 */
export const bookRun = (
  check: ScheduledCheck,
  run: CheckRun,
  at: Timestamp,
): { readonly progress: CheckProgress; readonly run: CheckRun } => {
  const { progress } = check
  const faults = faultKeys(run.diagnostics)
  const { runId, outcome, startedAt, durationMs, scheduledFor, manifestSha256 } = run
  const last: LastRun = {
    runId,
    outcome,
    startedAt,
    durationMs,
    faults,
    ...(scheduledFor && { scheduledFor }),
    ...(manifestSha256 && { manifestSha256 }),
  }
  const { unknownSince: before, ...rest } = progress
  const unknownSince = outcome === 'unknown' ? earlier(before, startedAt) : undefined
  const booked = { ...check, progress: { ...rest, last, ...(unknownSince && { unknownSince }) } }
  const news = outcome === 'unknown' ? overdueUnknown(booked, at) : newsOf(progress.lastNotice, outcome, faults)

  const notice = news && noticeOf(check, news.kind, { at, ...news, diagnostics: run.diagnostics, outcome })
  const changed = changeOf(progress.last, last)
  return {
    progress: add({ ...booked.progress, ...(news && { lastNotice: news.notice }) }, notice),
    run: { ...run, ...(changed && { changed }), notices: notice ? [notice.kind] : [] },
  }
}

/** A clock that was ahead and has been set back has written a time that is still to come. */
const earlier = (a: Timestamp | undefined, b: Timestamp): Timestamp => (a !== undefined && a < b ? a : b)

interface News {
  readonly kind: NoticeKind
  readonly notice: LastNotice
  readonly summary: (name: string) => string
}

const newsOf = (last: LastNotice, outcome: 'pass' | 'fail', faults: readonly string[]): News | undefined => {
  if (outcome === 'pass') {
    return last.is === 'pass'
      ? undefined
      : { kind: 'recovered', notice: { is: 'pass' }, summary: name => `Check ${name} passes again.` }
  }
  const reason = faults.join(', ')
  if (last.is !== 'fail') {
    return { kind: 'failed', notice: { is: 'fail', reason }, summary: name => `Check ${name} fails: ${reason}.` }
  }
  if (last.reason === reason) return undefined
  const summary = (name: string) => `Check ${name} fails for another reason: ${reason} (before: ${last.reason}).`
  return { kind: 'changed', notice: { is: 'fail', reason }, summary }
}

const overdueUnknown = ({ notify, progress }: ScheduledCheck, at: Timestamp): News | undefined => {
  const { unknownSince, lastNotice } = progress
  if (unknownSince === undefined || lastNotice.is === 'unknown') return undefined
  if (Date.parse(at) < Date.parse(unknownSince) + notify.unknownAfterMinutes * 60_000) return undefined
  return {
    kind: 'unknown',
    notice: { is: 'unknown' },
    summary: name => `Check ${name} could not be evaluated since ${unknownSince}: the service does not answer.`,
  }
}

const HOUR_MS = 60 * 60_000
const WARNING_DAYS = [2, 7]

/**
 * Notices that only depend on time: an outcome that stays unknown, and a job that will expire soon.
 *
 * @returns `undefined`: nothing
 */
export const bookTime = (check: ScheduledCheck, at: Timestamp): CheckProgress | undefined => {
  const unknown = overdueUnknown(check, at)
  const afterUnknown = unknown
    ? add(
        { ...check.progress, lastNotice: unknown.notice },
        noticeOf(check, unknown.kind, { at, ...unknown, outcome: 'unknown' }),
      )
    : check.progress
  const progress = warnOfExpiry({ ...check, progress: afterUnknown }, at)
  return progress === check.progress ? undefined : progress
}

const warnOfExpiry = (check: ScheduledCheck, at: Timestamp): CheckProgress => {
  const { subject, progress } = check
  if (subject.is !== 'job' || progress.ended) return progress
  const hoursLeft = (Date.parse(subject.expiresAt) - Date.parse(at)) / HOUR_MS
  const days = WARNING_DAYS.find(limit => hoursLeft <= limit * 24)
  if (days === undefined || hoursLeft <= 0 || (progress.warnedDays ?? Number.POSITIVE_INFINITY) <= days) return progress
  const summary = () =>
    `Job ${subject.jobId} expires on ${subject.expiresAt}, in less than ${days} days, if its device does not arrive.`
  return add({ ...progress, warnedDays: days }, noticeOf(check, 'expires', { at, summary }))
}

const ENDINGS: Readonly<Record<EndReason, string>> = {
  cancelled: 'is cancelled',
  received: 'has arrived at the service',
  expired: 'has expired',
}

/** Books the end of a check whose job no longer needs it. */
export const bookEnd = (check: ScheduledCheck, because: EndReason, at: Timestamp): CheckProgress => {
  const { subject, progress } = check
  if (progress.ended) return progress
  const job = subject.is === 'job' ? `job ${subject.jobId}` : 'its job'
  const summary = (name: string) => `Check ${name} has ended: ${job} ${ENDINGS[because]}.`
  return add({ ...progress, ended: { at, because } }, noticeOf(check, 'ended', { at, summary }))
}

/** Books that notices were delivered. */
export const bookDelivery = (progress: CheckProgress, delivered: readonly Notice[]): CheckProgress => {
  const ids = new Set(delivered.map(({ id }) => id))
  return { ...progress, sequence: progress.sequence + 1, outbox: progress.outbox.filter(({ id }) => !ids.has(id)) }
}

const add = (progress: CheckProgress, notice: Notice | undefined): CheckProgress => ({
  ...progress,
  sequence: progress.sequence + 1,
  outbox: notice ? [...progress.outbox, notice] : progress.outbox,
})

const noticeOf = (
  { team, name, id, subject, progress }: ScheduledCheck,
  kind: NoticeKind,
  about: Pick<Notice, 'at' | 'outcome'> & {
    readonly summary: (name: string) => string
    readonly diagnostics?: readonly RunDiagnostic[]
  },
): Notice => ({
  // The same change booked twice is the same notice, so a receiver recognises the second one.
  id: `${id}.${progress.sequence}.${kind}`,
  kind,
  team,
  check: name,
  at: about.at,
  summary: about.summary(name),
  ...(about.outcome && { outcome: about.outcome, previous: progress.lastNotice.is }),
  diagnostics: (about.diagnostics ?? []).slice(0, MOST_DIAGNOSTICS),
  ...(subject.is === 'job' && { jobId: subject.jobId, expiresAt: subject.expiresAt }),
})

const changeOf = (before: LastRun | undefined, now: LastRun): Change | undefined => {
  if (!before) return undefined
  const appeared = now.faults.filter(fault => !before.faults.includes(fault))
  const gone = before.faults.filter(fault => !now.faults.includes(fault))
  const manifest = before.manifestSha256 !== now.manifestSha256 && now.manifestSha256 !== undefined
  const from = before.outcome === now.outcome ? undefined : before.outcome
  if (from === undefined && appeared.length === 0 && gone.length === 0 && !manifest) return undefined
  return { ...(from && { from }), appeared, gone, manifest }
}

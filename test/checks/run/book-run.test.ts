import { describe, expect, it } from '@jest/globals'
import { NO_PROGRESS, type ScheduledCheck } from '../../../lib/checks/check.ts'
import { bookDelivery, bookEnd, bookRun, bookTime } from '../../../lib/checks/run/book-run.ts'
import type { CheckRun, RunDiagnostic } from '../../../lib/checks/run.ts'
import { scheduledCheck } from '../../support/checks.ts'

const at = (minute: number) => new Date(Date.parse('2026-11-21T10:00:00.000Z') + minute * 60_000).toISOString()

const NO_BUCKET: RunDiagnostic = {
  code: 'NoSuchBucketException',
  severity: 'error',
  detail: 'Bucket mybucket does not exist (/logBucket)',
  pointer: '/logBucket',
  line: 5,
  column: 11,
}
const NO_PERMISSION: RunDiagnostic = {
  code: 'BucketPermissionException',
  severity: 'error',
  detail: 'no',
  pointer: '/bucket',
}
const AWAY: RunDiagnostic = { code: 'SERVICE_UNREACHABLE', severity: 'error', detail: 'The service cannot be reached' }
const WARNING: RunDiagnostic = { code: 'PHONE_INCOMPLETE', severity: 'warning', detail: 'short' }

const unbooked = (
  minute: number,
  outcome: CheckRun['outcome'],
  diagnostics: readonly RunDiagnostic[] = [],
): CheckRun => ({
  runId: `run-${minute}`,
  checkId: 'check-1',
  revision: 1,
  outcome,
  diagnostics,
  checks: [],
  manifestSha256: 'abc',
  startedAt: at(minute),
  durationMs: 20,
  attempts: 1,
  notices: [],
})
const pass = (minute: number) => unbooked(minute, 'pass', [WARNING])
const fail = (minute: number, ...findings: RunDiagnostic[]) =>
  unbooked(minute, 'fail', findings.length ? findings : [NO_BUCKET])
const unknown = (minute: number) => unbooked(minute, 'unknown', [AWAY])

/** Books runs one after the other, each at the minute that it started in, and hands every notice over at once. */
const story = (runs: readonly CheckRun[], check: ScheduledCheck = scheduledCheck()) => {
  const notices: string[] = []
  const changes: unknown[] = []
  let now = check
  for (const run of runs) {
    const booking = bookRun(now, run, run.startedAt)
    notices.push(booking.progress.outbox.map(({ kind }) => kind).join() || '-')
    changes.push(booking.run.changed)
    now = { ...now, progress: bookDelivery(booking.progress, booking.progress.outbox) }
  }
  return { notices, changes, check: now }
}

describe('only changes are reported', () => {
  it.each([
    ['a first pass is silent', [pass(0), pass(1)], ['-', '-']],
    ['a first failure is reported', [fail(0)], ['failed']],
    ['good, bad, bad, good', [pass(0), fail(1), fail(2), pass(3)], ['-', 'failed', '-', 'recovered']],
    [
      'another reason is reported once',
      [fail(0), fail(1, NO_PERMISSION), fail(2, NO_PERMISSION), fail(3)],
      ['failed', 'changed', '-', 'changed'],
    ],
    [
      'the same faults in another order and another line are the same reason',
      [fail(0, NO_BUCKET, NO_PERMISSION), fail(1, NO_PERMISSION, { ...NO_BUCKET, line: 9, detail: 'other words' })],
      ['failed', '-'],
    ],
    [
      'unreachable for less than an hour is silent, in good times and bad',
      [pass(0), unknown(1), unknown(60), pass(61), fail(62), unknown(63), fail(64)],
      ['-', '-', '-', '-', 'failed', '-', '-'],
    ],
    [
      'unreachable for an hour is reported once, and so is what comes after it',
      [pass(0), unknown(1), unknown(60), unknown(61), unknown(62), pass(63), pass(64)],
      ['-', '-', '-', 'unknown', '-', 'recovered', '-'],
    ],
    [
      'good, bad, unreachable, good',
      [pass(0), fail(1), unknown(2), unknown(62), fail(63), pass(64)],
      ['-', 'failed', '-', 'unknown', 'failed', 'recovered'],
    ],
    [
      'each time of being unreachable is counted by itself',
      [unknown(0), pass(50), unknown(61), unknown(100)],
      ['-', '-', '-', '-'],
    ],
  ])('%s', (_story, runs, notices) => {
    expect(story(runs).notices).toEqual(notices)
  })

  it('at once where being unreachable shall be reported at once', () => {
    const { notify } = scheduledCheck()
    const eager = scheduledCheck({ notify: { ...notify, unknownAfterMinutes: 0 } })

    expect(story([unknown(0), unknown(1)], eager).notices).toEqual(['unknown', '-'])
  })
})

describe('a notice', () => {
  it('shows what, whose, since when and why', () => {
    const { check } = story([pass(0)])

    const [notice] = bookRun(check, fail(1), at(1)).progress.outbox

    expect(notice).toEqual({
      id: 'check-1.2.failed',
      kind: 'failed',
      team: 'lab',
      check: 'guide',
      at: at(1),
      summary: 'Check guide fails: NoSuchBucketException /logBucket.',
      outcome: 'fail',
      previous: 'pass',
      diagnostics: [NO_BUCKET],
    })
  })

  it('names both reasons where the reason is another', () => {
    const { check } = story([fail(0)])

    const [notice] = bookRun(check, fail(1, NO_PERMISSION), at(1)).progress.outbox

    expect(notice?.summary).toBe(
      'Check guide fails for another reason: BucketPermissionException /bucket (before: NoSuchBucketException /logBucket).',
    )
  })

  it('has an id of its own, and the same one when the same run is booked again', () => {
    const { check } = story([pass(0)])
    const first = bookRun(check, fail(1), at(1))

    expect(bookRun(check, fail(1), at(2)).progress.outbox[0]?.id).toBe(first.progress.outbox[0]?.id)
    const later = story([fail(1), pass(2)], check).check
    expect(bookRun(later, fail(3), at(3)).progress.outbox[0]?.id).not.toBe(first.progress.outbox[0]?.id)
  })

  it('shows twenty diagnostics at the most', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ ...NO_BUCKET, pointer: `/operations/${index}` }))

    expect(bookRun(scheduledCheck(), fail(0, ...many), at(0)).progress.outbox[0]?.diagnostics).toHaveLength(20)
  })

  it('waits until it is handed over, whatever else happens', () => {
    const failed = { ...scheduledCheck(), progress: bookRun(scheduledCheck(), fail(0), at(0)).progress }

    const { progress } = bookRun(failed, pass(1), at(1))

    expect(progress.outbox.map(({ kind }) => kind)).toEqual(['failed', 'recovered'])
    expect(bookDelivery(progress, progress.outbox.slice(0, 1)).outbox.map(({ kind }) => kind)).toEqual(['recovered'])
  })
})

describe('what changed since the run before', () => {
  it('is nothing for the first run, and for one like the one before', () => {
    expect(story([fail(0), fail(1)]).changes).toEqual([undefined, undefined])
  })

  it('is the outcome, and what is wrong now and what no more', () => {
    expect(story([pass(0), fail(1), fail(2, NO_PERMISSION), pass(3)]).changes.slice(1)).toEqual([
      { from: 'pass', appeared: ['NoSuchBucketException /logBucket'], gone: [], manifest: false },
      {
        appeared: ['BucketPermissionException /bucket'],
        gone: ['NoSuchBucketException /logBucket'],
        manifest: false,
      },
      { from: 'fail', appeared: [], gone: ['BucketPermissionException /bucket'], manifest: false },
    ])
  })

  it('is the manifest, if it was changed', () => {
    expect(story([pass(0), { ...pass(1), manifestSha256: 'def' }]).changes[1]).toEqual({
      appeared: [],
      gone: [],
      manifest: true,
    })
  })
})

describe('time alone', () => {
  const HOUR = 60
  const DAY = 24 * HOUR
  const job = scheduledCheck({ subject: { is: 'job', jobId: 'AB123', expiresAt: at(30 * DAY) } })

  it('makes an outcome that stays unknown worth a notice, once', () => {
    const { check } = story([pass(0), unknown(1)])

    expect(bookTime(check, at(60))).toBeUndefined()
    const progress = bookTime(check, at(61))
    expect(progress?.outbox).toEqual([expect.objectContaining({ kind: 'unknown', outcome: 'unknown' })])
    expect(bookTime({ ...check, progress: progress ?? NO_PROGRESS }, at(600))).toBeUndefined()
  })

  it('warns of a job that expires 7 days before, and 2 days before, once each', () => {
    const warnings: string[] = []
    let check = job
    for (let minute = 0; minute <= 31 * DAY; minute += HOUR) {
      const progress = bookTime(check, at(minute))
      if (!progress) continue
      warnings.push(`${minute / DAY} ${progress.outbox.map(({ kind, jobId }) => `${kind} ${jobId}`)}`)
      check = { ...check, progress: bookDelivery(progress, progress.outbox) }
    }

    expect(warnings).toEqual(['23 expires AB123', '28 expires AB123'])
  })

  it('warns once where the first look is in the last two days', () => {
    const progress = bookTime(job, at(29 * DAY))

    expect(progress?.outbox.map(({ summary }) => summary)).toEqual([
      `Job AB123 expires on ${at(30 * DAY)}, in less than 2 days, if its device does not arrive.`,
    ])
    expect(bookTime({ ...job, progress: progress ?? NO_PROGRESS }, at(29.5 * DAY))).toBeUndefined()
  })

  it('is silent about a check with a manifest of its own, or of one that has ended', () => {
    expect(bookTime(scheduledCheck(), at(29 * DAY))).toBeUndefined()
    expect(bookTime({ ...job, progress: bookEnd(job, 'received', at(1)) }, at(29 * DAY))).toBeUndefined()
  })
})

describe('the end', () => {
  it('is reported once', () => {
    const job = scheduledCheck({ subject: { is: 'job', jobId: 'AB123', expiresAt: at(60) } })

    const progress = bookEnd(job, 'cancelled', at(1))

    expect(progress.ended).toEqual({ at: at(1), because: 'cancelled' })
    expect(progress.outbox.map(({ summary }) => summary)).toEqual(['Check guide has ended: job AB123 is cancelled.'])
    expect(bookEnd({ ...job, progress }, 'expired', at(2))).toBe(progress)
  })
})

import type { ScheduledCheck, Subject } from '../../checks/check.ts'
import type { CheckRun } from '../../checks/run.ts'
import { nextRunAt } from '../../checks/schedule/sync-schedule.ts'

/** A check in an answer, without its manifest and the address of its webhook, which may have secrets. */
export const checkResource = (check: ScheduledCheck, basePath: string, now: Date) => {
  const { name, team, subject, schedule, enabled, notify, progress } = check
  const self = `${basePath}/v1/checks/${encodeURIComponent(name)}`
  const { webhook, ...others } = notify
  return {
    name,
    team,
    ...subjectResource(subject),
    schedule: schedule.expression,
    timeZone: schedule.timeZone,
    enabled,
    nextRunAt: nextRunAt(check, now)?.toISOString(),
    outcome: progress.last?.outcome,
    lastRun: progress.last && {
      runId: progress.last.runId,
      startedAt: progress.last.startedAt,
      durationMs: progress.last.durationMs,
      faults: progress.last.faults,
    },
    unknownSince: progress.unknownSince,
    ended: progress.ended,
    notify: { ...others, ...(webhook && { webhook: { host: webhook.host } }) },
    createdAt: check.createdAt,
    updatedAt: check.updatedAt,
    updatedBy: check.updatedBy,
    links: { self, runs: `${self}/runs` },
  }
}

const subjectResource = (subject: Subject) => {
  if (subject.is === 'job') return { jobId: subject.jobId, expiresAt: subject.expiresAt }
  const { kind, jobType, deviceId, buckets, sha256: manifestSha256 } = subject
  return { kind, jobType, deviceId, buckets, manifestSha256 }
}

/** A run in an answer; `changed` is `null` if nothing has changed. */
export const runResource = ({ checkId: _checkId, revision: _revision, changed, ...run }: CheckRun) => ({
  ...run,
  changed: changed ?? null,
})

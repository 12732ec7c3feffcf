import { NO_PROGRESS, type ScheduledCheck } from '../../lib/checks/check.ts'
import type { CheckRun } from '../../lib/checks/run.ts'

/** A check as a PUT makes it. */
export const scheduledCheck = (overrides: Partial<ScheduledCheck> = {}): ScheduledCheck => ({
  team: 'lab',
  name: 'guide',
  id: 'check-1',
  revision: 1,
  subject: {
    is: 'manifest',
    sealed: 'key1.AAAA',
    sha256: 'abc',
    kind: 's3-export',
    jobType: 'Export',
    deviceId: 'HD001',
    buckets: ['mybucket'],
  },
  schedule: { expression: 'rate(1 minute)', timeZone: 'UTC' },
  enabled: true,
  notify: { email: true, digest: false, unknownAfterMinutes: 60 },
  anchor: '2026-11-21T10:00:00.000Z',
  createdAt: '2026-11-21T10:00:00.000Z',
  updatedAt: '2026-11-21T10:00:00.000Z',
  updatedBy: 'ann',
  progress: NO_PROGRESS,
  ...overrides,
})

/** A run of that check. */
export const checkRun = (overrides: Partial<CheckRun> = {}): CheckRun => ({
  runId: 'run-1',
  checkId: 'check-1',
  revision: 1,
  outcome: 'pass',
  diagnostics: [],
  checks: [{ name: 'manifest', outcome: 'pass' }],
  startedAt: '2026-11-21T10:01:00.000Z',
  durationMs: 12,
  attempts: 1,
  notices: [],
  ...overrides,
})

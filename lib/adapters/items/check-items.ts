import * as z from 'zod/mini'
import type { CheckProgress, LastRun, ScheduledCheck, Subject } from '../../checks/check.ts'
import { NOTICE_KINDS } from '../../checks/notice-kinds.ts'
import { NoticeForm, RunDiagnosticForm, RunOutcomeForm } from '../../checks/read-task.ts'
import type { CheckRun } from '../../checks/run.ts'
import { JOB_TYPES, KINDS } from '../../manifest/manifest.ts'
import { itemForm } from './item-form.ts'

const text = z.string()
const maybe = z.exactOptional(text)

const SubjectItem: z.ZodMiniType<Subject> = z.discriminatedUnion('is', [
  z.looseObject({
    is: z.literal('manifest'),
    sealed: text,
    sha256: text,
    kind: z.enum(KINDS),
    jobType: z.enum(JOB_TYPES),
    deviceId: text,
    buckets: z.array(text),
  }),
  z.looseObject({ is: z.literal('job'), jobId: text, expiresAt: text }),
])

const LastRunItem: z.ZodMiniType<LastRun> = z.looseObject({
  runId: text,
  outcome: RunOutcomeForm,
  startedAt: text,
  durationMs: z.number(),
  scheduledFor: maybe,
  faults: z.array(text),
  manifestSha256: maybe,
} satisfies Record<keyof LastRun, unknown>)

const ProgressItem: z.ZodMiniType<CheckProgress> = z.looseObject({
  sequence: z.int(),
  last: z.exactOptional(LastRunItem),
  unknownSince: maybe,
  lastNotice: z.discriminatedUnion('is', [
    z.looseObject({ is: z.enum(['pass', 'unknown']) }),
    z.looseObject({ is: z.literal('fail'), reason: text }),
  ]),
  warnedDays: z.exactOptional(z.number()),
  ended: z.exactOptional(z.looseObject({ at: text, because: z.enum(['cancelled', 'received', 'expired']) })),
  outbox: z.array(NoticeForm),
} satisfies Record<keyof CheckProgress, unknown>)

const CheckItem: z.ZodMiniType<ScheduledCheck> = z.looseObject({
  team: text,
  name: text,
  id: text,
  revision: z.int(),
  scheduledRevision: z.exactOptional(z.int()),
  subject: SubjectItem,
  schedule: z.looseObject({ expression: text, timeZone: text }),
  enabled: z.boolean(),
  notify: z.looseObject({
    email: z.boolean(),
    webhook: z.exactOptional(z.looseObject({ host: text, sealed: text })),
    digest: z.boolean(),
    unknownAfterMinutes: z.number(),
  }),
  isStatic: z.exactOptional(z.boolean()),
  anchor: text,
  createdAt: text,
  updatedAt: text,
  updatedBy: text,
  progress: ProgressItem,
} satisfies Record<keyof ScheduledCheck, unknown>)

export const RunItem: z.ZodMiniType<CheckRun> = z.looseObject({
  runId: text,
  checkId: text,
  revision: z.int(),
  outcome: RunOutcomeForm,
  diagnostics: z.array(RunDiagnosticForm),
  checks: z.array(
    z.looseObject({
      name: z.enum(['manifest', 'policy', 'service']),
      outcome: z.enum(['pass', 'fail', 'unknown']),
    }),
  ),
  manifestSha256: maybe,
  startedAt: text,
  durationMs: z.number(),
  scheduledFor: maybe,
  attempts: z.int(),
  changed: z.exactOptional(
    z.looseObject({
      from: z.exactOptional(RunOutcomeForm),
      appeared: z.array(text),
      gone: z.array(text),
      manifest: z.boolean(),
    }),
  ),
  notices: z.array(z.enum(NOTICE_KINDS)),
} satisfies Record<keyof CheckRun, unknown>)

type Item = Readonly<Record<string, unknown>>

/** Form 1 of a run, of version 0.1.0: `steps` in place of `checks`, `told` in place of `notices`. */
const renameSteps = ({ steps, told, ...run }: Item) => ({
  ...(steps !== undefined && { checks: steps }),
  ...(told !== undefined && { notices: told }),
  ...run,
})

/** Form 1 of a check, of version 0.1.0: `told` in place of `lastNotice`. */
const renameTold = ({ progress, ...check }: Item) => {
  const { told, ...others } = (progress ?? {}) as Item // the form checks what it must be
  return { ...check, progress: { ...(told !== undefined && { lastNotice: told }), ...others } }
}

export const checkForm = itemForm(() => CheckItem, [renameTold])
export const runForm = itemForm(() => RunItem, [renameSteps])

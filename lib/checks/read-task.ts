import * as z from 'zod/mini'
import { jsonOf } from '../json.ts'
import type { Notice } from './notice.ts'
import { NOTICE_KINDS } from './notice-kinds.ts'
import type { RunDiagnostic, RunOutcome } from './run.ts'
import type { CheckTask } from './task.ts'

export const RunOutcomeForm: z.ZodMiniType<RunOutcome> = z.enum(['pass', 'fail', 'unknown'])

export const RunDiagnosticForm: z.ZodMiniType<RunDiagnostic> = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  detail: z.string(),
  hint: z.exactOptional(z.string()),
  pointer: z.exactOptional(z.string()),
  line: z.exactOptional(z.number()),
  column: z.exactOptional(z.number()),
} satisfies Record<keyof RunDiagnostic, unknown>)

export const NoticeForm: z.ZodMiniType<Notice> = z.object({
  id: z.string(),
  kind: z.enum(NOTICE_KINDS),
  team: z.string(),
  check: z.string(),
  at: z.string(),
  summary: z.string(),
  outcome: z.exactOptional(RunOutcomeForm),
  previous: z.exactOptional(RunOutcomeForm),
  diagnostics: z.array(RunDiagnosticForm),
  jobId: z.exactOptional(z.string()),
  expiresAt: z.exactOptional(z.string()),
} satisfies Record<keyof Notice, unknown>)

/** EventBridge Scheduler writes times without fractions; ours all have three digits of them. */
const Moment = z.pipe(
  z.string().check(z.refine(text => !Number.isNaN(Date.parse(text)))),
  z.transform(text => new Date(text).toISOString()),
)

const ref = { team: z.string(), name: z.string(), checkId: z.string() }

/** Version 0.1.0 asks so for maintenance; such messages may be in a queue, and a schedule sends them until it is deployed again. */
const OlderMaintenance = z.pipe(
  z.object({ do: z.literal('tend') }),
  z.transform(() => ({ do: 'maintain' as const })),
)

const Task: z.ZodMiniType<CheckTask> = z.union([
  z.object({ do: z.literal('run'), ...ref, runId: z.string(), scheduledFor: z.exactOptional(Moment) }),
  z.object({ do: z.literal('webhook'), ...ref, notice: NoticeForm }),
  z.object({ do: z.literal('maintain') }),
  OlderMaintenance,
])

/** A task from a queue's message or a file; `undefined`: it is not one of our tasks. */
export const readTask = (text: string): CheckTask | undefined => z.safeParse(Task, jsonOf(text)).data

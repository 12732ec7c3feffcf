import * as z from 'zod/mini'
import { NOTICE_KINDS } from '../../checks/notice-kinds.ts'
import type { CheckTask } from '../../checks/task.ts'

const OUTCOMES = ['pass', 'fail', 'unknown'] as const
/** EventBridge Scheduler writes times without fractions; ours all have three digits of them. */
const Moment = z.pipe(
  z.string().check(z.refine(text => !Number.isNaN(Date.parse(text)))),
  z.transform(text => new Date(text).toISOString()),
)

const ref = { team: z.string(), name: z.string(), checkId: z.string() }

const RunDiagnosticJson = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  detail: z.string(),
  hint: z.optional(z.string()),
  pointer: z.optional(z.string()),
  line: z.optional(z.number()),
  column: z.optional(z.number()),
})

const Notice = z.object({
  id: z.string(),
  kind: z.enum(NOTICE_KINDS),
  team: z.string(),
  check: z.string(),
  at: z.string(),
  summary: z.string(),
  outcome: z.optional(z.enum(OUTCOMES)),
  previous: z.optional(z.enum(OUTCOMES)),
  diagnostics: z.array(RunDiagnosticJson),
  jobId: z.optional(z.string()),
  expiresAt: z.optional(z.string()),
})

const Task = z.discriminatedUnion('do', [
  z.object({ do: z.literal('run'), ...ref, runId: z.string(), scheduledFor: z.optional(Moment) }),
  z.object({ do: z.literal('webhook'), ...ref, notice: Notice }),
  z.object({ do: z.literal('tend') }),
])

/** A task as it stands in a queue's message; `undefined`: it is none of ours. */
export const checkTask = (body: string): CheckTask | undefined => {
  const parsed = z.safeParse(Task, parseJson(body))
  // What JSON carries has no members that are there and `undefined`, which is all that the two types differ in.
  return parsed.success ? (parsed.data as CheckTask) : undefined
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // refused like any other message that is no task
  }
}

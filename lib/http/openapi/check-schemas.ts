import * as z from 'zod/mini'
import { JOB_TYPES, KINDS } from '../../manifest/manifest.ts'
import { about, text, time } from './schema-parts.ts'

const outcome = z.enum(['pass', 'fail', 'unknown'])
export const validationCheck = z.object({ name: z.enum(['manifest', 'policy', 'service']), outcome })

const RunDiagnostic = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  detail: z.string(),
  hint: text,
  pointer: text,
  line: z.optional(z.int()),
  column: z.optional(z.int()),
})

export const Check = z.object({
  name: z.string(),
  team: z.string(),
  jobId: text,
  expiresAt: z.optional(time),
  kind: z.optional(z.enum(KINDS)),
  jobType: z.optional(z.enum(JOB_TYPES)),
  deviceId: text,
  buckets: z.optional(z.array(z.string())),
  manifestSha256: text,
  schedule: z.string(),
  timeZone: z.string(),
  enabled: z.boolean(),
  isScheduled: z.optional(z.boolean().check(about('In the answer to PUT: whether the scheduler knows it already'))),
  nextRunAt: z.optional(time),
  outcome: z.optional(outcome),
  lastRun: z.optional(
    z.object({ runId: z.string(), startedAt: time, durationMs: z.number(), faults: z.array(z.string()) }),
  ),
  unknownSince: z.optional(time),
  ended: z.optional(z.object({ at: time, because: z.enum(['cancelled', 'received', 'expired']) })),
  notify: z.object({
    email: z.boolean(),
    digest: z.boolean(),
    unknownAfterMinutes: z.int(),
    webhook: z.optional(z.object({ host: z.string() })),
  }),
  createdAt: time,
  updatedAt: time,
  updatedBy: z.string(),
  links: z.object({ self: z.string(), runs: z.string() }),
})

export const Run = z.object({
  runId: z.string(),
  outcome,
  startedAt: time,
  durationMs: z.number(),
  scheduledFor: z.optional(time),
  attempts: z.int(),
  diagnostics: z.array(RunDiagnostic),
  checks: z.array(validationCheck),
  manifestSha256: text,
  changed: z.nullable(
    z.object({
      from: z.optional(outcome),
      appeared: z.array(z.string()),
      gone: z.array(z.string()),
      manifest: z.boolean(),
    }),
  ),
  notices: z.array(z.string()),
})

import * as z from 'zod/mini'
import { OUTCOMES } from './actions.ts'
import type { AuditEvent } from './event.ts'

const text = z.string()
const maybe = z.exactOptional(text)
const values = z.exactOptional(z.record(text, z.unknown()))

// What it does not name stays in an event: a newer Waybill may have written it, and the hash covers it.
const AuditEventItem: z.ZodMiniType<AuditEvent> = z.looseObject({
  v: z.literal(1),
  stream: text,
  sequence: z.int(),
  id: text,
  at: text,
  principal: text,
  accessKeyId: maybe,
  address: maybe,
  userAgent: maybe,
  requestId: maybe,
  action: text,
  outcome: z.enum(OUTCOMES),
  team: maybe,
  jobId: maybe,
  code: maybe,
  detail: maybe,
  before: values,
  after: values,
  previous: text,
  hash: text,
} satisfies Record<keyof AuditEvent, unknown>)

/** Reads an event of a store or an export. `undefined`: it is not an event. */
export const readAuditEvent = (value: unknown): AuditEvent | undefined => z.safeParse(AuditEventItem, value).data

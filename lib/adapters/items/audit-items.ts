import * as z from 'zod/mini'
import { OUTCOMES } from '../../audit/actions.ts'
import type { AuditEvent } from '../../audit/event.ts'
import { DamagedStore } from '../../system.ts'

const text = z.string()
const maybe = z.exactOptional(text)
const values = z.exactOptional(z.record(text, z.unknown()))

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

/**
 * How any store holds events. The form's version is a part of the event itself, and is hashed with it, so a later form is
 * written beside this one and never in its place.
 */
export const auditEventForm = {
  read: (item: unknown, name: string): AuditEvent => {
    const { data, error } = z.safeParse(AuditEventItem, item)
    if (data) return data
    throw new DamagedStore(name, { cause: error })
  },
  write: <I extends Partial<AuditEvent>>(event: I): I & { readonly v: number } => ({ ...event, v: 1 }),
}

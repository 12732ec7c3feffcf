import type { AuditEvent } from '../../audit/event.ts'
import { readAuditEvent } from '../../audit/read-event.ts'
import { DamagedStore } from '../../system.ts'

/**
 * How any store holds events. The form's version is a part of the event itself, and is hashed with it, so a later form is
 * written beside this one and never in its place.
 */
export const auditEventForm = {
  read: (item: unknown, name: string): AuditEvent => {
    const event = readAuditEvent(item)
    if (event) return event
    throw new DamagedStore(name)
  },
  write: <I extends Partial<AuditEvent>>(event: I): I & { readonly v: number } => ({ ...event, v: 1 }),
}

import type { AuditEvent } from '../../audit/event.ts'
import { readAuditEvent } from '../../audit/read-event.ts'
import { DamagedStore } from '../../system.ts'
import { type ItemForm, isOfForm } from './item-form.ts'

/**
 * How any store holds events. The form's version is a part of the event itself, and is hashed with it, so a later form is
 * written beside this one and never in its place.
 */
export const auditEventForm: ItemForm<AuditEvent> = {
  read: (item, name) => {
    const event = readAuditEvent(item)
    if (event) return event
    throw new DamagedStore(name)
  },
  // `write` takes nothing but an event, and its number is 1 for this form alone.
  readProved: (item, name) => (isOfForm(item, 1) ? (item as unknown as AuditEvent) : auditEventForm.read(item, name)),
  write: event => ({ ...event, v: 1 }),
}

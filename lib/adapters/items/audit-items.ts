import type { AuditEvent } from '../../audit/event.ts'
import { readAuditEvent } from '../../audit/read-event.ts'
import { DamagedStore } from '../../system.ts'
import type { ItemForm } from './item-form.ts'

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
  readProved: (json, name) => {
    const event: { readonly v?: unknown } = JSON.parse(json)
    // `write` takes nothing but an event, and its number is 1 for this form alone.
    return event.v === 1 ? (event as AuditEvent) : auditEventForm.read(event, name)
  },
  write: event => ({ ...event, v: 1 }),
}

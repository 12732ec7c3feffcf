import type { AuditEvent } from '../../audit/event.ts'
import { readAuditEvent } from '../../audit/read-event.ts'
import { DamagedStore } from '../../system.ts'
import type { ItemForm } from './item-form.ts'

/**
 * The stored form of events, for every store. The version of the form is a part of the event and of its hash, so a later form is
 * added and never replaces this one.
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

import { readPlace, writePlace } from '../../jobs/place.ts'
import { DELIVERY_DAYS, isSameAttempt } from '../../subscriptions/delivery.ts'
import type { DeliveryStore } from '../../subscriptions/ports.ts'
import type { Clock } from '../../system.ts'
import type { Database } from './database.ts'
import { column } from './item-table.ts'
import { deliveryTable } from './subscription-tables.ts'

const DAY_MS = 24 * 60 * 60_000

/** After every code point of a text. */
const LAST = '\u{10ffff}'

/** Deliveries in SQLite. Each that is added takes those away that are too old. */
export const createSqliteDeliveryStore = (database: Database, clock: Clock): DeliveryStore => {
  const deliveries = deliveryTable(database)
  const removeBefore = database.prepare("DELETE FROM deliveries WHERE id < ? AND due = ''")
  const newestFirst = database.prepare(
    'SELECT * FROM deliveries WHERE subscription = ? AND id >= ? AND id < ? ORDER BY id DESC LIMIT ?',
  )
  const dueFirst = database.prepare(
    "SELECT * FROM deliveries WHERE due <> '' AND due <= ? AND (due, id, subscription) > (?, ?, ?) ORDER BY due, id, subscription LIMIT ?",
  )
  // An id begins with the digits of its event's time.
  const oldest = () => new Date(clock().getTime() - DELIVERY_DAYS * DAY_MS).toISOString().replace(/\D/g, '')

  return {
    add: delivery =>
      database.write(() => {
        removeBefore.run(oldest())
        if (!deliveries.get(delivery.subscriptionId, delivery.id)) deliveries.put(delivery)
      }),

    get: async (subscriptionId, id) => deliveries.get(subscriptionId, id),

    replace: (next, from) =>
      database.write(() => {
        const there = deliveries.get(from.subscriptionId, from.id)
        const isUnchanged = there !== undefined && isSameAttempt(there, from)
        if (isUnchanged) deliveries.put(next)
        return isUnchanged
      }),

    list: async (subscriptionId, { limit, after }) => {
      const [before = LAST] = after === undefined ? [] : readPlace(after, 1)
      const rows = newestFirst.all(column(subscriptionId), oldest(), column(before), limit + 1)
      const entries = rows.slice(0, limit).map(deliveries.read)
      const last = rows.length > limit ? entries.at(-1) : undefined
      return { entries, ...(last && { after: writePlace(last.id) }) }
    },

    due: async (at, { limit, after }) => {
      const [due = '', id = '', subscription = ''] = after === undefined ? [] : readPlace(after, 3)
      const rows = dueFirst.all(at.toISOString(), due, id, subscription, limit + 1)
      const entries = rows.slice(0, limit).map(deliveries.read)
      const last = rows.length > limit ? entries.at(-1) : undefined
      return { entries, ...(last && { after: writePlace(last.dueAt ?? '', last.id, last.subscriptionId) }) }
    },
  }
}

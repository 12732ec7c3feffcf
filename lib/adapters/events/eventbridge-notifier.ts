import type { Notifier } from '../../checks/ports.ts'
import { openEventBus, type PutEvent } from './event-bus.ts'

/** Where events of checks come from; docs/checks.md has their schema. */
export const CHECKS_SOURCE = 'waybill.checks'

/** Sends notices as events: `Check failed` and so on, and `Checks digest`. */
export const createEventBridgeNotifier = (put: PutEvent): Notifier => ({
  notify: notice => put(`Check ${notice.kind}`, notice, notice.at),
  digest: digest => put('Checks digest', digest, digest.at),
})

/** The same with a client of its own. */
export const openEventBridgeNotifier = (): Notifier => createEventBridgeNotifier(openEventBus(CHECKS_SOURCE))

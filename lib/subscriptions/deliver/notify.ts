import { type DeliverDeps, type DeliveryCounts, deliverDue } from './deliver-due.ts'
import { type HandOverDeps, handOver } from './hand-over.ts'

export type NotifyDeps = HandOverDeps & DeliverDeps

/**
 * One round: make deliveries of what was stored with jobs, then send what is due.
 *
 * @param until when to begin no more
 */
export const notifySubscribers = async (deps: NotifyDeps, until: Date): Promise<DeliveryCounts> => {
  await handOver(deps, until)
  return deliverDue(deps, until)
}

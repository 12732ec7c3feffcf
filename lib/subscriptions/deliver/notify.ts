import { type DeliverDeps, type DeliveryCounts, deliverDue } from './deliver-due.ts'
import { type HandOverDeps, handOver } from './hand-over.ts'

export type NotifyDeps = HandOverDeps & DeliverDeps

/**
 * One round: make deliveries of the notices that are stored with jobs, then send all due deliveries.
 *
 * @param until no delivery begins after this time
 */
export const notifySubscribers = async (deps: NotifyDeps, until: Date): Promise<DeliveryCounts> => {
  await handOver(deps, until)
  return deliverDue(deps, until)
}

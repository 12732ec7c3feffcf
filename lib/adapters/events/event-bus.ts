import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { AWS_LIMITS, limited } from '../system/aws-limits.ts'

/** The account's default bus, the only one that functions may use. */
const BUS = 'default'

/** Puts one event on the bus. */
export type PutEvent = (detailType: string, detail: object, time: string) => Promise<void>

/** @param source where the events come from, as rules match it */
export const createEventBus =
  (events: EventBridgeClient, source: string): PutEvent =>
  async (detailType, detail, time) => {
    const entry = {
      EventBusName: BUS,
      Source: source,
      DetailType: detailType,
      Detail: JSON.stringify(detail),
      Time: new Date(time),
    }
    const { FailedEntryCount = 0, Entries = [] } = await events.send(new PutEventsCommand({ Entries: [entry] }))
    if (FailedEntryCount > 0) throw new Error(`EventBridge took no event: ${Entries[0]?.ErrorCode}`)
  }

/** The same with a client of its own. */
export const openEventBus = (source: string): PutEvent =>
  createEventBus(limited(new EventBridgeClient(AWS_LIMITS), 'EventBridge'), source)

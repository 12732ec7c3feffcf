import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import type { Notifier } from '../../checks/ports.ts'
import { AWS_LIMITS, limited } from '../system/aws-limits.ts'

/** Where events of checks come from; docs/checks.md has their schema. */
const SOURCE = 'waybill.checks'

/** The account's own bus: every function's role allows this one only. */
const BUS = 'default'

/** Sends notices as events: `Check failed` and so on, and `Checks digest`. */
export const createEventBridgeNotifier = (events: EventBridgeClient): Notifier => {
  const put = async (detailType: string, detail: object, time: string) => {
    const entry = {
      EventBusName: BUS,
      Source: SOURCE,
      DetailType: detailType,
      Detail: JSON.stringify(detail),
      Time: new Date(time),
    }
    const { FailedEntryCount = 0, Entries = [] } = await events.send(new PutEventsCommand({ Entries: [entry] }))
    if (FailedEntryCount > 0) throw new Error(`EventBridge took no event: ${Entries[0]?.ErrorCode}`)
  }
  return {
    notify: notice => put(`Check ${notice.kind}`, notice, notice.at),
    digest: digest => put('Checks digest', digest, digest.at),
  }
}

/** The same with a client of its own. */
export const openEventBridgeNotifier = (): Notifier =>
  createEventBridgeNotifier(limited(new EventBridgeClient(AWS_LIMITS), 'EventBridge'))

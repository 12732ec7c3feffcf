import type { NoticeTargets } from '../../subscriptions/ports.ts'
import { openEventBus, type PutEvent } from './event-bus.ts'
import { openSnsTopic, type PublishText } from './sns-topic.ts'

/** Where events of jobs come from, as rules of EventBridge match it. */
export const JOBS_SOURCE = 'waybill.jobs'

/**
 * Sends events through an SNS topic, with `team` and `event` as message attributes, and to EventBridge, with the event's type
 * as detail type and the whole event as detail.
 */
export const createNoticeTargets = (publish: PublishText, put: PutEvent): Required<NoticeTargets> => ({
  email: async (event, summary) => {
    const lines = [summary, '', JSON.stringify(event, null, 2)]
    await publish(`Waybill: ${summary}`, lines, { team: String(event.data.team), event: event.type })
  },
  eventbridge: event => put(event.type, event, event.time),
})

/** The same with clients of its own. */
export const openNoticeTargets = (topicArn: string): Required<NoticeTargets> =>
  createNoticeTargets(openSnsTopic(topicArn), openEventBus(JOBS_SOURCE))

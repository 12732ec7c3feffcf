import type { JobNotice, NoticeFacts } from '../jobs/job.ts'
import type { Timestamp } from '../system.ts'

/** A notice for its receivers: CloudEvents 1.0 in its JSON format (cloudevents.io). */
export interface CloudEvent {
  readonly specversion: '1.0'
  /** The same for each delivery, and for each subscription. */
  readonly id: string
  /** The Waybill that sends it. Together with `id` it is unique. */
  readonly source: string
  readonly type: string
  /** The job ID; of a submission without a job its own id, of a test the subscription's name. */
  readonly subject: string
  readonly time: Timestamp
  readonly datacontenttype: 'application/json'
  readonly data: Readonly<Record<string, unknown>>
}

/** The media type of a CloudEvent that stands in a body as a whole. */
export const CLOUD_EVENT_TYPE = 'application/cloudevents+json'

/** The type of a test delivery. No subscription can ask for it. */
export const TEST_TYPE = 'subscription.test'

/** @param stage the stage's name, or `local` for one machine */
export const sourceOf = (stage: string) => `urn:waybill:${encodeURIComponent(stage)}`

/** A notice as an event. */
export const eventOf = ({ id, type, at, facts }: JobNotice, source: string): CloudEvent => ({
  specversion: '1.0',
  id,
  source,
  type,
  subject: facts.jobId ?? facts.id,
  time: at,
  datacontenttype: 'application/json',
  data: dataOf(facts),
})

/** An event that only tests a subscription. */
export const testEvent = (
  { id, source, at }: { readonly id: string; readonly source: string; readonly at: Timestamp },
  { team, name }: { readonly team: string; readonly name: string },
): CloudEvent => ({
  specversion: '1.0',
  id,
  source,
  type: TEST_TYPE,
  subject: name,
  time: at,
  datacontenttype: 'application/json',
  data: { team, subscription: name },
})

/** The members in a readable order. Absent ones are left out. */
const dataOf = ({ jobId, team, state, ...rest }: NoticeFacts) => ({ ...(jobId && { jobId }), team, state, ...rest })

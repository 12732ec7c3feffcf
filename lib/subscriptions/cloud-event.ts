import type { JobNotice, NoticeFacts } from '../jobs/job.ts'
import type { Timestamp } from '../system.ts'

/** A notice as its receivers get it: CloudEvents 1.0 in its JSON format (cloudevents.io). */
export interface CloudEvent {
  readonly specversion: '1.0'
  /** The same however often it comes, and at whichever subscription. */
  readonly id: string
  /** Which Waybill it comes from. With `id` it is unique. */
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

/** What a test delivery is called. No subscription can ask for it. */
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

/** What only tests a subscription. */
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

/** Members in the order in which people read them; what is not there is left out. */
const dataOf = ({ jobId, team, state, ...rest }: NoticeFacts) => ({ ...(jobId && { jobId }), team, state, ...rest })

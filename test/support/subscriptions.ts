import type { CloudEvent } from '../../lib/subscriptions/cloud-event.ts'
import { type Delivery, newDelivery } from '../../lib/subscriptions/delivery.ts'
import type { Subscription } from '../../lib/subscriptions/subscription.ts'

/** A subscription as a PUT makes it. */
export const subscription = (overrides: Partial<Subscription> = {}): Subscription => ({
  team: 'lab',
  name: 'crates',
  id: 'subscription-1',
  revision: 1,
  events: ['*'],
  target: { is: 'webhook', host: 'hooks.example.com', sealed: 'key1.AAAA' },
  createdAt: '2026-11-21T10:00:00.000Z',
  updatedAt: '2026-11-21T10:00:00.000Z',
  updatedBy: 'ann',
  ...overrides,
})

/** An event of a job. */
export const cloudEvent = (overrides: Partial<CloudEvent> = {}): CloudEvent => ({
  specversion: '1.0',
  id: 'event-1',
  source: 'urn:waybill:local',
  type: 'job.created',
  subject: 'AB123',
  time: '2026-11-21T10:00:01.000Z',
  datacontenttype: 'application/json',
  data: { jobId: 'AB123', team: 'lab', state: 'created' },
  ...overrides,
})

/** A delivery of that event for that subscription, as it is made. */
export const delivery = (overrides: Partial<Delivery> = {}, event: Partial<CloudEvent> = {}): Delivery => ({
  ...newDelivery(subscription(), cloudEvent(event), new Date('2026-11-21T10:00:02.000Z')),
  ...overrides,
})

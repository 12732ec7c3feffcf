import * as z from 'zod/mini'
import { NOTICE_MEANINGS } from '../../jobs/notice-meanings.ts'
import type { NoticeType } from '../../jobs/notice-types.ts'
import { JOB_TYPES, KINDS } from '../../manifest/manifest.ts'
import { CLOUD_EVENT_TYPE, TEST_TYPE } from '../../subscriptions/cloud-event.ts'
import { Device } from './device-schemas.ts'
import { eventExample } from './examples.ts'

const about = (description: string) => z.meta({ description })

const subject = {
  id: z.string().check(about('The submission, which the job has as its id')),
  team: z.string(),
  kind: z.enum(KINDS),
  jobType: z.enum(JOB_TYPES),
  deviceId: z.string(),
  buckets: z.array(z.string()),
}

const sha256 = z.string().check(about('Hex SHA-256 of the manifest as it was received'))
const job = { jobId: z.string(), ...subject, manifestSha256: sha256, device: Device }
const anyState = z.enum(['created', 'cancelled', 'expired'])
/** An event of the device: `data.device` has its stage and all that is known of it. */
const ofDevice = { ...job, state: anyState }

/** What stands in `data` of each type of event. */
const DATA = {
  'job.created': { ...job, state: z.enum(['created', 'cancelled']) },
  'job.updated': {
    ...job,
    state: anyState,
    before: z
      .object({ kind: subject.kind, deviceId: subject.deviceId, buckets: subject.buckets, manifestSha256: sha256 })
      .check(about('What it was before')),
  },
  'job.cancelled': { ...job, state: z.literal('cancelled') },
  'job.expired': { ...job, state: z.literal('expired') },
  'job.refused': {
    ...subject,
    state: z.literal('refused'),
    error: z.object({ code: z.string(), detail: z.string() }).check(about('Why it made none')),
  },
  'job.unclear': { ...subject, state: z.literal('submitting') },
  'job.expiring': ofDevice,
  'device.not-shipped': ofDevice,
  'device.shipped': ofDevice,
  'device.received': ofDevice,
  'device.in-progress': ofDevice,
  'device.done': ofDevice,
  'device.done-with-errors': ofDevice,
  'device.rejected': ofDevice,
  'device.returned': ofDevice,
} as const satisfies Readonly<Record<NoticeType, Readonly<Record<string, z.core.$ZodType>>>>

const envelope = <T extends string>(type: T, data: Readonly<Record<string, z.core.$ZodType>>) =>
  z.object({
    specversion: z.literal('1.0'),
    id: z.string().check(about('The same however often the event comes: who has seen it does nothing')),
    source: z.string().check(about('Which Waybill it comes from: urn:waybill: and the name of the stage, or local')),
    type: z.literal(type),
    subject: z.string().check(about('The job ID, or of a submission without a job its id')),
    time: z.iso.datetime().check(about('When it happened')),
    datacontenttype: z.literal('application/json'),
    data: z.object(data),
  })

const schemaName = (type: string) =>
  `${type.replaceAll(/(?:^|[.-])(\w)/g, (_all, letter: string) => letter.toUpperCase())}Event`

/** Every event's schema by its name in the document. */
export const NOTICE_SCHEMAS: Readonly<Record<string, z.core.$ZodType>> = Object.fromEntries([
  ...Object.entries(DATA).map(([type, data]) => [schemaName(type), envelope(type, data)]),
  [schemaName(TEST_TYPE), envelope(TEST_TYPE, { team: z.string(), subscription: z.string() })],
])

const MEANINGS: Readonly<Record<string, string>> = {
  ...NOTICE_MEANINGS,
  [TEST_TYPE]: 'A member has asked for a test of the subscription.',
}

const HEADERS = {
  'webhook-id': "The event's id",
  'webhook-timestamp': 'When it was sent, in seconds since 1970',
  'webhook-signature': 'v1, and the base64 HMAC-SHA256 of id.timestamp.body (standardwebhooks.com)',
}

/** What subscriptions post to webhooks, in the words of OpenAPI 3.1. */
export const webhooks = () =>
  Object.fromEntries(
    Object.entries(MEANINGS).map(([type, meaning]) => [
      type,
      {
        post: {
          operationId: `on${schemaName(type)}`,
          tags: ['Subscriptions'],
          summary: meaning.replaceAll('`', '').replace(/\.$/, ''),
          description: `${meaning} Answer with any status of 2xx once you have it; the same event may come more than once.`,
          security: [],
          parameters: Object.entries(HEADERS).map(([name, description]) => ({
            name,
            in: 'header',
            required: true,
            description,
            schema: { type: 'string' },
          })),
          requestBody: {
            required: true,
            content: {
              [CLOUD_EVENT_TYPE]: {
                schema: { $ref: `#/components/schemas/${schemaName(type)}` },
                example: eventExample(type),
              },
            },
          },
          responses: {
            '2XX': { description: 'It was taken' },
            '4XX': { description: 'It is a dead letter; after 408, 409, 425 and 429 it comes again' },
            '5XX': { description: 'It comes again' },
          },
        },
      },
    ]),
  )

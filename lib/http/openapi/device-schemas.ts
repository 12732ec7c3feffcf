import * as z from 'zod/mini'
import { DEVICE_STAGES } from '../../jobs/device-stage.ts'
import { CUSTODY_STEPS } from '../../jobs/job.ts'
import { about, text, time, Warning } from './schema-parts.ts'

export const Device = z.object({
  id: z.string(),
  stage: z.enum(DEVICE_STAGES),
  since: time,
  location: z.optional(z.string().check(about("The service's LocationCode"))),
  progress: z.optional(z.string().check(about("The service's ProgressCode"))),
  errorCount: z.optional(z.int()),
  carrier: z.optional(z.string().check(about('Of the way out; once the device is returned, of the way back'))),
  trackingNumber: text,
  expiresAt: z.optional(time.check(about('When the job expires, unless the device arrives before'))),
  reason: z.optional(
    z
      .object({ code: z.string(), detail: text, advice: z.string() })
      .check(about('Why the service rejected the device, and what to do')),
  ),
  unknownCodes: z.optional(
    z.array(z.string()).check(about('Codes of the service that Waybill does not know; no stage was guessed from them')),
  ),
})

export const Shipment = z.object({
  carrier: z.string(),
  trackingNumber: text,
  trackingUrl: z.optional(z.string().check(about('Where the carrier shows the parcel'))),
  shippedOn: z.iso.date(),
  sealNumber: text,
  jobIds: z.array(z.string()).check(about('The jobs whose devices are in the parcel')),
  warnings: z.array(Warning),
  reportedAt: time,
  reportedBy: z.string(),
})

export const CustodyStep = z.object({
  step: z.enum(CUSTODY_STEPS),
  by: z.string(),
  at: time,
  note: text,
  sealNumber: text,
  recordedBy: z.string(),
})

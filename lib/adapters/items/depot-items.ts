import * as z from 'zod/mini'
import type { DepotEvent, DepotJob, DepotJobSummary } from '../../depot/ports.ts'
import { JOB_TYPES } from '../../manifest/manifest.ts'
import { itemForm } from './item-form.ts'

const text = z.string()
const maybe = z.exactOptional(text)

const Place = z.looseObject({ bucket: text, key: text })

/** An event as it is stored, and as the staff's side shows it. */
export const DepotEventItem: z.ZodMiniType<DepotEvent> = z.discriminatedUnion('type', [
  z.looseObject({ at: text, type: z.literal('received'), signature: z.enum(['valid', 'invalid', 'missing']) }),
  z.looseObject({ at: text, type: z.literal('loading') }),
  z.looseObject({
    at: text,
    type: z.literal('aborted'),
    reason: z.enum([
      'DeviceError',
      'MissingDevice',
      'UnsupportedDeviceType',
      'UnsupportedFileFormat',
      'UnsupportedPowerSupply',
    ]),
  }),
  z.looseObject({ at: text, type: z.literal('finished'), errors: z.number(), log: Place }),
  z.looseObject({ at: text, type: z.literal('returned'), carrier: text, trackingNumber: text }),
])

const summary = {
  jobId: text,
  jobType: z.enum(JOB_TYPES),
  createdAt: text,
  cancelledAt: maybe,
} satisfies Record<keyof DepotJobSummary, unknown>

const DepotJobItem: z.ZodMiniType<DepotJob> = z.looseObject({
  ...summary,
  owner: text,
  manifest: text,
  signature: maybe,
  sheet: z.exactOptional(Place),
  label: z.exactOptional(Place),
  events: z.exactOptional(z.array(DepotEventItem)),
  version: z.int(),
} satisfies Record<keyof DepotJob, unknown>)

/** What a list reads of a job, and whose it is. */
const OwnedSummaryItem: z.ZodMiniType<DepotJobSummary & Pick<DepotJob, 'owner'>> = z.looseObject({
  ...summary,
  owner: text,
})

export const depotJobForm = itemForm(() => DepotJobItem)
export const ownedSummaryForm = itemForm(() => OwnedSummaryItem)

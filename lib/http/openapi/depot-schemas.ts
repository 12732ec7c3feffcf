import * as z from 'zod/mini'
import { DEPOT_STAGES } from '../../depot/job-position.ts'
import { ABORT_REASONS, STAFF_VERBS } from '../../depot/staff-actions.ts'
import { JOB_TYPES, KINDS } from '../../manifest/manifest.ts'
import { DepotStepJson } from '../depot/step-body.ts'
import { about, text, time } from './schema-parts.ts'

/* What the desk of the depot's staff shows. */

const Code = z.object({ code: z.string(), message: z.string() })

const at = time
const DepotEvent = z.union([
  z.object({ at, type: z.literal('received'), signature: z.enum(['valid', 'invalid', 'missing']) }),
  z.object({ at, type: z.literal('loading') }),
  z.object({ at, type: z.literal('aborted'), reason: z.enum(ABORT_REASONS) }),
  z.object({
    at,
    type: z.literal('finished'),
    errors: z.int(),
    log: z.object({ bucket: z.string(), key: z.string() }).check(about("Where the job's log is")),
  }),
  z.object({ at, type: z.literal('returned'), carrier: z.string(), trackingNumber: z.string() }),
])

const device = {
  jobId: z.string(),
  jobType: z.enum(JOB_TYPES),
  kind: z.optional(z.enum(KINDS)),
  deviceId: text,
  owner: z.string().check(about('The access key that the job belongs to')),
  createdAt: time,
  expiresAt: time.check(about('When the job expires, unless its device comes')),
  receivedAt: z.optional(time),
  stage: z.enum(DEPOT_STAGES),
  allowedActions: z.array(z.enum(STAFF_VERBS)).check(about('The steps that may be done now')),
  location: Code,
  progress: Code,
  proof: z.enum(['SIGNATURE', 'barcode']).check(about('What comes with the device to prove that it is the right one')),
  events: z.array(DepotEvent).check(about('What the staff did, in order')),
  links: z.object({ self: z.string(), steps: z.string() }),
}

const DepotDevice = z.object(device)

export const DEPOT_SCHEMAS = {
  DepotStepBody: DepotStepJson,
  DepotJob: z.object({
    ...device,
    manifest: z.string().check(about('Its secrets redacted')),
    team: z.optional(z.string().check(about('Absent for a job that was not made through Waybill'))),
  }),
  DepotQueue: z.object({
    jobs: z.array(DepotDevice),
    nextPageToken: z.optional(z.string().check(about('Names the next page; absent on the last one'))),
  }),
}

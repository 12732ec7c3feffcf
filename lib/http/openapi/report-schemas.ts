import * as z from 'zod/mini'
import { KINDS } from '../../manifest/manifest.ts'

const about = (description: string) => z.meta({ description })

const counts = {
  jobs: z.int().check(about('Jobs that were made')),
  refusals: z.int().check(about('Submissions that were refused, by Waybill or by the service')),
  validations: z.int().check(about('Manifests that were validated without making a job, passed or not')),
  devicesReceived: z.int().check(about('Of the jobs that were made: those whose device has arrived')),
  devicesReturned: z.int().check(about('Those whose device is on its way back')),
  devicesWithErrors: z.int().check(about('Those whose device was rejected, or whose data was not all transferred')),
}

/** `GET /v1/reports/usage`. */
export const UsageReport = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  tag: z.optional(z.string().check(about('The tag by whose values the rows are counted'))),
  rows: z.array(
    z.object({
      team: z.string(),
      month: z.string().check(about('Of UTC, such as 2026-11')),
      kind: z.nullable(z.enum(KINDS)).check(about('null: of a manifest that could not be read')),
      tag: z.nullable(z.string()).check(about("The tag's value; null: none")),
      ...counts,
    }),
  ),
  total: z.object(counts),
})

import * as z from 'zod/mini'
import { ACCESS_SETTINGS } from './access-settings.ts'
import { OPERATION_SETTINGS } from './operation-settings.ts'
import { RECOVERY_SETTINGS } from './recovery-settings.ts'
import {
  bucketName,
  depotBucket,
  flag,
  from,
  group,
  keyArn,
  list,
  listedBucket,
  oneOf,
  region,
  text,
} from './setting-kinds.ts'

const BUCKETS = 'must be a list of buckets'

/** Every setting of a stage. */
export const StageSettings = group({
  /** Default: the account of the credentials */
  account: z.optional(text('must be an account ID of twelve digits', /^\d{12}$/)),
  region,
  /** The Import/Export service: AWS, our own depot that is deployed with Waybill, or another service at an address. */
  service: text(
    'must be "aws", "depot" or the https address of an Import/Export endpoint',
    /^(?:aws|depot|https:\/\/[^\s/]+\S*)$/,
  ),
  signatureVersion: z._default(z.union([z.literal(2), z.literal(4)], { error: 'must be 2 or 4' }), 2),
  era: z._default(oneOf(['lenient', '2015']), 'lenient'),
  depot: z.optional(
    group({
      /** The address for devices, one entry for each line. The job ID is added after the first line. */
      shippingAddress: z
        .array(text('must be a line of the address', /\S/), { error: 'must be a list of lines' })
        .check(z.minLength(2, { error: 'must have a line for who and at least one for where' })),
      /** Buckets that manifests may name. For every other bucket, the depot answers that it has no permission. */
      buckets: list(depotBucket, BUCKETS),
      dailyJobs: z.optional(from(1, 1_000_000, 'jobs')),
    }),
  ),
  ...ACCESS_SETTINGS,
  /** An existing bucket. Default: the stack makes one */
  logBucket: z.optional(group({ name: bucketName, region, keyArn: z.optional(keyArn) })),
  /** Buckets of teams that get a copy of the SIGNATURE, if the manifest names one as its `logBucket`. */
  teamLogBuckets: list(listedBucket, BUCKETS),
  logRetentionDays: z._default(
    z.union(
      ([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653] as const).map(n =>
        z.literal(n),
      ),
      { error: 'must be a number of days that CloudWatch knows (…, 30, 60, 90, 180, 365, 731, …)' },
    ),
    90,
  ),
  /** For how many days a SIGNATURE cannot be removed without a special permission. */
  signatureLockDays: z._default(from(1, 36_500, 'days'), 365),
  /** After how many days the manifests, addresses and PDFs of a finished job are removed. Default: never */
  retentionDays: z.optional(from(30, 36_500, 'days')),
  /** Whether history and jobs are also written as daily files into the log bucket, ready for Athena (`docs/history.md`). */
  historyLake: flag(false),
  /** Whether tables, buckets and logs are encrypted with the stack's own KMS key instead of AWS's. */
  customerManagedKey: flag(false),
  ...RECOVERY_SETTINGS,
  ...OPERATION_SETTINGS,
})

/** A stage: its name, and its settings with every default filled in. */
export type Stage = z.output<typeof StageSettings> & { readonly name: string }

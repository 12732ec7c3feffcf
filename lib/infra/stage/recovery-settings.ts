import * as z from 'zod/mini'
import { bucketName, flag, from, group, keyArn, region, tableName, text } from './setting-kinds.ts'

/* What keeps a stage's data when a stack, a table or a region is lost, and what brings it back: `docs/recovery.md`. */

const backupVaultArn = text(
  'must be the ARN of a backup vault ("arn:aws:backup:REGION:ACCOUNT:backup-vault:NAME")',
  /^arn:[\w-]+:backup:[\w-]+:\d{12}:backup-vault:[\w-]+$/,
)

/** An existing table. */
const existingTable = group({
  name: tableName,
  /** The customer's own KMS key of the table. Default: AWS's key */
  keyArn: z.optional(keyArn),
})

export const RECOVERY_SETTINGS = {
  /** Whether table and bucket stay when their stack is deleted, and are protected against deletion. */
  keepData: flag(true),
  /** Existing resources that the stage uses instead of new ones, after a restore or a deleted stack. Default: none */
  existing: z.optional(
    group({
      /** The table of records and jobs. Its log bucket is in `logBucket`. */
      table: z.optional(existingTable),
      depotTable: z.optional(existingTable),
      /** The key that signed the digests in the log bucket. */
      historyKey: z.optional(keyArn),
      /** Whether the depot's secrets with this stage's name exist. */
      depotSecrets: z._default(z.boolean({ error: 'must be true or false' }), false),
    }),
  ),
  /** Daily backups of table and bucket, besides the table's own point-in-time recovery. Default: none */
  backup: z.optional(
    group({
      keepDays: z._default(from(1, 36_500, 'days'), 35),
      /** A vault in another region or account that gets a copy of each backup. */
      copyTo: z.optional(backupVaultArn),
    }),
  ),
  /** A copy of everything in another region, kept up to date. Default: none */
  replica: z.optional(
    group({
      region,
      /** A bucket in that region, with versions and Object Lock like the stack's own. */
      bucket: bucketName,
      /** The KMS key of the copies in that region, if the stage has its own key. */
      keyArn: z.optional(keyArn),
    }),
  ),
}

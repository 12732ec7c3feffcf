import * as z from 'zod/mini'
import { bucketName, flag, from, group, keyArn, region, tableName, text } from './setting-kinds.ts'

/* What keeps a stage's data when a stack, a table or a region is lost, and what brings it back: `docs/recovery.md`. */

const backupVaultArn = text(
  'must be the ARN of a backup vault ("arn:aws:backup:REGION:ACCOUNT:backup-vault:NAME")',
  /^arn:[\w-]+:backup:[\w-]+:\d{12}:backup-vault:[\w-]+$/,
)

/** A table that is there already. */
const existingTable = group({
  name: tableName,
  /** The KMS key that it has, where that is a customer's own. Default: one of AWS's */
  keyArn: z.optional(keyArn),
})

export const RECOVERY_SETTINGS = {
  /** Whether table and bucket outlive their stack, and refuse, with the stack, to be deleted. */
  keepData: flag(true),
  /** What a stage takes over in place of making it: after a restore, or from a stack that was destroyed. Default: nothing */
  existing: z.optional(
    group({
      /** Records and jobs. The log bucket that belongs to them is `logBucket`. */
      table: z.optional(existingTable),
      depotTable: z.optional(existingTable),
      /** The key that signed the digests in the log bucket. */
      historyKey: z.optional(keyArn),
      /** The depot's secrets of this stage's name. */
      depotSecrets: z._default(z.boolean({ error: 'must be true or false' }), false),
    }),
  ),
  /** Daily backups of table and bucket, apart from what the table itself can be restored to. Default: none */
  backup: z.optional(
    group({
      keepDays: z._default(from(1, 36_500, 'days'), 35),
      /** A vault in another region or account that each backup is copied to. */
      copyTo: z.optional(backupVaultArn),
    }),
  ),
  /** A copy of everything in another region, kept up to date. Default: none */
  replica: z.optional(
    group({
      region,
      /** A bucket there, versioned and with Object Lock like the stack's own. */
      bucket: bucketName,
      /** The KMS key there that the copies have, where the stage has a key of its own. */
      keyArn: z.optional(keyArn),
    }),
  ),
}

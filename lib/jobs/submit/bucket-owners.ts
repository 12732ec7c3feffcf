import { bucketsOf } from '../../manifest/fields/buckets.ts'
import type { Manifest } from '../../manifest/manifest.ts'
import { JobError } from '../errors.ts'
import type { BucketOwners } from '../ports.ts'

/**
 * The buckets of a manifest, its log bucket too, are the team's own: whoever signs for several teams must not be made to
 * read or write another's. Where nobody says whose a bucket is, that is left to the service.
 *
 * Refuses: BUCKET_NOT_ALLOWED.
 */
export const requireOwnBuckets = async (
  { bucketOwners }: { readonly bucketOwners?: BucketOwners },
  by: { readonly team: string; readonly accessKeyId: string },
  manifest: Manifest,
): Promise<void> => {
  if (!bucketOwners) return
  for (const { name, pointer } of bucketsOf(manifest)) {
    if (await bucketOwners.mayUse(name, by)) continue
    throw new JobError(
      'BUCKET_NOT_ALLOWED',
      `Bucket ${name} (${pointer}) is not one of team "${by.team}"; nothing was sent. Name a bucket of the team's own.`,
    )
  }
}

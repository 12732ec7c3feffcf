import { Bucket } from 'aws-cdk-lib/aws-s3'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import { keysOf } from './setting-kinds.ts'
import type { Stage } from './stage.ts'

/** Configures the depot: its address, its daily quota, and who may use which bucket. */
export const configureDepot = (fn: WaybillFunction, { depot, era }: Stage): void => {
  const owned = (depot?.buckets ?? []).flatMap(bucket =>
    'owners' in bucket && bucket.owners ? [[bucket.name, bucket.owners] as const] : [],
  )
  fn.configure({
    WAYBILL_DEPOT_ADDRESS: JSON.stringify(depot?.shippingAddress ?? []),
    WAYBILL_MANIFEST_ERA: era,
    ...(depot?.dailyJobs !== undefined && { WAYBILL_DEPOT_DAILY_JOBS: String(depot.dailyJobs) }),
    ...(owned.length > 0 && { WAYBILL_DEPOT_OWNERS: JSON.stringify(Object.fromEntries(owned)) }),
  })
}

/** Lets the depot read the buckets that the stage lists, and put logs and PDFs there. */
export const reachBuckets = (fn: WaybillFunction, { depot }: Stage): void => {
  const buckets = (depot?.buckets ?? []).map(({ name }, index) => Bucket.fromBucketName(fn, `Bucket${index}`, name))
  if (buckets.length === 0) return
  fn.allow(
    buckets.map(bucket => bucket.bucketArn),
    's3:ListBucket',
  )
  fn.allowUnder(
    'Objects of buckets that the stage lists; each manifest names its own logPrefix.',
    buckets.map(bucket => bucket.arnForObjects('*')),
    's3:PutObject',
    's3:GetObject',
  )
  // S3 uses a bucket's own key with the permissions of the caller.
  const keys = keysOf(depot?.buckets ?? [])
  if (keys.length > 0) fn.allow(keys, 'kms:Decrypt', 'kms:GenerateDataKey')
}

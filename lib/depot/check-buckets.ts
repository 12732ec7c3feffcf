import { bucketsOf } from '../manifest/fields/buckets.ts'
import type { Manifest } from '../manifest/manifest.ts'
import { type Fault, fault } from '../query-api/faults.ts'
import type { DepotSigner } from './depot-deps.ts'
import type { Bucket, Buckets } from './ports.ts'

/** From bucket to region. */
export interface BucketRegions {
  readonly regions: Readonly<Record<string, string>>
}

/** Checks that every bucket of a manifest exists and may be used as the manifest wants, and finds their regions. */
export const checkBuckets = async (
  buckets: Buckets,
  manifest: Manifest,
  signer: Pick<DepotSigner, 'accessKeyId' | 'key'>,
): Promise<BucketRegions | Fault> => {
  const regions = new Map<string, string>()
  const readOnly = new Set<string>()
  const named = bucketsOf(manifest)
  for (const { name, pointer } of named) {
    const bucket = regions.has(name) ? undefined : await buckets.find(name)
    if (bucket && !isOwn(bucket, signer)) {
      return fault('BucketPermissionException', `Your account may not use bucket ${name} (${pointer})`)
    }
    if (bucket) regions.set(name, bucket.region)
    if (bucket && !bucket.writable) readOnly.add(name)
    if (!regions.has(name)) return fault('NoSuchBucketException', `Bucket ${name} does not exist (${pointer})`)
  }

  const refused = named.find(({ name, use }) => use !== 'export' && readOnly.has(name))
  if (refused) {
    const { name, pointer } = refused
    return fault('BucketPermissionException', `Your account may not write to bucket ${name} (${pointer})`)
  }
  return { regions: Object.fromEntries(regions) }
}

/** The signer of one team must not be able to use the depot to write into another team's bucket. */
const isOwn = ({ owners }: Bucket, { accessKeyId, key: { team } }: Pick<DepotSigner, 'accessKeyId' | 'key'>): boolean =>
  owners === undefined || owners.includes(accessKeyId) || (team !== undefined && owners.includes(team))

import type { JobType, Manifest } from '../manifest/manifest.ts'
import { type Reading, readManifest } from '../manifest/read.ts'
import { rulesOf } from '../manifest/rules/rules.ts'
import { type Fault, fault, isFault } from '../query-api/faults.ts'
import { manifestFault } from '../query-api/manifest-fault.ts'
import { type BucketRegions, checkBuckets } from './check-buckets.ts'
import type { DepotDeps, DepotSigner } from './depot-deps.ts'

/**
 * Checks a manifest:
 *
 * 1. its language and options;
 * 2. the key that it names;
 * 3. its buckets;
 * 4. the rules about regions: all buckets must be in one, and a device may have to cross a border to get there.
 *
 * @returns the manifest, or the first fault
 */
export const checkManifest = async (
  { era, buckets }: DepotDeps,
  { text, jobType }: { readonly text: string; readonly jobType: JobType },
  signer: DepotSigner,
): Promise<Manifest | Fault> => {
  const manifest = outcomeOf(readManifest(text, { jobType, era }))
  if (isFault(manifest)) return manifest
  if (manifest.accessKeyId !== undefined && manifest.accessKeyId !== signer.accessKeyId) {
    return fault('InvalidAccessKeyIdException', 'accessKeyId in the manifest is not the key that signed the request')
  }
  const found = await checkBuckets(buckets, manifest, signer)
  if (isFault(found)) return found
  return breaksNoRule(manifest, found)
    ? manifest
    : outcomeOf(readManifest(text, { jobType, era, bucketRegions: found.regions }))
}

/** Whether the known regions change nothing, as for most manifests, so that the manifest need not be read again. */
const breaksNoRule = (manifest: Manifest, { regions: bucketRegions }: BucketRegions): boolean => {
  const { kind } = manifest
  return rulesOf(kind).every(({ check }) => check(manifest, { kind, bucketRegions }).length === 0)
}

const outcomeOf = ({ manifest, diagnostics }: Reading): Manifest | Fault =>
  manifest ?? manifestFault(diagnostics.filter(({ severity }) => severity === 'error'))

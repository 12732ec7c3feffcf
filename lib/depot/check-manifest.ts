import type { JobType, Manifest } from '../manifest/manifest.ts'
import { type Reading, readManifest } from '../manifest/read.ts'
import { type Fault, fault, isFault } from '../query-api/faults.ts'
import { manifestFault } from '../query-api/manifest-fault.ts'
import { checkBuckets } from './check-buckets.ts'
import type { DepotDeps, DepotSigner } from './depot-deps.ts'

/**
 * Everything that can be wrong with a manifest:
 *
 * 1. its language and options;
 * 2. the key that it names;
 * 3. its buckets;
 * 4. what only the buckets' regions show: they must be one, and a device may have to cross a border to get there.
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
  return outcomeOf(readManifest(text, { jobType, era, bucketRegions: found.regions }))
}

const outcomeOf = ({ manifest, diagnostics }: Reading): Manifest | Fault =>
  manifest ?? manifestFault(diagnostics.filter(({ severity }) => severity === 'error'))

import type { Draft, Manifest } from '../manifest.ts'

/** A bucket in a manifest, with its use and place. */
export interface NamedBucket {
  readonly name: string
  readonly use: 'import' | 'export' | 'log'
  /** JSON Pointer to the option. */
  readonly pointer: string
}

/** The buckets in a manifest, in the order of the printed manifest. A bucket may occur several times. */
export const bucketsOf = (manifest: Manifest): readonly NamedBucket[] => namedBuckets(manifest)

/** The same for options that may be incomplete. */
export const namedBuckets = ({ bucket, logBucket, operations = [] }: Draft): readonly NamedBucket[] => {
  const buckets: NamedBucket[] = []
  if (bucket !== undefined) buckets.push({ name: bucket, use: 'import', pointer: '/bucket' })
  if (logBucket !== undefined) buckets.push({ name: logBucket, use: 'log', pointer: '/logBucket' })
  for (const [index, { exportBucket }] of operations.entries()) {
    if (exportBucket !== undefined) {
      buckets.push({ name: exportBucket, use: 'export', pointer: `/operations/${index}/exportBucket` })
    }
  }
  return buckets
}

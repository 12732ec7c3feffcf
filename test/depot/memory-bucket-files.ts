import type { BucketFiles } from '../../lib/depot/ports.ts'

/** Buckets in memory. `objects` has what lies in them, by `BUCKET/KEY`. */
export const createMemoryBucketFiles = () => {
  const objects = new Map<string, { readonly bytes: Uint8Array; readonly contentType: string }>()
  const files: BucketFiles = {
    put: async ({ bucket, key }, bytes, contentType) => {
      objects.set(`${bucket}/${key}`, { bytes, contentType })
    },
    get: async ({ bucket, key }) => objects.get(`${bucket}/${key}`)?.bytes,
  }
  return { files, objects }
}

import type { Bucket, Buckets } from './ports.ts'

/**
 * Buckets, with whose they are, as something else knows it.
 *
 * @param ownersOf teams and access keys that may use a bucket; `undefined`: nothing is known of it
 */
export const ownedBuckets = (buckets: Buckets, ownersOf: (name: string) => Promise<Bucket['owners']>): Buckets => ({
  find: async name => {
    const bucket = await buckets.find(name)
    const owners = bucket && (await ownersOf(name))
    return owners ? { ...bucket, owners } : bucket
  },
})

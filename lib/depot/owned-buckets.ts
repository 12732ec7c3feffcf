import type { Bucket, Buckets } from './ports.ts'

/**
 * Adds owners to buckets.
 *
 * @param ownersOf gives the teams and access keys that may use a bucket; `undefined`: unknown
 */
export const ownedBuckets = (buckets: Buckets, ownersOf: (name: string) => Promise<Bucket['owners']>): Buckets => ({
  find: async name => {
    const bucket = await buckets.find(name)
    const owners = bucket && (await ownersOf(name))
    return owners ? { ...bucket, owners } : bucket
  },
})

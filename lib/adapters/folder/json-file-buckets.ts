import { readFile } from 'node:fs/promises'
import type { Bucket, Buckets } from '../../depot/ports.ts'

/**
 * The buckets that a JSON file names, `{"name": {"region": "us-east-1", "writable": true}}`, read anew for each use.
 * `writable` may be left out and is `true` then.
 */
export const createJsonFileBuckets = (file: string): Buckets => ({
  find: async name => {
    const buckets: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (!isObject(buckets)) throw new Error(`${file} must hold one JSON object, a member for each bucket`)
    return Object.hasOwn(buckets, name) ? readBucket(file, name, buckets[name]) : undefined
  },
})

const readBucket = (file: string, name: string, value: unknown): Bucket => {
  const { region, writable = true } = isObject(value) ? value : {}
  if (typeof region === 'string' && region !== '' && typeof writable === 'boolean') return { region, writable }
  throw new Error(`${file}: bucket ${JSON.stringify(name)} must be like {"region": "us-east-1", "writable": true}`)
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

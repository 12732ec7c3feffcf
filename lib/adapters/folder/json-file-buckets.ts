import { readFile } from 'node:fs/promises'
import type { Bucket, Buckets } from '../../depot/ports.ts'
import type { BucketOwners } from '../../jobs/ports.ts'
import { isObject, jsonOf, memberTwice } from '../../json.ts'

/** A bucket file that cannot be used. The message names the file and what is wrong with it. */
export class BucketFileError extends Error {
  override readonly name = 'BucketFileError'
}

/**
 * The buckets that a JSON file names, `{"name": {"region": "us-east-1", "writable": true}}`, read anew for each use.
 * `writable` may be left out and is `true` then; `owners` names the teams and access keys that may use the bucket, and
 * without it all may.
 */
export const createJsonFileBuckets = (file: string): Buckets => ({
  find: async name => (await readBucketFile(file)).get(name),
})

/**
 * Every bucket of a file.
 *
 * @throws BucketFileError
 */
export const readBucketFile = async (file: string): Promise<ReadonlyMap<string, Bucket>> => {
  const buckets = parseJson(file, await readText(file))
  if (!isObject(buckets)) throw new BucketFileError(`${file} must hold one JSON object, a member for each bucket`)
  return new Map(Object.entries(buckets).map(([name, value]) => [name, readBucket(file, name, value)]))
}

const readText = (file: string) =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new BucketFileError(`${file} cannot be read (${error.code})`, { cause: error })
  })

const parseJson = (file: string, text: string): unknown => {
  const json = jsonOf(text)
  if (json === undefined) throw new BucketFileError(`${file} is not JSON`)
  const twice = memberTwice(text)
  if (twice !== undefined) throw new BucketFileError(`${file} has ${twice} twice`)
  return json
}

const readBucket = (file: string, name: string, value: unknown): Bucket => {
  const { region, writable = true, owners } = isObject(value) ? value : {}
  if (typeof region === 'string' && region !== '' && typeof writable === 'boolean' && isOwners(owners)) {
    return { region, writable, ...(owners && { owners }) }
  }
  throw new BucketFileError(
    `${file}: bucket ${JSON.stringify(name)} must be like {"region": "us-east-1", "writable": true, "owners": ["TEAM", "ACCESS KEY ID"]}`,
  )
}

const isOwners = (value: unknown): value is readonly string[] | undefined =>
  value === undefined || (Array.isArray(value) && value.every(owner => typeof owner === 'string'))

/** The owners of the buckets in a file, which Waybill checks before it sends a manifest. */
export const createJsonFileOwners = (file: string): BucketOwners => ({
  mayUse: async (bucket, { team, accessKeyId }) => {
    const { owners } = (await readBucketFile(file)).get(bucket) ?? {}
    return owners === undefined || owners.includes(team) || owners.includes(accessKeyId)
  },
})

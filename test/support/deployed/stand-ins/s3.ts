import { type AwsRequest, s3Place } from '../requests.ts'
import { type AwsAnswer, xml } from './answer.ts'

export interface BucketSettings {
  /** S3 then takes no object without a checksum (S3 user guide, "Object Lock considerations"). */
  readonly isLocked: boolean
}

const fail = (status: number, code: string) => xml(`<Error><Code>${code}</Code></Error>`, status)

/** How long a lock holds an object that a test gave no other. */
const A_DAY_MS = 24 * 60 * 60_000

/**
 * As much of S3 as Waybill asks for: HeadBucket, GetObject, PutObject on condition, and the removal of versions. Each object has
 * one version, which is hidden once it has a delete marker.
 */
export const createS3 = (buckets: ReadonlyMap<string, BucketSettings>) => {
  const objects = new Map<string, Uint8Array>()
  const hidden = new Map<string, Uint8Array>()
  /** When locks are over, where a test says so. */
  const locks = new Map<string, Date>()
  const lockOf = (name: string) => locks.get(name) ?? new Date(Date.now() + A_DAY_MS)

  const versions = (bucket: string, prefix: string): AwsAnswer => {
    const named = (names: Iterable<string>, isLatest: boolean) =>
      [...names]
        .filter(name => name.startsWith(`${bucket}/${prefix}`))
        .map(name => {
          const key = `<Key>${name.slice(bucket.length + 1)}</Key>`
          return `<Version>${key}<VersionId>v1</VersionId><IsLatest>${isLatest}</IsLatest></Version>`
        })
    const all = [...named(objects.keys(), true), ...named(hidden.keys(), false)]
    return xml(`<ListVersionsResult><IsTruncated>false</IsTruncated>${all.join('')}</ListVersionsResult>`)
  }

  const remove = (name: string, versionId: string | null, { isLocked }: BucketSettings): AwsAnswer => {
    const object = objects.get(name)
    if (versionId === null) {
      if (object) hidden.set(name, object)
      objects.delete(name)
      return { status: 204 }
    }
    if (isLocked && lockOf(name) > new Date()) return fail(403, 'AccessDenied')
    objects.delete(name)
    hidden.delete(name)
    return { status: 204 }
  }

  const put = (request: AwsRequest, name: string, { isLocked }: BucketSettings): AwsAnswer => {
    const { headers, body } = request
    if (String(headers['x-amz-content-sha256']).startsWith('STREAMING')) return fail(501, 'NotImplemented')
    const hasChecksum = Object.keys(headers).some(header => /^(?:content-md5|x-amz-checksum-\w+)$/.test(header))
    if (isLocked && !hasChecksum) return fail(400, 'InvalidRequest')
    if (headers['if-none-match'] === '*' && objects.has(name)) return fail(412, 'PreconditionFailed')
    objects.set(name, body)
    return { status: 200, headers: { etag: '"etag"' } }
  }

  return {
    objects,
    /** What has a delete marker. */
    hidden,
    locks,
    has: (bucket: string) => buckets.has(bucket),
    answer: (request: AwsRequest): AwsAnswer => {
      const { bucket, key } = s3Place(request)
      const settings = buckets.get(bucket)
      if (!settings) return fail(404, 'NoSuchBucket')
      if (key === '' && request.query.has('list-type')) {
        const prefix = `${bucket}/${request.query.get('prefix')}`
        const count = [...objects.keys()].filter(name => name.startsWith(prefix)).length
        return xml(`<ListBucketResult><KeyCount>${Math.min(count, 1)}</KeyCount></ListBucketResult>`)
      }
      if (key === '' && request.query.has('versions')) return versions(bucket, request.query.get('prefix') ?? '')
      if (key === '') return { status: 200, headers: { 'x-amz-bucket-region': request.region } }
      const name = `${bucket}/${key}`
      if (request.method === 'PUT') return put(request, name, settings)
      if (request.method === 'DELETE') return remove(name, request.query.get('versionId'), settings)
      if (request.query.has('retention')) {
        if (!settings.isLocked) return fail(400, 'InvalidRequest')
        const until = lockOf(name).toISOString()
        return xml(`<Retention><Mode>GOVERNANCE</Mode><RetainUntilDate>${until}</RetainUntilDate></Retention>`)
      }
      const object = objects.get(name)
      return object ? { status: 200, body: object } : fail(404, 'NoSuchKey')
    },
  }
}

import { type AwsRequest, s3Place } from '../requests.ts'
import { type AwsAnswer, xml } from './answer.ts'

export interface BucketSettings {
  /** S3 then takes no object without a checksum (S3 user guide, "Object Lock considerations"). */
  readonly isLocked: boolean
}

const fail = (status: number, code: string) => xml(`<Error><Code>${code}</Code></Error>`, status)

/** As much of S3 as Waybill asks for: HeadBucket, GetObject, PutObject on condition. */
export const createS3 = (buckets: ReadonlyMap<string, BucketSettings>) => {
  const objects = new Map<string, Uint8Array>()

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
      if (key === '') return { status: 200, headers: { 'x-amz-bucket-region': request.region } }
      const name = `${bucket}/${key}`
      if (request.method === 'PUT') return put(request, name, settings)
      const object = objects.get(name)
      return object ? { status: 200, body: object } : fail(404, 'NoSuchKey')
    },
  }
}

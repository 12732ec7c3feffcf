import { HeadBucketCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import type { Bucket, Buckets } from '../../depot/ports.ts'
import { createS3Client } from './client.ts'

/** S3's rules for names, including those of before 2018. The SDK would treat other names as something else. */
const BUCKET_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/

/**
 * The existing buckets, found with HeadBucket each time: it reports the region even of a bucket that is elsewhere
 * (301) or that the depot may not read (403). It does not show whether the depot may write; one that it may read
 * counts as writable, and one that refuses does not.
 *
 * The client must not follow redirects here: the redirect itself is the answer.
 */
export const createS3Buckets = (s3: S3Client): Buckets => ({
  find: async name => {
    if (!BUCKET_NAME.test(name)) return undefined
    try {
      const { BucketRegion } = await s3.send(new HeadBucketCommand({ Bucket: name }))
      return { region: BucketRegion ?? FIRST_REGION, writable: true }
    } catch (error) {
      return regionOfError(error)
    }
  },
})

/** Where S3 names none: servers that speak its protocol but have no regions. */
const FIRST_REGION = 'us-east-1'

const regionOfError = (error: unknown): Bucket | undefined => {
  if (!(error instanceof S3ServiceException)) throw error
  const headers: Readonly<Record<string, string>> = error.$response?.headers ?? {}
  const region = headers['x-amz-bucket-region']
  switch (error.$metadata.httpStatusCode) {
    case 404:
      return undefined
    case 301:
    case 307:
    case 400:
      // In another region than the client's; a 400 without a region is something else.
      if (region) return { region, writable: true }
      throw error
    case 403:
      return { region: region ?? FIRST_REGION, writable: false }
    default:
      throw error
  }
}

/** The same with a client of its own. */
export const openS3Buckets = (): Buckets => createS3Buckets(createS3Client())

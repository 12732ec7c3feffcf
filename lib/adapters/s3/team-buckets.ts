import { PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import type { TeamBuckets } from '../../jobs/ports.ts'
import { createS3Client } from './client.ts'

/** The buckets of teams that a stage lists, wherever they are, with the function's own credentials. */
export const openS3TeamBuckets = (names: readonly string[]): TeamBuckets =>
  createS3TeamBuckets(createS3Client({ followRegionRedirects: true }), names)

/**
 * A put is conditional (`If-None-Match: *`): what is there was put by an attempt before, since a job's ID is in the name,
 * and Waybill may add to these buckets but read nothing of them.
 */
export const createS3TeamBuckets = (s3: S3Client, names: readonly string[]): TeamBuckets => ({
  isWritable: bucket => names.includes(bucket),
  put: async (bucket, name, bytes, contentType) => {
    try {
      await s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: name, Body: bytes, ContentType: contentType, IfNoneMatch: '*' }),
      )
    } catch (error) {
      if (!(error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412)) throw error
    }
  },
})

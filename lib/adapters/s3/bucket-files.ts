import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { BucketFiles } from '../../depot/ports.ts'
import { createS3Client } from './client.ts'

/** The buckets themselves. The client must follow redirects: a bucket may be in another region than the depot. */
export const createS3BucketFiles = (s3: S3Client): BucketFiles => ({
  put: async ({ bucket, key }, bytes, contentType) => {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, ContentType: contentType }))
  },
  get: async ({ bucket, key }) => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
      return await Body?.transformToByteArray()
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined
      throw error
    }
  },
})

/** The same with a client of its own. */
export const openS3BucketFiles = (): BucketFiles => createS3BucketFiles(createS3Client({ followRegionRedirects: true }))

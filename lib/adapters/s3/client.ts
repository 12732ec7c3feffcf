import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'

/** S3 with the machine's own region and credentials (environment, profile, role). */
export const createS3Client = (options: Pick<S3ClientConfig, 'followRegionRedirects' | 'endpoint'> = {}): S3Client =>
  new S3Client(options)

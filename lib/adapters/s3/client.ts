import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { AWS_LIMITS, limited } from '../system/aws-limits.ts'

/** One attempt less than others have: where S3 stalls, what comes after it must still fit into the request. */
const MAX_ATTEMPTS = 2

/** S3 with the machine's own region and credentials (environment, profile, role). */
export const createS3Client = (
  options: Pick<S3ClientConfig, 'followRegionRedirects' | 'endpoint' | 'requestHandler'> = {},
): S3Client => limited(new S3Client({ ...AWS_LIMITS, maxAttempts: MAX_ATTEMPTS, ...options }), 'S3')

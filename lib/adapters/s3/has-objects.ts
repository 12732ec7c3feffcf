import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { createS3Client } from './client.ts'

/** Whether a bucket has any object whose name begins with the prefix. */
export const hasObjects = async (bucket: string, prefix: string): Promise<boolean> => {
  const { KeyCount = 0 } = await createS3Client().send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: 1 }),
  )
  return KeyCount > 0
}

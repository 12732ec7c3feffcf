import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { ArchiveConflict } from '../../jobs/archive-conflict.ts'
import type { Archive } from '../../jobs/ports.ts'
import { createS3Client } from './client.ts'

/** The archive in a bucket of the function's own account and region. */
export const openS3Archive = (bucket: string): Archive => createS3Archive(createS3Client(), bucket)

/** The archive as an S3 bucket. A put is conditional (`If-None-Match: *`), so an object is never replaced. */
export const createS3Archive = (s3: S3Client, bucket: string): Archive => {
  const get = async (name: string) => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: name }))
      return await Body?.transformToByteArray()
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined
      throw error
    }
  }
  return {
    get,
    put: async (name, bytes, contentType) => {
      try {
        await s3.send(
          new PutObjectCommand({ Bucket: bucket, Key: name, Body: bytes, ContentType: contentType, IfNoneMatch: '*' }),
        )
      } catch (error) {
        if (!existsAlready(error)) throw error
        const there = await get(name)
        if (!there || !Buffer.from(bytes).equals(there)) throw new ArchiveConflict(name)
      }
    },
  }
}

/** 412: the object exists. 409: another conditional put of the same name is under way, and may have succeeded. */
const existsAlready = (error: unknown) =>
  error instanceof S3ServiceException && [409, 412].includes(error.$metadata.httpStatusCode ?? 0)

import {
  DeleteObjectCommand,
  GetObjectRetentionCommand,
  ListObjectVersionsCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import type { ArchiveRemoval } from '../../jobs/ports.ts'
import type { Clock } from '../../system.ts'
import { createS3Client } from './client.ts'

interface Version {
  readonly Key: string
  readonly VersionId: string
  readonly IsLatest: boolean
}

/** The removal in a bucket of the function's own account and region. */
export const openS3Removal = (bucket: string, clock: Clock): ArchiveRemoval =>
  createS3Removal(createS3Client(), bucket, clock)

/**
 * Removes objects from a bucket, every version of them. A version that Object Lock holds gets a delete marker; the bucket's
 * lifecycle removes it once the lock is over. No object is read.
 */
export const createS3Removal = (s3: S3Client, bucket: string, clock: Clock): ArchiveRemoval => ({
  removeUnder: async prefix => {
    const locks: string[] = []
    for await (const { Key, VersionId, IsLatest } of versionsUnder(s3, bucket, prefix)) {
      const version = { Bucket: bucket, Key, VersionId }
      const until = await lockOf(s3, version)
      if (until === undefined || until <= clock()) {
        await s3.send(new DeleteObjectCommand(version))
        continue
      }
      locks.push(until.toISOString())
      if (IsLatest) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }))
    }
    const until = locks.toSorted().at(-1)
    return until === undefined ? undefined : { count: locks.length, until }
  },
})

async function* versionsUnder(s3: S3Client, Bucket: string, Prefix: string): AsyncGenerator<Version> {
  let after: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {}
  while (after !== undefined) {
    const page: Awaited<ReturnType<typeof list>> = await list(s3, { Bucket, Prefix, ...after })
    for (const { Key, VersionId, IsLatest = false } of page.Versions ?? []) {
      if (Key !== undefined && VersionId !== undefined) yield { Key, VersionId, IsLatest }
    }
    const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page
    after = IsTruncated ? { KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker } : undefined
  }
}

const list = (s3: S3Client, input: ConstructorParameters<typeof ListObjectVersionsCommand>[0]) =>
  s3.send(new ListObjectVersionsCommand(input))

/** What S3 answers where neither the object nor its bucket has a lock. */
const NO_LOCK = ['NoSuchObjectLockConfiguration', 'ObjectLockConfigurationNotFoundError', 'InvalidRequest']

const lockOf = async (
  s3: S3Client,
  version: { readonly Bucket: string; readonly Key: string; readonly VersionId: string },
): Promise<Date | undefined> => {
  try {
    const { Retention } = await s3.send(new GetObjectRetentionCommand(version))
    return Retention?.RetainUntilDate
  } catch (error) {
    if (error instanceof S3ServiceException && NO_LOCK.includes(error.name)) return undefined
    throw error
  }
}

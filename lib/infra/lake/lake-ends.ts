import { Stack } from 'aws-cdk-lib'
import type { Stage } from '../stage/stage.ts'
import type { DataKey } from '../storage/data-key.ts'
import type { JobTable } from '../storage/job-table.ts'
import type { LogBucket } from '../storage/log-bucket.ts'

/** What the lake takes from, and where it lies. */
export interface LakeEnds {
  readonly streamArn: string
  readonly bucketArn: string
  readonly bucketName: string
  /** Of the table and of the bucket, where they have one of a customer's own. */
  readonly tableKeyArn: string | undefined
  readonly bucketKeyArn: string | undefined
  /** The stage's own, where it has one: what waits in Firehose is under it. */
  readonly keyArn: string | undefined
}

export const lakeEndsOf = (
  stage: Stage,
  { key }: DataKey,
  jobs: JobTable,
  archive: LogBucket,
): LakeEnds | undefined => {
  const { tableStreamArn } = jobs.data.table
  if (!stage.historyLake || tableStreamArn === undefined) return undefined
  return {
    streamArn: tableStreamArn,
    // Exported here and now, so that the results of a review name what the other stack imports.
    bucketArn: stage.logBucket ? archive.bucket.bucketArn : Stack.of(archive).exportValue(archive.bucket.bucketArn),
    bucketName: archive.bucket.bucketName,
    tableKeyArn: key?.keyArn,
    bucketKeyArn: stage.logBucket ? stage.logBucket.keyArn : key?.keyArn,
    keyArn: key?.keyArn,
  }
}

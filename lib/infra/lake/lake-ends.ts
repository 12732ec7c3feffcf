import { Stack } from 'aws-cdk-lib'
import type { Stage } from '../stage/stage.ts'
import type { DataKey } from '../storage/data-key.ts'
import type { JobTable } from '../storage/job-table.ts'
import type { LogBucket } from '../storage/log-bucket.ts'

/** The source and the target of the lake. */
export interface LakeEnds {
  readonly streamArn: string
  readonly bucketArn: string
  readonly bucketName: string
  /** The customer's own key of the table, if it has one; below, of the bucket. */
  readonly tableKeyArn: string | undefined
  readonly bucketKeyArn: string | undefined
  /** The stage's own key, if it has one. It encrypts the data that waits in Firehose. */
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
    // Exported here, so that accepted review results can name the value that the other stack imports.
    bucketArn: stage.logBucket ? archive.bucket.bucketArn : Stack.of(archive).exportValue(archive.bucket.bucketArn),
    bucketName: archive.bucket.bucketName,
    tableKeyArn: key?.keyArn,
    bucketKeyArn: stage.logBucket ? stage.logBucket.keyArn : key?.keyArn,
    keyArn: key?.keyArn,
  }
}

import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { History } from '../../audit/ports.ts'
import type { CheckStore, RunStore } from '../../checks/ports.ts'
import type { JobLists, JobStore } from '../../jobs/job-store.ts'
import type { Clock } from '../../system.ts'
import { createDynamoHistory } from './audit-history.ts'
import { createDynamoCheckStore } from './check-store.ts'
import { createDynamoJobLists } from './job-lists.ts'
import { createDynamoJobStore } from './job-store.ts'
import { createDynamoRunStore } from './run-store.ts'

/** Jobs, their lists and history in a table. Apart from checks, so that a function without checks has no code for them. */
export const openDynamoJobs = (
  documents: DynamoDBDocumentClient,
  table: string,
  clock: Clock,
): { readonly jobs: JobStore; readonly lists: JobLists; readonly history: History } => ({
  jobs: createDynamoJobStore(documents, table),
  lists: createDynamoJobLists(documents, table),
  history: createDynamoHistory(documents, table, clock),
})

/** Checks and their runs in the same table. */
export const openDynamoChecks = (
  documents: DynamoDBDocumentClient,
  table: string,
  clock: Clock,
): { readonly checks: CheckStore; readonly runs: RunStore } => ({
  checks: createDynamoCheckStore(documents, table),
  runs: createDynamoRunStore(documents, table, clock),
})

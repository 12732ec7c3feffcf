import type { History } from '../audit/ports.ts'
import type { Era } from '../manifest/manifest.ts'
import type { Clock, Log, Metrics, NewId } from '../system.ts'
import type { BelongingStore } from '../teams/belongings.ts'
import type { TeamDirectory } from '../teams/directory.ts'
import type { Keys } from '../teams/keys.ts'
import type { AskDeps } from './ask-service.ts'
import type { JobLists, JobStore } from './job-store.ts'
import type { Pace } from './pace.ts'
import type { BucketOwners } from './ports.ts'

/** What an action needs to ask the service about jobs and to store the answers. */
export interface JobDeps extends AskDeps {
  readonly jobs: JobStore
  /** Finds other jobs of a device. Default: no search */
  readonly deviceJobs?: Pick<JobLists, 'createdFor'>
  readonly history: Pick<History, 'append' | 'appendOnce'>
  readonly keys: Keys
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
  readonly metrics: Metrics
  readonly era: Era
  /** How often the service is asked about a job. Default: `PACE` */
  readonly pace?: Pace
  /** The rights and defaults of teams. Default: every right, no defaults */
  readonly teams?: TeamDirectory
  /** Templates and addresses of teams. Default: none */
  readonly belongings?: Pick<BelongingStore, 'get'>
  /** Default: any team may name any bucket, and the service decides */
  readonly bucketOwners?: BucketOwners
}

import { createFolderArchive } from '../adapters/folder/archive.ts'
import { createFileThread } from '../adapters/folder/file-thread.ts'
import { createQueuedArchive } from '../adapters/sqlite/archive-queue.ts'
import { createArchiveSums } from '../adapters/sqlite/archive-sums.ts'
import { createSqliteBelongingStore, createSqliteDailyUse } from '../adapters/sqlite/belonging-store.ts'
import { createSqliteCheckStore } from '../adapters/sqlite/check-store.ts'
import { flushedLater } from '../adapters/sqlite/database.ts'
import { createSqliteDeliveryStore } from '../adapters/sqlite/delivery-store.ts'
import { createSqliteDepotJobs } from '../adapters/sqlite/depot-jobs.ts'
import { createSqliteHistory } from '../adapters/sqlite/history.ts'
import { createSqliteJobLists } from '../adapters/sqlite/job-lists.ts'
import { createSqliteJobOutbox } from '../adapters/sqlite/job-outbox.ts'
import { createSqliteJobStore } from '../adapters/sqlite/job-store.ts'
import { createSqliteRunStore } from '../adapters/sqlite/run-store.ts'
import { createSqliteSubscriptionStore } from '../adapters/sqlite/subscription-store.ts'
import { createSqliteTeamStore } from '../adapters/sqlite/team-store.ts'
import type { AwsLimits } from '../adapters/system/aws-limits.ts'
import { newId } from '../adapters/system/system.ts'
import type { DepotJobs } from '../depot/ports.ts'
import type { LocalConfig } from '../settings/config.ts'
import { sourceOf } from '../subscriptions/cloud-event.ts'
import { createTeamWatch, WATCH_MS } from '../subscriptions/watch/team-watch.ts'
import { watchedJobs } from '../subscriptions/watch/watched-jobs.ts'
import type { Clock, Log } from '../system.ts'
import type { DataDir } from './data-dir.ts'
import type { Stores } from './stores.ts'

/** What events of jobs of this machine name as their source. */
export const LOCAL_SOURCE = sourceOf('local')

interface StoreDeps {
  readonly clock: Clock
  readonly log: Log
  /** How long DynamoDB and S3 are waited for. Default: as in a function */
  readonly awsLimits?: AwsLimits
}

/**
 * Stores in the data folder, or in DynamoDB and S3 where the settings say so. What changes a job stores with it what the
 * team's subscriptions get.
 *
 * In the data folder, jobs, history and archive are done with a change once it is committed: whoever lets anything leave the
 * process waits for `flushed` of the database before. All other stores flush by themselves.
 */
export const openStores = async (store: LocalConfig['store'], data: DataDir, deps: StoreDeps): Promise<Stores> => {
  const { clock } = deps
  const stores = await unwatched(store, data, deps)
  // The data folder is looked at each time, so that a new subscription holds at once.
  const watch = createTeamWatch(stores.subscriptions, clock, store.is === 'sqlite' ? 0 : WATCH_MS)
  return { ...stores, jobs: watchedJobs({ ...stores, watch, clock, source: LOCAL_SOURCE }) }
}

const unwatched = async (
  store: LocalConfig['store'],
  data: DataDir,
  { clock, log, awsLimits }: StoreDeps,
): Promise<Stores> => {
  if (store.is === 'dynamodb') {
    // The AWS SDK is a third of what a start reads, and most starts do not need it.
    const { openDynamoStores } = await import('./dynamo-stores.ts')
    return openDynamoStores(store, clock, awsLimits)
  }
  const { database } = data
  const later = flushedLater(database)
  const thread = createFileThread()
  const queued = createQueuedArchive(createFolderArchive(data.archive, newId, thread.createFiles), later, { log })
  return {
    jobs: createSqliteJobStore(later),
    lists: createSqliteJobLists(database),
    history: createSqliteHistory(later),
    checks: createSqliteCheckStore(database),
    runs: createSqliteRunStore(database, clock),
    teamStore: createSqliteTeamStore(database),
    belongings: createSqliteBelongingStore(database),
    dailyUse: createSqliteDailyUse(later),
    archive: createArchiveSums(queued, later),
    stopArchive: async () => {
      try {
        await queued.stop()
      } finally {
        await thread.close()
      }
    },
    subscriptions: createSqliteSubscriptionStore(database),
    deliveries: createSqliteDeliveryStore(database, clock),
    outbox: createSqliteJobOutbox(database),
  }
}

/** The depot is this machine's own, wherever Waybill stores its jobs. It is done with a change once that is committed, too. */
export const openDepotJobs = ({ database }: DataDir, clock: Clock): DepotJobs =>
  createSqliteDepotJobs(flushedLater(database), clock)

import type { History } from '../audit/ports.ts'
import type { CheckStore, RunStore } from '../checks/ports.ts'
import type { UnfollowedJobs } from '../jobs/follow/take-in.ts'
import type { Turns } from '../jobs/follow/turns.ts'
import type { JobLists, JobStore } from '../jobs/job-store.ts'
import type { Archive, ArchiveRemoval } from '../jobs/ports.ts'
import type { DeliveryStore, JobOutbox, SubscriptionStore } from '../subscriptions/ports.ts'
import type { BelongingStore, DailyUse } from '../teams/belongings.ts'
import type { TeamStore } from '../teams/ports.ts'

/** Where everything is stored that Waybill must not lose. */
export interface Stores {
  readonly jobs: JobStore
  readonly lists: JobLists
  readonly history: History
  readonly checks: CheckStore
  readonly runs: RunStore
  readonly archive: Archive & ArchiveRemoval
  /** Brings what the archive has into its folder, before the database closes. Default: it is there */
  readonly stopArchive?: () => Promise<void>
  readonly teamStore: TeamStore
  readonly belongings: BelongingStore
  readonly dailyUse: DailyUse
  readonly subscriptions: SubscriptionStore
  readonly deliveries: DeliveryStore
  readonly outbox: JobOutbox
  /** Default: every job is in the lists of what is to be looked at */
  readonly unfollowed?: UnfollowedJobs
  /** Jobs that another Waybill with the same table looks at in turn. Default: there are none */
  readonly turns?: Turns
}

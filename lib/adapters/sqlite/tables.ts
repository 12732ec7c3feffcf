import { archiveQueueTable } from './archive-queue.ts'
import { archiveSumTable } from './archive-sums.ts'
import { checkTable, digestTable, runTable } from './check-tables.ts'
import { depotJobTable, quotaTable, requestTable } from './depot-tables.ts'
import { factTable } from './facts.ts'
import { historyTable } from './history.ts'
import { eventTable, jobTable, manifestTable, recordTable } from './job-tables.ts'
import { deliveryTable, subscriptionTable } from './subscription-tables.ts'
import { belongingTable, teamDayTable, teamTable } from './team-tables.ts'

/** Every table of items, by its name in SQL. */
export const TABLES = {
  facts: factTable,
  records: recordTable,
  jobs: jobTable,
  manifests: manifestTable,
  events: eventTable,
  history: historyTable,
  checks: checkTable,
  digests: digestTable,
  runs: runTable,
  teams: teamTable,
  teamBelongings: belongingTable,
  teamDays: teamDayTable,
  depotJobs: depotJobTable,
  depotQuotas: quotaTable,
  depotRequests: requestTable,
  archiveSums: archiveSumTable,
  archiveQueue: archiveQueueTable,
  subscriptions: subscriptionTable,
  deliveries: deliveryTable,
} as const

import { describe } from '@jest/globals'
import { createSqliteBelongingStore, createSqliteDailyUse } from '../../../lib/adapters/sqlite/belonging-store.ts'
import { createSqliteCheckStore } from '../../../lib/adapters/sqlite/check-store.ts'
import { createSqliteDeliveryStore } from '../../../lib/adapters/sqlite/delivery-store.ts'
import { createSqliteDepotJobs } from '../../../lib/adapters/sqlite/depot-jobs.ts'
import { createSqliteHistory } from '../../../lib/adapters/sqlite/history.ts'
import { createSqliteJobLists } from '../../../lib/adapters/sqlite/job-lists.ts'
import { createSqliteJobOutbox } from '../../../lib/adapters/sqlite/job-outbox.ts'
import { createSqliteJobStore } from '../../../lib/adapters/sqlite/job-store.ts'
import { createSqliteRunStore } from '../../../lib/adapters/sqlite/run-store.ts'
import { createSqliteSubscriptionStore } from '../../../lib/adapters/sqlite/subscription-store.ts'
import { createSqliteTeamStore } from '../../../lib/adapters/sqlite/team-store.ts'
import { itCountsDailyUse, itIsABelongingStore } from '../../contract/belonging-store.ts'
import { itIsACheckStore } from '../../contract/check-store.ts'
import { itIsADeliveryStore } from '../../contract/delivery-store.ts'
import { itKeepsDepotJobs } from '../../contract/depot-jobs.ts'
import { itRecordsHistory } from '../../contract/history.ts'
import { itListsJobs } from '../../contract/job-lists.ts'
import { itIsAJobOutbox } from '../../contract/job-outbox.ts'
import { itIsAJobStore } from '../../contract/job-store.ts'
import { itIsARunStore } from '../../contract/run-store.ts'
import { itIsASubscriptionStore } from '../../contract/subscription-store.ts'
import { itIsATeamStore } from '../../contract/team-store.ts'
import { sqliteFolders } from '../../support/sqlite.ts'

const { open } = sqliteFolders()

describe('the job store in SQLite', () => {
  itIsAJobStore(async () => createSqliteJobStore(open()))
})

describe('the lists of jobs in SQLite', () => {
  itListsJobs(async () => {
    const database = open()
    return { ...createSqliteJobStore(database), ...createSqliteJobLists(database) }
  })
})

describe('history in SQLite', () => {
  itRecordsHistory(async () => {
    const database = open()
    return { history: createSqliteHistory(database), jobs: createSqliteJobStore(database), pass: () => undefined }
  })
})

describe('the checks in SQLite', () => {
  itIsACheckStore(async () => createSqliteCheckStore(open()))
})

describe('the runs of checks in SQLite', () => {
  itIsARunStore(async () => {
    const database = open()
    return now => createSqliteRunStore(database, () => new Date(now))
  })
})

describe("the depot's jobs in SQLite", () => {
  itKeepsDepotJobs(async () => {
    let now = new Date('2026-11-21T10:00:00.000Z')
    return {
      jobs: createSqliteDepotJobs(open(), () => now),
      setClock: time => {
        now = time
      },
    }
  })
})

describe('the subscriptions in SQLite', () => {
  itIsASubscriptionStore(async () => createSqliteSubscriptionStore(open()))
})

describe('the deliveries in SQLite', () => {
  itIsADeliveryStore(async () => {
    const database = open()
    return clock => createSqliteDeliveryStore(database, clock)
  })
})

describe('the outbox of jobs in SQLite', () => {
  itIsAJobOutbox(async () => {
    const database = open()
    return { jobs: createSqliteJobStore(database), outbox: createSqliteJobOutbox(database) }
  })
})

describe('teams in SQLite', () => {
  itIsATeamStore(async () => ({ store: createSqliteTeamStore(open()), pass: () => undefined }))
})

describe("teams' templates and addresses in SQLite", () => {
  itIsABelongingStore(async () => createSqliteBelongingStore(open()))
})

describe('the use of a day in SQLite', () => {
  itCountsDailyUse(async () => createSqliteDailyUse(open()))
})

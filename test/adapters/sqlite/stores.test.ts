import { describe } from '@jest/globals'
import { createSqliteCheckStore } from '../../../lib/adapters/sqlite/check-store.ts'
import { createSqliteDepotJobs } from '../../../lib/adapters/sqlite/depot-jobs.ts'
import { createSqliteJobLists } from '../../../lib/adapters/sqlite/job-lists.ts'
import { createSqliteJobStore } from '../../../lib/adapters/sqlite/job-store.ts'
import { createSqliteRunStore } from '../../../lib/adapters/sqlite/run-store.ts'
import { itIsACheckStore } from '../../contract/check-store.ts'
import { itKeepsDepotJobs } from '../../contract/depot-jobs.ts'
import { itListsJobs } from '../../contract/job-lists.ts'
import { itIsAJobStore } from '../../contract/job-store.ts'
import { itIsARunStore } from '../../contract/run-store.ts'
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

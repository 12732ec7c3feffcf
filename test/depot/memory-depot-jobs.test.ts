import { describe } from '@jest/globals'
import { itKeepsDepotJobs } from '../contract/depot-jobs.ts'
import { createMemoryDepotJobs } from './memory-depot-jobs.ts'

describe("the depot's jobs in memory", () => {
  itKeepsDepotJobs(async () => {
    let now = new Date('2026-11-21T10:00:00.000Z')
    return {
      jobs: createMemoryDepotJobs(() => now),
      setClock: time => {
        now = time
      },
    }
  })
})

import * as z from 'zod/mini'
import { hereSince } from '../../depot/job-position.ts'
import type { DepotJob } from '../../depot/ports.ts'
import { depotJobForm } from '../items/depot-items.ts'
import { itemForm } from '../items/item-form.ts'
import type { Database } from './database.ts'
import { column, createItemTable } from './item-table.ts'

export const depotJobTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<DepotJob>(database, {
    table: 'depotJobs',
    columns: ['jobId', 'owner', 'at'],
    keyLength: 1,
    nameOf: ([jobId]) => `job ${jobId} of the depot`,
    form: depotJobForm,
    columnsOf: ({ jobId, owner, createdAt }) => ({ jobId, owner, at: createdAt }),
  })

/** What leads to the jobs whose device is at the depot. Only within `Database.write`. */
export const hereRows = (database: Pick<Database, 'prepare'>) => {
  const add = database.prepare('INSERT OR REPLACE INTO depotDevices VALUES (?, ?)')
  const remove = database.prepare('DELETE FROM depotDevices WHERE jobId = ?')
  return {
    put: (job: DepotJob): void => {
      const since = hereSince(job)
      if (since === undefined) remove.run(column(job.jobId))
      else add.run(column(job.jobId), column(since))
    },
  }
}

/** How many jobs an access key has made on a day. */
interface Quota {
  readonly owner: string
  readonly day: string
  readonly used: number
}

export const quotaTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<Quota>(database, {
    table: 'depotQuotas',
    columns: ['owner', 'day'],
    keyLength: 2,
    nameOf: ([owner, day]) => `how many jobs ${owner} made on ${day}`,
    form: itemForm(() => z.object({ owner: z.string(), day: z.string(), used: z.int() })),
    columnsOf: ({ owner, day }) => ({ owner, day }),
  })

/** A signed request that was taken, and until when it is good. */
interface TakenRequest {
  readonly digest: string
  readonly attempt: string
  readonly until: string
}

export const requestTable = (database: Pick<Database, 'prepare'>) =>
  createItemTable<TakenRequest>(database, {
    table: 'depotRequests',
    columns: ['digest', 'until'],
    keyLength: 1,
    nameOf: ([digest]) => `the signed request ${digest}`,
    form: itemForm(() => z.object({ digest: z.string(), attempt: z.string(), until: z.string() })),
    columnsOf: ({ digest, until }) => ({ digest, until }),
  })

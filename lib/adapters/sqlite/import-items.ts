import { checkForm, runForm } from '../items/check-items.ts'
import { depotJobForm } from '../items/depot-items.ts'
import { jobForm } from '../items/job-items.ts'
import { olderEventForm, recordForm } from '../items/submission-items.ts'
import { checkTable, digestTable, runTable } from './check-tables.ts'
import type { Database } from './database.ts'
import { depotJobTable, hereRows, quotaTable } from './depot-tables.ts'
import { eventTable, jobRows, jobTable, pointerRows, recordTable } from './job-tables.ts'

type Item = Readonly<Record<string, unknown>>

/** How the items of Waybill's DynamoDB tables are keyed, in the form that they had when that was the only one. */
const KINDS = {
  record: /^RECORD#.+ RECORD$/s,
  event: /^RECORD#(.+) EVENT#/s,
  job: /^JOBID#.+ JOB$/s,
  check: /^CHECKS#.* CHECK#/s,
  digest: /^CHECKS#(.*) DIGEST$/s,
  run: /^CHECK-RUNS#(.*?)#(.*) RUN#/s,
} as const

const DEPOT_KINDS = {
  job: /^JOB#.+ JOB$/s,
  quota: /^QUOTA#(.+) (\S+)$/s,
} as const

/** What stands in an item for its key and for DynamoDB's indexes only. */
const KEYS = new Set([
  'pk',
  'sk',
  'listed',
  'byTime',
  'ofTeam',
  'ofDevice',
  'ofBucket',
  'byTeamAndTime',
  'underWay',
  'underWayAt',
  'putId',
  'changeId',
  'expiresAt',
])

/**
 * Puts items of Waybill's DynamoDB tables into the database; what is derived from others there is derived here anew. Only
 * within `Database.write`.
 */
export const importer = (database: Database) => {
  const records = recordTable(database)
  const jobs = jobTable(database)
  const pointers = pointerRows(database)
  const rows = jobRows(database)
  const events = eventTable(database)
  const checks = checkTable(database)
  const digests = digestTable(database)
  const runs = runTable(database)
  const depotJobs = depotJobTable(database)
  const here = hereRows(database)
  const quotas = quotaTable(database)
  const counts = { submissions: 0, jobs: 0, events: 0, checks: 0, runs: 0, depotJobs: 0 }

  return {
    counts: () => counts,

    job: (item: Item): void => {
      const key = `${item.pk} ${item.sk}`
      if (KINDS.record.test(key)) {
        const record = recordForm.read(withoutKeys(item), key)
        records.put(record)
        if (record.state === 'refused') pointers.put(record, '')
        counts.submissions += 1
      } else if (KINDS.job.test(key)) {
        const job = jobForm.read(withoutKeys(item), key)
        jobs.put(job)
        rows.put(job)
        counts.jobs += 1
      } else if (KINDS.check.test(key)) {
        checks.put(checkForm.read(withoutKeys(item), key))
        counts.checks += 1
      }
      const [, recordId] = KINDS.event.exec(key) ?? []
      if (recordId !== undefined) {
        events.put({ recordId, event: olderEventForm.read(withoutKeys(item), key) })
        counts.events += 1
      }
      const [, digestTeam] = KINDS.digest.exec(key) ?? []
      if (digestTeam !== undefined) digests.put({ team: decodeURIComponent(digestTeam), day: String(item.day) })
      const [, runTeam, name] = KINDS.run.exec(key) ?? []
      if (runTeam !== undefined && name !== undefined) {
        runs.put({ team: decodeURIComponent(runTeam), name, run: runForm.read(withoutKeys(item), key) })
        counts.runs += 1
      }
    },

    depot: (item: Item): void => {
      const key = `${item.pk} ${item.sk}`
      if (DEPOT_KINDS.job.test(key) && item.void !== true) {
        const job = depotJobForm.read(withoutKeys(item), key)
        depotJobs.put(job)
        here.put(job)
        counts.depotJobs += 1
      }
      const [, owner, day] = DEPOT_KINDS.quota.exec(key) ?? []
      if (owner !== undefined && day !== undefined) quotas.put({ owner, day, used: Number(item.used) })
    },
  }
}

const withoutKeys = (item: Item): Item => Object.fromEntries(Object.entries(item).filter(([name]) => !KEYS.has(name)))

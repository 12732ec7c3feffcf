import { isDeepStrictEqual } from 'node:util'
import type { Job } from '../../jobs/job.ts'
import type { JobStore } from '../../jobs/job-store.ts'
import { submissionEvent } from '../../jobs/submission-event.ts'
import type { SubmissionRecord } from '../../jobs/submission-record.ts'
import type { Database } from './database.ts'
import { historyWriter } from './history.ts'
import { column } from './item-table.ts'
import { jobRows, jobTable, manifestTable, pointerRows, recordTable } from './job-tables.ts'

/**
 * Records and jobs in SQLite. A condition is looked at within the transaction that makes the change, and transactions come
 * one after the other, so no two of them ever see the same state.
 */
export const createSqliteJobStore = (database: Database): JobStore => {
  const records = recordTable(database)
  const jobs = jobTable(database)
  const history = historyWriter(database)
  const pointers = pointerRows(database)
  const manifests = manifestTable(database)
  const manifestsOf = database.prepare('SELECT number FROM manifests WHERE jobId = ?')
  const rows = jobRows(database)
  const due = database.prepare('SELECT dueAt FROM devices WHERE jobId = ?')

  const putJob = (job: Job) => {
    jobs.put(job)
    rows.put(job)
  }

  const replace = (changed: Job): boolean => {
    const there = jobs.get(changed.jobId)
    if (there?.version !== changed.version - 1) return isDeepStrictEqual(there, present(changed))
    putJob(changed)
    return true
  }

  return {
    record: async id => records.get(id),
    job: async jobId => jobs.get(jobId),

    claim: claimed =>
      database.write(() => {
        const there = records.get(claimed.id)
        // The very claim again, as after an answer that was lost, counts as made: owners are drawn anew each time.
        if (there && there.state !== 'refused') return there.lease.owner === claimed.lease.owner
        if (there) pointers.remove(claimed.id, '')
        records.put(claimed)
        return true
      }),

    change: (id, owner, { lease, acceptableUntil, accessKeyId }, at) =>
      database.write(() => {
        const there = records.get(id)
        if (!there) return false
        // The very change again, as after an answer that was lost, counts as made.
        if (!isHeldBy(there, owner)) return lease?.owner === there.lease.owner
        const { acceptableUntil: before, ...rest } = there
        const until = acceptableUntil === undefined ? before : (acceptableUntil ?? undefined)
        records.put({
          ...rest,
          updatedAt: at,
          ...(lease && { lease }),
          ...(accessKeyId && { accessKeyId }),
          ...(until !== undefined && { acceptableUntil: until }),
        })
        return true
      }),

    refuse: (refused, error, at) =>
      database.write(() => {
        const there = records.get(refused.id)
        if (!there || !isHeldBy(there, refused.lease.owner)) return false
        const { acceptableUntil: _until, open: _open, ...rest } = there
        records.put({ ...rest, updatedAt: at, error, state: 'refused' })
        pointers.put(refused, '')
        return true
      }),

    complete: (id, owner, { jobId, archivedAt, open, submittedAt, unrecorded }, at) =>
      database.write(() => {
        const there = records.get(id)
        const isFirst = there?.jobId === undefined
        if (!there || (!isFirst && (there.lease.owner !== owner || submittedAt !== undefined))) return false
        const { acceptableUntil: _until, open: wasOpen, unrecorded: _recorded, ...rest } = there
        const completed: SubmissionRecord = {
          ...rest,
          updatedAt: at,
          state: 'created',
          jobId,
          ...(archivedAt && { archivedAt }),
          ...(unrecorded && { unrecorded }),
          ...(open && wasOpen && { open: wasOpen }),
          ...(submittedAt && { submittedAt: history.notBefore(submittedAt) }),
        }
        records.put(completed)
        const submitted = submissionEvent(completed)
        if (submitted) history.putFirst(submitted)
        return true
      }),

    advance: (id, latest) =>
      database.write(() => {
        const there = records.get(id)
        if (there?.state !== 'created' || (there.latest?.generation ?? 1) !== latest.generation - 1) return false
        records.put({ ...there, latest })
        return true
      }),

    save: saved =>
      database.write(() => {
        const there = jobs.get(saved.jobId)
        if (!there) {
          jobs.put(saved)
          rows.add(saved)
        } else if (there.id !== saved.id) {
          throw new Error(`Job ${saved.jobId} is stored for record ${there.id}, not for ${saved.id}`)
        }
      }),

    replace: changed => database.write(() => replace(changed)),

    purge: purged =>
      database.write(() => {
        if (!replace(purged)) return false
        for (const { number } of manifestsOf.all(column(purged.jobId))) {
          const stored = manifests.get(purged.jobId, String(number))
          if (stored) manifests.put({ ...stored, version: { ...stored.version, manifest: '' } })
        }
        return true
      }),

    // `save` and `replace` have done that already, in the same transaction as the job.
    pointFromLists: async () => undefined,
    pointFromStage: async () => undefined,

    postpone: (jobId, from, follow) =>
      database.write(() => {
        if (due.get(column(jobId))?.dueAt !== (from ?? '')) return false
        const there = jobs.get(jobId)
        if (from === undefined && !there?.follow?.inTurn) return false
        if (there) putJob({ ...there, follow })
        return there !== undefined
      }),

    saveManifest: (jobId, version) => database.write(() => manifests.put({ jobId, version })),
    manifest: async (jobId, number) => manifests.get(jobId, String(number))?.version,
  }
}

/** Only while the lease's owner is at work on the submission. */
const isHeldBy = ({ state, lease }: SubmissionRecord, owner: string) => state === 'submitting' && lease.owner === owner

/** As it reads back: what is `undefined` is not written. */
const present = (value: Job): unknown => JSON.parse(JSON.stringify(value))

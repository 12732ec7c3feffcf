import { isDeepStrictEqual } from 'node:util'
import { chain } from '../../lib/audit/chain.ts'
import type { AuditEvent } from '../../lib/audit/event.ts'
import type { History } from '../../lib/audit/ports.ts'
import type { Job } from '../../lib/jobs/job.ts'
import type { JobStore } from '../../lib/jobs/job-store.ts'
import type { ManifestVersion } from '../../lib/jobs/manifest-version.ts'
import { dueAt } from '../../lib/jobs/pace.ts'
import type { SubmissionRecord } from '../../lib/jobs/submission-record.ts'

/** `undefined` removes. */
type Update = { readonly [K in keyof SubmissionRecord]?: SubmissionRecord[K] | undefined }

const ENDED: Update = { acceptableUntil: undefined, open: undefined }

/** As a store gives it back: a value of its own, without what is `undefined`. */
const present = <T>(value: object): T => JSON.parse(JSON.stringify(value))

/** Records and jobs in memory, for worlds that are built thousands of times; each write's condition holds or it does nothing. */
export const createMemoryJobStore = () => {
  const records = new Map<string, SubmissionRecord>()
  const jobs = new Map<string, Job>()
  const manifests = new Map<string, ManifestVersion>()
  const events: AuditEvent[] = []

  const update = (id: string, holds: (record: SubmissionRecord) => boolean, next: Update): boolean => {
    const record = records.get(id)
    if (!record || !holds(record)) return false
    records.set(id, present<SubmissionRecord>({ ...record, ...next }))
    return true
  }
  const heldBy = (owner: string) => (record: SubmissionRecord) =>
    record.lease.owner === owner && record.state === 'submitting'

  const store: JobStore = {
    record: async id => records.get(id),
    job: async jobId => jobs.get(jobId),
    claim: async record => {
      const there = records.get(record.id)
      if (there && there.state !== 'refused') return there.lease.owner === record.lease.owner
      records.set(record.id, present(record))
      return true
    },
    change: async (id, owner, { lease, acceptableUntil, accessKeyId }, at) => {
      const next = {
        updatedAt: at,
        ...(lease && { lease }),
        ...(accessKeyId !== undefined && { accessKeyId }),
        ...(acceptableUntil !== undefined && { acceptableUntil: acceptableUntil ?? undefined }),
      }
      if (update(id, heldBy(owner), next)) return true
      return lease !== undefined && lease.owner !== owner && records.get(id)?.lease.owner === lease.owner
    },
    refuse: async ({ id, lease }, error, at) =>
      update(id, heldBy(lease.owner), { state: 'refused', error, updatedAt: at, ...ENDED }),
    complete: async (id, owner, { jobId, archivedAt, open, submittedAt, unrecorded }, at) => {
      const isFirst = (record: SubmissionRecord) => record.jobId === undefined
      const mayComplete = (record: SubmissionRecord) =>
        isFirst(record) || (record.lease.owner === owner && submittedAt === undefined)
      return update(id, mayComplete, {
        state: 'created',
        jobId,
        updatedAt: at,
        unrecorded,
        ...(archivedAt !== undefined && { archivedAt }),
        ...(submittedAt !== undefined && { submittedAt }),
        ...(open ? { acceptableUntil: undefined } : ENDED),
      })
    },
    advance: async (id, latest) =>
      update(id, record => record.state === 'created' && (record.latest?.generation ?? 1) === latest.generation - 1, {
        latest,
      }),
    pointFromLists: async () => undefined,
    pointFromStage: async () => undefined,
    postpone: async (jobId, from, follow) => {
      const there = jobs.get(jobId)
      if (!there || dueAt(there) !== from || (from === undefined && !there.follow?.inTurn)) return false
      jobs.set(jobId, present({ ...there, follow }))
      return true
    },
    save: async job => {
      const there = jobs.get(job.jobId)
      if (!there) jobs.set(job.jobId, present(job))
      else if (there.id !== job.id)
        throw new Error(`Job ${job.jobId} is stored for record ${there.id}, not for ${job.id}`)
    },
    purge: async job => {
      if (!(await store.replace(job))) return false
      for (const [key, version] of manifests) {
        if (key.startsWith(`${job.jobId}/`)) manifests.set(key, { ...version, manifest: '' })
      }
      return true
    },
    replace: async job => {
      const there = jobs.get(job.jobId)
      if (there?.version !== job.version - 1) return there !== undefined && isDeepStrictEqual(there, present(job))
      jobs.set(job.jobId, present(job))
      return true
    },
    saveManifest: async (jobId, version) => void manifests.set(`${jobId}/${version.number}`, present(version)),
    manifest: async (jobId, number) => manifests.get(`${jobId}/${number}`),
  }
  const append: History['append'] = async (stream, happening, mark) => {
    const event = chain(
      stream,
      events.findLast(other => other.stream === stream),
      happening,
      mark,
    )
    events.push(event)
    return event
  }
  const history: Pick<History, 'append' | 'appendOnce'> = {
    append,
    appendOnce: async (stream, happening, { since: _since, ...mark }) =>
      events.find(event => event.stream === stream && event.id === mark.id) ?? append(stream, happening, mark),
  }
  return { store, history, records, jobs, events, manifests }
}

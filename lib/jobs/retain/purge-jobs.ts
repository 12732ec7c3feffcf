import type { Clock, Log } from '../../system.ts'
import { artifactsPrefix } from '../artifact-file.ts'
import { type RecordingDeps, recordChanges } from '../change-events.ts'
import { sha256Hex } from '../idempotency.ts'
import type { Job, UnrecordedEvent } from '../job.ts'
import type { JobLists, JobStore } from '../job-store.ts'
import { isUnderWay, withNextLook } from '../pace.ts'
import type { ArchiveRemoval, HeldObjects } from '../ports.ts'

export interface PurgeDeps {
  readonly jobs: JobStore
  readonly lists: Pick<JobLists, 'list'>
  readonly history: RecordingDeps['history']
  readonly archive: ArchiveRemoval
  readonly clock: Clock
  readonly log: Log
}

/** How many of the old jobs had which outcome. */
export interface Purge {
  readonly purged: number
  /** Not over yet: the device is away, or may still come. */
  readonly left: number
  /** The purge failed, which is logged. The next run tries again. */
  readonly failed: number
  /** PDFs that stay in the archive until their lock ends. */
  readonly held: number
}

/** The outcome for one job. */
type Outcome = Exclude<keyof Purge, 'held'>

const DAY_MS = 24 * 60 * 60_000
const PAGE = 1000
/** How many jobs are purged at a time. */
const AT_ONCE = 10
const PURGER = { principal: 'retention' }

/**
 * Remove postal addresses and free text from jobs that are over and older than the retention time. For each job:
 *
 * 1. Remove its PDFs from the archive. Locked ones stay until their lock ends, and the event counts them.
 * 2. Empty the texts of all its manifests, and store the job without its manifest, warnings, shipping address, description
 *    and custody. The same write stores an event with the hashes of what was removed.
 * 3. Record that event.
 *
 * IDs, team, kind, device, buckets, tags, shipment, times, states, hashes and the SIGNATURE stay. So reports do not change, a
 * manifest that is sent again is recognised, and a SIGNATURE can still be compared. The next run finishes what a broken-off
 * run has left; otherwise it finds nothing to do.
 *
 * @param until when to stop; what is left then is for the next run
 */
export const purgeJobs = async (deps: PurgeDeps, retentionDays: number, until?: Date): Promise<Purge> => {
  const { clock } = deps
  const to = new Date(clock().getTime() - retentionDays * DAY_MS).toISOString()
  const counts = { purged: 0, left: 0, failed: 0, held: 0 }
  let after: string | undefined
  do {
    const page = await deps.lists.list({ to }, { limit: PAGE, ...(after !== undefined && { after }) })
    const old = page.entries.flatMap(listed => ('job' in listed ? listed.job : []))
    const toPurge = old.filter(({ purgedAt }) => purgedAt === undefined)
    for (let first = 0; first < toPurge.length; first += AT_ONCE) {
      if (until !== undefined && clock() >= until) return counts
      const some = toPurge.slice(first, first + AT_ONCE)
      for (const { outcome, held } of await Promise.all(some.map(({ jobId }) => purgeOne(deps, jobId)))) {
        counts[outcome] += 1
        counts.held += held
      }
    }
    after = page.after
  } while (after !== undefined)
  return counts
}

const purgeOne = async (
  deps: PurgeDeps,
  jobId: string,
): Promise<{ readonly outcome: Outcome; readonly held: number }> => {
  try {
    const job = await deps.jobs.job(jobId)
    if (!job || job.purgedAt !== undefined || !isOver(job, deps.clock())) return { outcome: 'left', held: 0 }
    const held = await deps.archive.removeUnder(artifactsPrefix(job))
    const purged = withoutAddresses(job, deps.clock(), held)
    if (!(await deps.jobs.purge(purged))) return { outcome: 'left', held: 0 }
    await recordChanges(deps, purged)
    if (held) deps.log.info('a lock holds PDFs of a purged job', { jobId, ...held })
    return { outcome: 'purged', held: held?.count ?? 0 }
  } catch (error) {
    deps.log.error('job not purged; the next run tries again', { jobId, error })
    return { outcome: 'failed', held: 0 }
  }
}

/** Whether nothing more will happen to the job, here or at the service, and no request is changing it. */
const isOver = (job: Job, now: Date): boolean => {
  // A request may still change the job, or has broken off with an unknown outcome.
  if (job.change && (job.change.request || job.change.until > now.toISOString())) return false
  if ((job.notices ?? []).length > 0) return false
  return !isUnderWay(job)
}

const withoutAddresses = (job: Job, now: Date, held: HeldObjects | undefined): Job => {
  const { description: _d, custody: _c, shippingAddress, unrecorded = [], ...rest } = job
  const at = now.toISOString()
  const version = job.version + 1
  const hashes = {
    manifest: job.manifestSha256,
    redactedManifest: sha256Hex(job.manifest),
    ...(shippingAddress !== undefined && { shippingAddress: sha256Hex(shippingAddress) }),
  }
  const event: UnrecordedEvent = {
    id: `${job.jobId}-${version}-purge`,
    at,
    ...PURGER,
    action: 'purge',
    outcome: 'done',
    detail: [
      ...Object.entries(hashes).map(([what, sha256]) => `${what} sha256 ${sha256}`),
      ...(held ? [`PDFs that a lock holds until ${held.until}: ${held.count}`] : []),
    ].join('; '),
  }
  const purged: Job = {
    ...rest,
    manifest: '',
    warnings: [],
    artifacts: [],
    purgedAt: at,
    unrecorded: [...unrecorded, event],
    version,
    updatedAt: at,
  }
  // If this run breaks off before it records the event, `followJobs` records it.
  return withNextLook(purged, now)
}

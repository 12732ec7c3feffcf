import { marksIn, unmarkGenerator } from '../../manifest/fields/generator.ts'
import { readManifest } from '../../manifest/read.ts'
import type { TeamKey } from '../../teams/keys.ts'
import { askService } from '../ask-service.ts'
import { JobError } from '../errors.ts'
import { fingerprint, keyOfFingerprint, recordId } from '../idempotency.ts'
import type { ServiceJobSummary, ServiceStatus } from '../service.ts'
import { subjectOf } from '../subject.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import { adoptEvent, manifestWarning, storeAnswer } from './store-answer.ts'
import type { SubmissionDeps } from './submission-deps.ts'

/** The outcome for each job that the service had and the store did not. */
export interface Recovery {
  readonly adopted: readonly string[]
  /** Jobs that were made without Waybill: their manifests carry no mark. */
  readonly unmarked: readonly string[]
  /** Jobs that were not adopted, and why. */
  readonly left: readonly { readonly jobId: string; readonly because: string }[]
}

/** A job that the service lists, and the keys that it lists it for. */
interface Seen extends ServiceJobSummary {
  readonly keys: readonly TeamKey[]
}

const PAGE = 100
const RECOVERY = { principal: 'recover' }
/** How many generations of a manifest are tried: more than the jobs that the service makes for a key in a day. */
const MOST_GENERATIONS = 50

/**
 * Adopt from the service every job that the store has lost. Its manifest carries our mark in its `generator`. The mark is the
 * record's id, so the same request sent again finds its job.
 *
 * 1. List the jobs of each key, and skip those that are stored.
 * 2. Ask for the manifest of each of the others. Without a mark, the job was made without Waybill.
 * 3. Find its team. The mark proves it for a request without an idempotency key. Otherwise it is the team of the key that the
 *    manifest names, or the only team that sees the job. If this leaves a doubt, or the record belongs to another team, the
 *    job is not adopted.
 * 4. Store the job as if the answer had just come.
 *
 * Only reads from the service. A second run finds nothing to do.
 *
 * Refuses: the SERVICE_ codes if a list cannot be read.
 */
export const recoverJobs = async (deps: SubmissionDeps, keys: readonly TeamKey[]): Promise<Recovery> => {
  const adopted: string[] = []
  const unmarked: string[] = []
  const left: { jobId: string; because: string }[] = []
  for (const seen of await listAll(deps, keys)) {
    const { jobId } = seen
    if (await deps.jobs.job(jobId)) continue
    try {
      const because = await adopt(deps, seen)
      if (because === 'adopted') adopted.push(jobId)
      else if (because === 'unmarked') unmarked.push(jobId)
      else left.push({ jobId, because })
    } catch (error) {
      if (!(error instanceof JobError)) throw error
      left.push({ jobId, because: `${error.code}: ${error.message}` })
    }
  }
  return { adopted, unmarked, left }
}

const listAll = async (deps: SubmissionDeps, keys: readonly TeamKey[]): Promise<Iterable<Seen>> => {
  const all = new Map<string, Seen>()
  for (const key of keys) {
    for (let marker: string | undefined, more = true; more; ) {
      const page = { maxJobs: PAGE, ...(marker !== undefined && { marker }) }
      const { jobs, truncated } = await askService(deps, key, (service, call) => service.listJobs(page, call))
      for (const job of jobs) all.set(job.jobId, { ...job, keys: [...(all.get(job.jobId)?.keys ?? []), key] })
      marker = jobs.at(-1)?.jobId
      more = truncated && marker !== undefined
    }
  }
  return all.values()
}

/** @returns `adopted`, `unmarked`, or why the job is not adopted */
const adopt = async (deps: SubmissionDeps, seen: Seen): Promise<string> => {
  const [first] = seen.keys
  if (!first) return 'no key sees it'
  const status = await askService(deps, first, (service, call) => service.getStatus(seen.jobId, call))
  const [mark, ...others] = marksIn(status.currentManifest ?? '')
  if (mark === undefined) return 'unmarked'
  if (others.length > 0) return 'its manifest carries several marks'
  const text = unmarkGenerator(status.currentManifest ?? '', mark)
  const { manifest, diagnostics } = readManifest(text, { jobType: status.jobType, era: deps.era })
  if (!manifest) return 'its manifest does not pass the rules of today'

  const existing = await deps.jobs.record(mark)
  const candidates = existing ? seen.keys.filter(({ team }) => team === existing.team) : seen.keys
  const proven = candidates.find(({ team }) => generationOf(mark, fingerprint(team, manifest.jobType, manifest), team))
  const key =
    proven ?? candidates.find(({ accessKeyId }) => accessKeyId === manifest.accessKeyId) ?? onlyTeam(candidates)
  if (!key) return existing ? 'its record is of another team' : 'it is not certain of which team it is'

  const hash = fingerprint(key.team, manifest.jobType, manifest)
  const record = await recordFor(deps, existing, {
    ...subjectOf(key.team, manifest),
    ...requestOf(deps, seen),
    id: mark,
    accessKeyId: key.accessKeyId,
    fingerprint: hash,
    idempotencyKey: generationOf(mark, hash, key.team) ?? ` recovered:${mark}`,
  })
  if (!record) return 'a request is at work on it; reconciliation does the rest'
  const { cancelled, createdAt } = seen
  await storeAnswer(
    deps,
    { record, text, warnings: diagnostics.map(manifestWarning) },
    status satisfies ServiceStatus,
    [adoptEvent(RECOVERY, seen)],
    {
      cancelled,
      createdAt,
    },
  )
  return 'adopted'
}

/** The idempotency key that Waybill made, if the mark belongs to a request without one. */
const generationOf = (mark: string, hash: string, team: string): string | undefined =>
  Array.from({ length: MOST_GENERATIONS }, (_, index) => keyOfFingerprint(hash, index + 1)).find(
    key => recordId(team, key) === mark,
  )

const onlyTeam = (keys: readonly TeamKey[]): TeamKey | undefined =>
  new Set(keys.map(({ team }) => team)).size === 1 ? keys[0] : undefined

const requestOf = ({ clock, newId, timing }: SubmissionDeps, { createdAt }: Seen) => {
  const now = clock()
  return {
    state: 'submitting' as const,
    asker: RECOVERY,
    lease: { owner: newId(), until: new Date(now.getTime() + timing.leaseMs).toISOString() },
    open: 'yes' as const,
    createdAt,
    updatedAt: now.toISOString(),
  }
}

/** The record for the job: a new one, or the one that lost its job. `undefined`: a request works on it now. */
const recordFor = async (
  { jobs }: SubmissionDeps,
  existing: SubmissionRecord | undefined,
  fresh: SubmissionRecord,
): Promise<SubmissionRecord | undefined> => {
  if (existing?.state === 'created') return existing
  return (await jobs.claim(fresh)) ? fresh : undefined
}

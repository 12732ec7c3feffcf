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

/** What became of each job that the service has and the store had not. */
export interface Recovery {
  readonly adopted: readonly string[]
  /** Made past Waybill: their manifests carry no mark. */
  readonly unmarked: readonly string[]
  /** Left alone, and why. */
  readonly left: readonly { readonly jobId: string; readonly because: string }[]
}

/** A job that the service lists, and whose keys it is shown to. */
interface Seen extends ServiceJobSummary {
  readonly keys: readonly TeamKey[]
}

const PAGE = 100
const RECOVERY = { principal: 'recover' }
/** More generations of one manifest than the service makes jobs for a key in a day. */
const MOST_GENERATIONS = 50

/**
 * Adopt from the service every job that carries a mark of ours in its manifest's `generator` and that the store does not
 * know, however it came to lose it. The mark is the record's id, so the same request sent again finds its job.
 *
 * 1. List the jobs of each key, and pass over those that are stored.
 * 2. Ask for the manifest of each of the others. Without a mark it was made past Waybill.
 * 3. Whose it is, the mark itself proves for a request without a key; else the key that the manifest names, or the one
 *    team that sees it. Where that leaves a doubt, or the record is of another team, the job is left alone.
 * 4. Store the job as if its answer had just come.
 *
 * Never sends what the service would act on. A second run finds nothing to do.
 *
 * Refuses: the SERVICE_ codes, where a list cannot be had.
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

/** @returns `adopted`, `unmarked`, or why the job is left alone */
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

/** The key that a request without one had, if the mark is of such a request. */
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

/** The record that the job is stored with: a new one, or the one that lost its job. `undefined`: a request is at work on it. */
const recordFor = async (
  { jobs }: SubmissionDeps,
  existing: SubmissionRecord | undefined,
  fresh: SubmissionRecord,
): Promise<SubmissionRecord | undefined> => {
  if (existing?.state === 'created') return existing
  return (await jobs.claim(fresh)) ? fresh : undefined
}

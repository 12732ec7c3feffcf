import { JobError } from '../errors.ts'
import type { Job } from '../job.ts'
import type { JobLists, JobStore } from '../job-store.ts'
import type { ManifestSummary, ManifestVersion } from '../manifest-version.ts'
import { pageTokenInvalid, readPlace, writePlace } from '../place.ts'
import { manifestInForce } from '../store-manifest.ts'
import { type AttemptDeps, attemptOnJob } from './attempt-on-job.ts'
import { type GetJob, getJob } from './get-job.ts'
import { listName, type Paging, readPage, type TokenPage } from './page-tokens.ts'

export interface ListManifests extends GetJob, Paging {}

/**
 * The manifests that a job has had, the one in force first.
 *
 * Refuses: JOB_NOT_FOUND, PAGE_TOKEN_INVALID.
 */
export const listManifests = async (
  { jobs, lists }: { readonly jobs: JobStore; readonly lists: JobLists },
  { pageSize, pageToken, ...input }: ListManifests,
): Promise<TokenPage<ManifestSummary>> => {
  const { job } = await getJob({ jobs }, input)
  const paging = { pageSize, ...(pageToken !== undefined && { pageToken }) }
  return readPage(paging, listName(input.caller, 'manifests', job.jobId), async ({ limit, after }) => {
    const { manifest: _, ...inForce } = await manifestInForce(jobs, job)
    const below = after === undefined ? inForce.number : numberOf(after)
    const first = after === undefined ? [inForce] : []
    // The manifest in force is stored shortly before a change, so it may be among the stored ones, where it is skipped.
    const former = await lists.manifests(job.jobId, Math.min(below, inForce.number), limit - first.length)
    const entries = [...first, ...former]
    const last = entries.at(-1)
    return { entries, ...(last && last.number > 1 && { after: writePlace(String(last.number)) }) }
  })
}

const numberOf = (place: string): number => {
  const number = Number(readPlace(place, 1)[0])
  if (Number.isSafeInteger(number) && number > 0) return number
  throw pageTokenInvalid()
}

export interface GetManifest extends GetJob {
  /** A number, as the caller wrote it. */
  readonly number: string
}

/**
 * A job's manifest in force, with its secrets replaced.
 *
 * Refuses: JOB_NOT_FOUND, MANIFEST_PURGED.
 */
export const getManifestInForce = async (deps: AttemptDeps, input: GetJob): Promise<string> =>
  (
    await attemptOnJob(deps, input, 'read-manifest', async ({ job }) => {
      requireUnpurged(job)
      return job
    })
  ).manifest

/**
 * One of the manifests that a job has had, with its secrets replaced.
 *
 * Refuses: JOB_NOT_FOUND, MANIFEST_NOT_FOUND, MANIFEST_PURGED.
 */
export const getManifest = (deps: AttemptDeps, { number, ...input }: GetManifest): Promise<ManifestVersion> =>
  attemptOnJob(
    deps,
    input,
    'read-manifest',
    ({ job }) => {
      requireUnpurged(job)
      return findManifest(deps.jobs, job, number)
    },
    found => ({ detail: `manifest ${found.number}` }),
  )

/** Refuses: MANIFEST_PURGED. */
export const requireUnpurged = ({ jobId, purgedAt }: Job): void => {
  if (purgedAt === undefined) return
  throw new JobError(
    'MANIFEST_PURGED',
    `The manifests of job ${jobId} were removed on ${purgedAt}, since the job is over and old. The history of the job has their hashes.`,
  )
}

const findManifest = async (jobs: JobStore, job: Job, number: string): Promise<ManifestVersion> => {
  const inForce = await manifestInForce(jobs, job)
  const wanted = /^[1-9]\d{0,8}$/.test(number) ? Number(number) : undefined
  if (wanted === inForce.number) return inForce
  const former = wanted !== undefined && wanted < inForce.number ? await jobs.manifest(job.jobId, wanted) : undefined
  if (former) return former
  throw new JobError(
    'MANIFEST_NOT_FOUND',
    `Job ${job.jobId} has no manifest ${JSON.stringify(number.slice(0, 16))}; its manifests are numbered 1 to ${inForce.number}.`,
  )
}

import { artifactArchiveName, artifactName, findArtifact } from '../artifact-file.ts'
import { DownloadFailure } from '../download-failure.ts'
import { JobError } from '../errors.ts'
import type { Artifact, Job, StoredJob } from '../job.ts'
import type { Downloads } from '../ports.ts'
import type { SubmissionDeps } from '../submit/submission-deps.ts'
import { attemptOnJob } from './attempt-on-job.ts'
import type { GetJob } from './get-job.ts'

export type ArtifactDeps = SubmissionDeps & { readonly downloads: Downloads }

export interface GetArtifact extends GetJob {
  readonly name: string
}

/**
 * One of a job's PDFs, from the archive. The first time it is fetched from the service and archived.
 *
 * Refuses: JOB_NOT_FOUND, NO_ARTIFACT, ARTIFACT_UNAVAILABLE.
 */
export const getArtifact = async (deps: ArtifactDeps, input: GetArtifact): Promise<Uint8Array> => {
  const name = input.name.slice(0, LONGEST_NAME)
  const fetch = async ({ job }: StoredJob) => {
    const artifact = findArtifact(job.artifacts, input.name)
    if (artifact) return archivedArtifact(deps, job, artifact, input.name)
    throw new JobError('NO_ARTIFACT', `Job ${job.jobId} has no artifact ${JSON.stringify(name)}.`)
  }
  return attemptOnJob(deps, input, 'fetch-artifact', fetch, () => ({ detail: name }))
}

const LONGEST_NAME = 100

/**
 * Archives a job's PDFs that are not archived yet.
 *
 * @returns whether all of them are archived now
 */
export const archiveArtifacts = async (
  deps: Pick<ArtifactDeps, 'archive' | 'downloads' | 'log'>,
  job: Job,
): Promise<boolean> => {
  const archived = await Promise.all(
    job.artifacts.map(async (artifact, index) => {
      const name = artifactName(artifact, index)
      try {
        await archivedArtifact(deps, job, artifact, name)
        return (await deps.archive.get(artifactArchiveName(job, artifact, name))) !== undefined
      } catch (error) {
        deps.log.error('artifact not fetched; the record stays open', { jobId: job.jobId, name, error })
        return false
      }
    }),
  )
  return archived.every(Boolean)
}

const archivedArtifact = async (
  { archive, downloads, log }: Pick<ArtifactDeps, 'archive' | 'downloads' | 'log'>,
  job: Job,
  artifact: Artifact,
  name: string,
): Promise<Uint8Array> => {
  const { jobId } = job
  const place = artifactArchiveName(job, artifact, name)
  const archived = await archive.get(place)
  if (archived) return archived
  const bytes = await downloads.get(artifact.url).catch((error: unknown) => {
    if (!(error instanceof DownloadFailure)) throw error
    throw unavailable(jobId, error)
  })
  if (!isPdf(bytes)) throw unavailable(jobId, 'the service did not answer a PDF')
  // The caller gets the PDF even if it cannot be archived now. The next request tries again.
  await archive.put(place, bytes, 'application/pdf').catch((error: unknown) => {
    log.error('artifact not archived', { jobId, name, error })
  })
  return bytes
}

const isPdf = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-'

const unavailable = (jobId: string, cause: unknown) =>
  new JobError(
    'ARTIFACT_UNAVAILABLE',
    `The PDF of job ${jobId} could not be fetched from the Import/Export service. Send the same request again later.`,
    { cause },
  )

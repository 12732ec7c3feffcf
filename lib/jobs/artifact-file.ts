import type { Artifact, Job } from './job.ts'

const SAFE_NAME = /^[A-Za-z0-9][\w.-]{0,99}$/

/** An artifact's file name: the last part of its address where that is a safe name, otherwise `artifact-1.pdf` and so on. */
export const artifactName = ({ url }: Artifact, index: number): string => {
  const last = URL.canParse(url) ? (new URL(url).pathname.split('/').at(-1) ?? '') : ''
  return SAFE_NAME.test(last) ? last : `artifact-${index + 1}.pdf`
}

/** The artifact with this file name. */
export const findArtifact = (artifacts: readonly Artifact[], name: string): Artifact | undefined =>
  artifacts.find((artifact, index) => artifactName(artifact, index) === name)

/**
 * Where a job's artifact lies in the archive. The service can change the PDF at an address, and the archive never replaces a
 * file, so each edition has its own place.
 */
export const artifactArchiveName = (
  { team, jobId }: Pick<Job, 'team' | 'jobId'>,
  { since }: Pick<Artifact, 'since'>,
  name: string,
) => `${artifactsPrefix({ team, jobId })}${since === undefined ? '' : `${since}/`}${name}`

/** The start of the names of all of a job's artifacts in the archive, in all editions. */
export const artifactsPrefix = ({ team, jobId }: Pick<Job, 'team' | 'jobId'>) =>
  `artifacts/${encodeURIComponent(team)}/${jobId}/`

/** The artifacts, marked as changed by the job's next version. */
export const renewed = (artifacts: readonly Artifact[], { version }: Pick<Job, 'version'>): readonly Artifact[] =>
  artifacts.map(artifact => ({ ...artifact, since: version + 1 }))

/** The artifacts with one added. It replaces an artifact of the same name. */
export const withArtifact = (artifacts: readonly Artifact[], added: Artifact): readonly Artifact[] => {
  const names = artifacts.map(artifactName)
  const index = names.indexOf(artifactName(added, artifacts.length))
  return index === -1 ? [...artifacts, added] : artifacts.with(index, added)
}

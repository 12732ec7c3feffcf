import type { Artifact, Job } from './job.ts'

const SAFE_NAME = /^[A-Za-z0-9][\w.-]{0,99}$/

/** An artifact's file name: the last part of its address, if that can be one; else its number. */
export const artifactName = ({ url }: Artifact, index: number): string => {
  const last = URL.canParse(url) ? (new URL(url).pathname.split('/').at(-1) ?? '') : ''
  return SAFE_NAME.test(last) ? last : `artifact-${index + 1}.pdf`
}

/** The artifact of a name. */
export const findArtifact = (artifacts: readonly Artifact[], name: string): Artifact | undefined =>
  artifacts.find((artifact, index) => artifactName(artifact, index) === name)

/**
 * Where a job's artifact lies in the archive. The address of a PDF stays when its contents change, and what is archived is
 * never replaced, so each edition has a place of its own.
 */
export const artifactArchiveName = (
  { team, jobId }: Pick<Job, 'team' | 'jobId'>,
  { since }: Pick<Artifact, 'since'>,
  name: string,
) => `${artifactsPrefix({ team, jobId })}${since === undefined ? '' : `${since}/`}${name}`

/** What the names of a job's artifacts in the archive begin with, of all editions. */
export const artifactsPrefix = ({ team, jobId }: Pick<Job, 'team' | 'jobId'>) =>
  `artifacts/${encodeURIComponent(team)}/${jobId}/`

/** Artifacts whose contents have changed with a job's next version. */
export const renewed = (artifacts: readonly Artifact[], { version }: Pick<Job, 'version'>): readonly Artifact[] =>
  artifacts.map(artifact => ({ ...artifact, since: version + 1 }))

/** The artifacts with one more, which takes the place of one of the same name. */
export const withArtifact = (artifacts: readonly Artifact[], added: Artifact): readonly Artifact[] => {
  const names = artifacts.map(artifactName)
  const index = names.indexOf(artifactName(added, artifacts.length))
  return index === -1 ? [...artifacts, added] : artifacts.with(index, added)
}

import type { Artifact } from './job.ts'

const SAFE_NAME = /^[A-Za-z0-9][\w.-]{0,99}$/

/** An artifact's file name: the last part of its address, if that can be one; else its number. */
export const artifactName = ({ url }: Artifact, index: number): string => {
  const last = URL.canParse(url) ? (new URL(url).pathname.split('/').at(-1) ?? '') : ''
  return SAFE_NAME.test(last) ? last : `artifact-${index + 1}.pdf`
}

/** The artifact of a name. */
export const findArtifact = (artifacts: readonly Artifact[], name: string): Artifact | undefined =>
  artifacts.find((artifact, index) => artifactName(artifact, index) === name)

/** Where a job's artifact lies in the archive. */
export const artifactArchiveName = (team: string, jobId: string, name: string) =>
  `artifacts/${encodeURIComponent(team)}/${jobId}/${name}`

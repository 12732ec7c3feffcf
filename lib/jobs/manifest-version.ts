import type { Authorship, JobSubject } from './job.ts'

/** One of a job's manifests in a list, without its text. */
export interface ManifestSummary extends Authorship, Omit<JobSubject, 'team'> {
  /** Hex SHA-256 of the manifest as it was received. */
  readonly sha256: string
}

/** The same with its text. */
export interface ManifestVersion extends ManifestSummary {
  /** With its secrets replaced. */
  readonly manifest: string
}

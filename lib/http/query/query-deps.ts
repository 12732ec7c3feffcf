import type { SubmissionDeps } from '../../jobs/submit/submission-deps.ts'
import type { TeamThrottle } from '../../teams/throttle.ts'

/** What the Query endpoint needs of the world. */
export interface QueryDeps extends SubmissionDeps {
  /** Whether tools that speak the Query API get a job's manifest with its secrets. Default: redacted */
  readonly currentManifest?: 'redacted' | 'whole'
  /** Where a browser that asks for the endpoint's own address is led. Default: nowhere, it gets a fault like all others */
  readonly consoleUrl?: string | undefined
  /** Default: teams may ask as often as they like */
  readonly throttle?: TeamThrottle
}

import type { SubmissionDeps } from '../../jobs/submit/submission-deps.ts'
import type { TeamThrottle } from '../../teams/throttle.ts'

/** The ports of the Query endpoint. */
export interface QueryDeps extends SubmissionDeps {
  /** Whether tools that speak the Query API get a job's manifest with its secrets. Default: redacted */
  readonly currentManifest?: 'redacted' | 'whole'
  /** To which address a browser at the endpoint is redirected. Default: it gets a fault */
  readonly consoleUrl?: string | undefined
  /** Limits the requests of teams. Default: no limit */
  readonly throttle?: TeamThrottle
}

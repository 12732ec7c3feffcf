/** How much is measured: all that a figure needs, or so little that a test can tell whether a bench still runs. */
export interface Effort {
  /** Functions: rounds whose median counts, and how long each lasts. */
  readonly rounds: number
  readonly roundMs: number
  /** Whole processes: how often each is run. */
  readonly runs: number
  /** Deployed functions: the first so many of them. */
  readonly functions: number
  /** HTTP: how many requests make a figure. */
  readonly requests: number
  /** Jobs in a small table and in a large one. */
  readonly fewJobs: number
  readonly manyJobs: number
  /** Submissions that a process must do without growing, and how long it must stand mixed load. */
  readonly submissions: number
  readonly soakMs: number
  /** Checks that come due in one minute. */
  readonly checks: number
}

export const FULL: Effort = {
  rounds: 7,
  roundMs: 250,
  runs: 21,
  functions: Number.POSITIVE_INFINITY,
  requests: 2_000,
  fewJobs: 1_000,
  manyJobs: 100_000,
  submissions: 50_000,
  soakMs: 10 * 60_000,
  checks: 10_000,
}
export const SMOKE: Effort = {
  rounds: 1,
  roundMs: 1,
  runs: 1,
  functions: 1,
  requests: 20,
  fewJobs: 5,
  manyJobs: 10,
  submissions: 20,
  soakMs: 500,
  checks: 20,
}

/** What was measured beside ours. */
export interface Other {
  readonly name: string
  readonly value: number
}

/** A bound on ours itself, on ours / peer, or on ours / limit. */
export interface Target {
  readonly of: 'ours' | 'peer' | 'limit'
  readonly most?: number
  readonly least?: number
}

/** One line of a table. Where there are two peers, there are two rows. */
export interface Row {
  readonly name: string
  readonly unit: 'µs' | 'ms' | '/s' | 'MB' | 'KB' | '$' | ''
  readonly ours: number
  /** What a user would use instead, measured in the same run. */
  readonly peer?: Other
  /** What nobody can beat. */
  readonly limit?: Other
  readonly targets?: readonly Target[]
}

/** A measurement that `npm run bench -- NAME` makes. */
export interface Bench {
  /** What is ours and what stands beside it: one sentence. */
  readonly measures: string
  /** What keeps ours from being faster: one sentence. */
  readonly limitedBy: string
  /** Why a target is missed, for those that are known to be. */
  readonly reason?: string
  readonly run: (effort: Effort) => Promise<readonly Row[]>
}

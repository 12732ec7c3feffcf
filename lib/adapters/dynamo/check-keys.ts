/** The start of the partition keys of checks. Policies name them, so that functions for checks reach nothing else. */
export const CHECK_KEYS = {
  /** A team's checks. */
  checks: 'CHECKS#',
  /** A check's runs. */
  runs: 'CHECK-RUNS#',
  /** The teams that have checks. */
  teams: 'CHECK-TEAMS',
} as const

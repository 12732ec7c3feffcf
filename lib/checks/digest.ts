import type { Timestamp } from '../system.ts'
import type { ScheduledCheck } from './check.ts'
import type { Digest, DigestLine } from './notice.ts'

/** The day after one (`2026-11-21`). */
export const dayAfter = (day: string): string => new Date(Date.parse(day) + 24 * 60 * 60_000).toISOString().slice(0, 10)

/** The outcomes of a team's checks, those that do not pass first. */
export const makeDigest = (team: string, checks: readonly ScheduledCheck[], at: Timestamp): Digest => {
  const lines = checks.map(lineOf).toSorted((a, b) => RANK[a.outcome] - RANK[b.outcome])
  const count = (outcome: DigestLine['outcome']) => lines.filter(line => line.outcome === outcome).length
  const summary = [
    `${checks.length} ${checks.length === 1 ? 'check' : 'checks'} of team ${team}:`,
    `${count('fail')} failing, ${count('unknown')} unknown, ${count('pass')} passing, ${count('never run')} never run.`,
  ]
  return { id: `digest.${team}.${at.slice(0, 10)}`, team, at, summary: summary.join(' '), checks: lines }
}

const RANK: Readonly<Record<DigestLine['outcome'], number>> = { fail: 0, unknown: 1, 'never run': 2, pass: 3 }

const lineOf = ({ name, progress: { last } }: ScheduledCheck): DigestLine =>
  last
    ? { check: name, outcome: last.outcome, at: last.startedAt, faults: last.faults }
    : { check: name, outcome: 'never run', faults: [] }

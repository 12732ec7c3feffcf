import type { AuditEvent } from '../../audit/event.ts'
import type { EventFilter } from '../../audit/event-filter.ts'
import type { History } from '../../audit/ports.ts'
import { KINDS } from '../../manifest/manifest.ts'
import type { Clock, Timestamp } from '../../system.ts'
import { type Asking, teamToShow } from '../../teams/caller.ts'
import { deviceOf } from '../device.ts'
import { JobError } from '../errors.ts'
import type { JobSummary } from '../job.ts'
import type { JobFilter } from '../job-filter.ts'
import type { JobLists } from '../job-store.ts'
import type { Tags } from '../tagging.ts'
import { createTally, type Figure, monthOf, type UsageRow } from './usage.ts'

export interface ReportUsage extends Asking {
  /** Default: every team that the caller may see */
  readonly team?: string
  /** Counts what happened at or after this moment, and before `to`. */
  readonly from: Timestamp
  /** Default: now */
  readonly to?: Timestamp
  /** The name of a tag. If given, the report also counts by its values. */
  readonly tag?: string
}

export interface ReportDeps {
  readonly lists: Pick<JobLists, 'list'>
  readonly history: Pick<History, 'feed'>
  readonly clock: Clock
}

const PAGE = 1000
/** How long counting may take, so that the function has time to answer. */
const LONGEST_MS = 15_000

/**
 * Counts the jobs, attempts and devices of teams in a span of time.
 *
 * There are no counters. Jobs are counted from their items, refused submissions and validations from their events, each of
 * which exists once. So a report is exact also for times before reports existed, and only a report costs reads.
 *
 * Refuses: REPORT_TOO_LARGE if counting takes too long.
 */
export const reportUsage = async (
  deps: ReportDeps,
  { caller, team, from, to, tag }: ReportUsage,
): Promise<readonly UsageRow[]> => {
  const shown = teamToShow(caller, team)
  if (!shown) return []
  const span = { ...shown, from, ...(to !== undefined && { to }) }
  const tally = createTally()
  const byTag = (tags: Tags | undefined) => {
    const value = tag === undefined ? undefined : tags?.[tag]
    return value === undefined ? {} : { tag: value }
  }
  const inTime = timeLimit(deps.clock)

  const countJobs = async () => {
    for await (const jobs of jobsOf(deps, span)) {
      for (const job of jobs) {
        const group = { team: job.team, month: monthOf(job.createdAt), kind: job.kind, ...byTag(job.tags) }
        tally.add(group, ['jobs', ...deviceFigures(job)])
      }
      inTime()
    }
  }
  const countEvents = async (figure: Figure, filter: EventFilter) => {
    for await (const events of eventsOf(deps, { ...filter, ...span })) {
      for (const event of events) {
        const { kind, tags } = manifestOf(event)
        if (event.team === undefined) continue
        tally.add({ team: event.team, month: monthOf(event.at), ...(kind && { kind }), ...byTag(tags) }, [figure])
      }
      inTime()
    }
  }
  await Promise.all([
    countJobs(),
    countEvents('refusals', { action: 'submit', outcome: 'refused' }),
    countEvents('validations', { action: 'validate', outcome: 'done' }),
    countEvents('validations', { action: 'validate', outcome: 'refused' }),
  ])
  return tally.rows()
}

async function* jobsOf({ lists }: ReportDeps, filter: JobFilter): AsyncGenerator<readonly JobSummary[]> {
  let after: string | undefined
  do {
    const page = await lists.list(filter, { limit: PAGE, ...(after !== undefined && { after }) })
    yield page.entries.flatMap(listed => ('job' in listed ? [listed.job] : []))
    after = page.after
  } while (after !== undefined)
}

async function* eventsOf({ history }: ReportDeps, filter: EventFilter): AsyncGenerator<readonly AuditEvent[]> {
  let after: string | undefined
  for (let more = true; more; ) {
    const page = await history.feed(filter, { limit: PAGE, ...(after !== undefined && { after }) })
    yield page.events
    after = page.end ?? after
    more = page.more
  }
}

/** The figures that a job's device counts for, in the month of its job. */
const deviceFigures = (job: JobSummary): readonly Figure[] => {
  const { stage, errorCount = 0, reason } = deviceOf(job)
  const isReceived = stage !== 'not-shipped' && stage !== 'shipped'
  return [
    ...(isReceived ? (['devicesReceived'] as const) : []),
    ...(stage === 'returned' ? (['devicesReturned'] as const) : []),
    ...(errorCount > 0 || reason ? (['devicesWithErrors'] as const) : []),
  ]
}

/** The kind and tags of the manifest that an event is about. */
const manifestOf = ({ after = {} }: AuditEvent) => {
  const { tags } = after
  const kind = KINDS.find(known => known === after.kind)
  return {
    ...(kind && { kind }),
    // Events are written by Waybill alone, with tags that were checked.
    ...(typeof tags === 'object' && tags !== null && { tags: tags as Tags }),
  }
}

const timeLimit = (clock: Clock) => {
  const until = clock().getTime() + LONGEST_MS
  return () => {
    if (clock().getTime() < until) return
    throw new JobError(
      'REPORT_TOO_LARGE',
      'The report takes too long. Ask for a shorter time, or for one team, and add the figures up.',
    )
  }
}

import type { Template } from 'aws-cdk-lib/assertions'
import { eventPartitions, partitionsOf } from '../lib/adapters/dynamo/job-table.ts'
import { FUNCTIONS } from '../lib/infra/functions/functions.ts'
import { turnsBetween } from '../lib/jobs/follow/turns.ts'
import { PACE } from '../lib/jobs/pace.ts'
import { METRICS } from '../lib/metrics.ts'
import { resourcesOf } from '../test/support/synth.ts'
import type { Profile } from './bill.ts'
import { PRICES } from './prices.ts'

const DAYS_A_MONTH = 30
const MINUTES_A_MONTH = DAYS_A_MONTH * 24 * 60

/** The digest of a day, and what it is of. */
const DIGEST_PUTS = 2

/** What a scheduled function takes where there is nothing to do. */
const IDLE_MS = 60

/** Lambda asks an empty queue with two to five requests of 20 s each, all the time (its developer guide, "SQS event sources"). */
const POLLERS = 5
const POLL_SECONDS = 20

/** Figures that are written though nobody asks for anything: of zero too. */
const STANDING = Object.entries(METRICS).filter(([name, metric]) => 'zero' in metric && /^Checks/.test(name))

/** The least that DynamoDB charges for a Query, in read units. */
const EMPTY_QUERY = 0.5

/** How far the turns have come is read once a run, strongly consistent: as much as two Queries. */
const PROGRESS_READS = 2

/** How many partitions the turns of a minute read, over an hour of them: a turn that comes twice in it would be merged. */
const queriesInTurn = (): number => {
  const minutes = 120
  const turns = Array.from({ length: minutes }, (_, minute) =>
    turnsBetween(new Date(minute * 60_000), new Date((minute + 1) * 60_000), PACE),
  ).flat()
  return (
    turns.reduce((sum, { part }) => sum + (part.stage === 'not-shipped' ? partitionsOf('all').length : 1), 0) / minutes
  )
}

/** What a run of a schedule that finds nothing reads, in Queries, by what the schedule's logical ID begins with. */
const QUERIES: Readonly<Record<string, number>> = {
  ReconcileSchedule: partitionsOf('open').length,
  FollowJobsSchedule: partitionsOf('due').length + queriesInTurn() + PROGRESS_READS,
  NotifySchedule: partitionsOf('notices').length + partitionsOf('deliveries').length,
  // Of the day before, once it is over; a run that has signed it looks no further.
  SignHistorySchedule: partitionsOf('all').length + eventPartitions().length,
  PurgeJobsSchedule: partitionsOf('all').length,
  // A smoke test asks as a caller does.
  Smoke: 0,
  // Through the queue: checks of all teams.
  ChecksTend: 1,
}

/** What a run that finds nothing writes: that it has taken the turns of jobs, and that they are done. */
const WRITES: Readonly<Record<string, number>> = { FollowJobsSchedule: 2 }

/** What a scheduled function logs itself of a run that finds nothing. */
const RUN_LOG_BYTES = 250

/** What a stage costs in a month in which nobody uses it, by what it is paid for: what its template has, at list prices. */
export const idleMonth = (template: Template, signingKeys: number, { platformLogBytes }: Profile) => {
  const count = (type: string) => Object.keys(resourcesOf(template, type)).length
  const { monthly } = PRICES
  const firewallRules = Object.values(resourcesOf(template, 'AWS::WAFv2::WebACL')).reduce(
    (sum, { Properties }) => sum + (Properties.Rules as readonly unknown[]).length,
    0,
  )
  const schedules = Object.entries(resourcesOf(template, 'AWS::Scheduler::Schedule')).map(([id, { Properties }]) => ({
    calls: MINUTES_A_MONTH / minutesOf(String(Properties.ScheduleExpression)),
    queries: queriesOf(id),
    writes: Object.entries(WRITES).find(([start]) => id.startsWith(start))?.[1] ?? 0,
  }))
  const calls = schedules.reduce((sum, schedule) => sum + schedule.calls, 0)
  const reads = schedules.reduce((sum, schedule) => sum + schedule.calls * schedule.queries * EMPTY_QUERY, 0)
  const writes = schedules.reduce((sum, schedule) => sum + schedule.calls * schedule.writes, 0)
  const polls = (count('AWS::Lambda::EventSourceMapping') * POLLERS * MINUTES_A_MONTH * 60) / POLL_SECONDS
  const gbSeconds = calls * (FUNCTIONS.reconcile.memoryMb / 1024) * (IDLE_MS / 1000)
  return [
    { paidFor: 'alarms', dollars: watchedMetrics(template) * monthly.alarm },
    { paidFor: 'dashboards', dollars: count('AWS::CloudWatch::Dashboard') * monthly.dashboard },
    { paidFor: 'metrics', dollars: STANDING.length * monthly.metric },
    { paidFor: 'KMS keys', dollars: count('AWS::KMS::Key') * monthly.key },
    {
      paidFor: 'secrets',
      dollars: (signingKeys + count('AWS::SecretsManager::Secret')) * monthly.secret,
    },
    {
      paidFor: 'firewall',
      dollars: count('AWS::WAFv2::WebACL') * monthly.firewall + firewallRules * monthly.firewallRule,
    },
    {
      paidFor: 'schedules and queue',
      dollars:
        calls * (PRICES.schedulerCall + PRICES.functionRequest) +
        gbSeconds * PRICES.functionGbSecond +
        polls * PRICES.queueRequest,
    },
    { paidFor: 'runs that find nothing', dollars: reads * PRICES.readUnit + writes * PRICES.writeUnit },
    { paidFor: 'digests', dollars: DAYS_A_MONTH * (PRICES.signature + DIGEST_PUTS * PRICES.bucketPut) },
    {
      paidFor: 'logs of schedules',
      dollars: ((calls * (RUN_LOG_BYTES + platformLogBytes)) / 1e9) * PRICES.logGb,
    },
  ]
}

const queriesOf = (id: string): number => {
  const [, queries] = Object.entries(QUERIES).find(([start]) => id.startsWith(start)) ?? []
  if (queries === undefined) throw new Error(`What a run of the schedule ${id} reads, nothing says.`)
  return queries
}

/** CloudWatch is paid for each metric that an alarm reads, and an alarm over an expression reads several. */
const watchedMetrics = (template: Template): number =>
  Object.values(resourcesOf(template, 'AWS::CloudWatch::Alarm')).reduce((sum, { Properties: { Metrics } }) => {
    const read = Array.isArray(Metrics) ? Metrics.filter(metric => 'MetricStat' in metric) : [Metrics]
    return sum + read.length
  }, 0)

const UNITS: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 24 * 60 }

const minutesOf = (expression: string): number => {
  const [, number, unit = ''] = /^rate\((\d+) (\w+?)s?\)$/.exec(expression) ?? []
  const minutes = Number(number) * (UNITS[unit] ?? Number.NaN)
  if (!(minutes > 0)) throw new Error(`${expression} is no rate.`)
  return minutes
}

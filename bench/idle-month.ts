import type { Template } from 'aws-cdk-lib/assertions'
import { FUNCTIONS } from '../lib/infra/functions/functions.ts'
import { METRICS } from '../lib/metrics.ts'
import { resourcesOf } from '../test/support/synth.ts'
import { PRICES } from './prices.ts'

const MINUTES_A_MONTH = 30 * 24 * 60

/** What a scheduled function takes where there is nothing to do. */
const IDLE_MS = 60

/** Lambda asks an empty queue with two to five requests of 20 s each, all the time (its developer guide, "SQS event sources"). */
const POLLERS = 5
const POLL_SECONDS = 20

/** Figures that are reported though nobody asks for anything: they say what stands. */
const STANDING = Object.keys(METRICS).filter(name => /^(?:Checks|SubmissionsOpen)/.test(name))

/** What a stage costs in a month in which nobody uses it, by what it is paid for: what its template has, at list prices. */
export const idleMonth = (template: Template, signingKeys: number) => {
  const count = (type: string) => Object.keys(resourcesOf(template, type)).length
  const { monthly } = PRICES
  const firewallRules = Object.values(resourcesOf(template, 'AWS::WAFv2::WebACL')).reduce(
    (sum, { Properties }) => sum + (Properties.Rules as readonly unknown[]).length,
    0,
  )
  const calls = Object.values(resourcesOf(template, 'AWS::Scheduler::Schedule')).reduce(
    (sum, { Properties }) => sum + MINUTES_A_MONTH / minutesOf(String(Properties.ScheduleExpression)),
    0,
  )
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
        calls * (PRICES.schedulerCall + PRICES.functionRequest + PRICES.readUnit) +
        gbSeconds * PRICES.functionGbSecond +
        polls * PRICES.queueRequest,
    },
  ]
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

import { type Alarm, type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { Stage } from '../stage/stage.ts'
import type { StageAlarms } from './alarms.ts'
import { FIVE_MINUTES, ONE_MINUTE } from './figures.ts'

/** The part of a limit above which a function is too near to it. */
const NEAR = 0.8

/** More than one failure in a hundred calls. */
const FAILURE_PERCENT = 1

/** Watches one function. @returns the alarm that a release is rolled back for; a lean stage without releases has none */
export const watchFunction = (
  alarms: StageAlarms,
  fn: WaybillFunction,
  { reserveConcurrency, canary }: Stage,
): Alarm | undefined => {
  const of = fn.node.id
  const { timeoutSeconds, concurrency } = fn.row
  // Runs of a schedule wait while the function is busy. A run that never starts has its own alarm.
  if (fn.row.calledBy !== 'schedule') {
    const metric = fn.live.metricThrottles({ period: FIVE_MINUTES })
    alarms.watch({ kind: 'function-throttled', of, metric, above: 0 })
  }
  alarms.watch({
    kind: 'function-slow',
    of,
    metric: fn.live.metricDuration({ period: FIVE_MINUTES, statistic: 'p99' }),
    above: timeoutSeconds * 1000 * NEAR,
    periods: 3,
  })
  // A function with a concurrency of 1 reaches it in every run.
  if (reserveConcurrency && concurrency > 1 && fn.row.calledBy !== 'schedule') {
    const metric = fn.function.metric('ConcurrentExecutions', { period: FIVE_MINUTES, statistic: 'Maximum' })
    alarms.watch({ kind: 'function-crowded', of, metric, above: concurrency * NEAR, periods: 2 })
  }
  return alarms.watch({
    kind: 'function-errors',
    of,
    metric: failurePercent(fn, { answers: alarms.figures.serverErrors(fn, ONE_MINUTE) }),
    shown: failurePercent(fn, {}, `SUM(${alarms.figures.searchServerErrors(fn.function.functionName)})`),
    above: FAILURE_PERCENT,
    essential: canary,
  })
}

/**
 * The percentage of crashes and of answers with 500 or more, which Lambda counts as successes. Only answers of the newest version
 * count, so that a release is rolled back only for its own failures.
 */
const failurePercent = (
  fn: WaybillFunction,
  answers: Readonly<Record<string, IMetric>>,
  answered = 'answers',
): IMetric => {
  // The names of metrics must be unique within a graph.
  const own = (name: string) => `${name}_${fn.node.id.replaceAll('-', '_')}`
  const metrics = {
    crashes: fn.live.metricErrors({ period: ONE_MINUTE }),
    calls: fn.live.metricInvocations({ period: ONE_MINUTE }),
    ...answers,
  }
  const failures = `FILL(${own('crashes')}, 0) + FILL(${answered in metrics ? own(answered) : answered}, 0)`
  return new MathExpression({
    expression: `IF(${own('calls')} > 0, 100 * (${failures}) / ${own('calls')}, 0)`,
    usingMetrics: Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [own(name), metric])),
    period: ONE_MINUTE,
    label: `${fn.node.id}: crashes and 5XX in a hundred calls`,
  })
}

const ERROR_LINES = 'ErrorLines'

/** Watches log lines of level ERROR, with one figure for all functions: the line itself has the details. */
export const watchLogs = (alarms: StageAlarms, functions: readonly WaybillFunction[], { name }: Stage): void => {
  // A filter's own metric cannot have a fixed dimension, so the stage is in the namespace.
  const metricNamespace = `Waybill/${name}`
  for (const fn of functions) {
    new MetricFilter(alarms, `ErrorLines${fn.node.id}`, {
      logGroup: fn.logGroup,
      filterPattern: FilterPattern.stringValue('$.level', '=', 'ERROR'),
      metricNamespace,
      metricName: ERROR_LINES,
    })
  }
  const metric = new Metric({
    namespace: metricNamespace,
    metricName: ERROR_LINES,
    statistic: 'Sum',
    period: FIVE_MINUTES,
  })
  alarms.watch({ kind: 'log-errors', metric, above: 0, essential: true })
}

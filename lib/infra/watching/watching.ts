import { Dashboard, GraphWidget, type IMetric, MathExpression, Row } from 'aws-cdk-lib/aws-cloudwatch'
import { Operation } from 'aws-cdk-lib/aws-dynamodb'
import { Construct } from 'constructs'
import type { Checks } from '../functions/checks.ts'
import type { ReconcileSchedule } from '../functions/reconcile-schedule.ts'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { GatewayApi } from '../gateway/gateway-api.ts'
import type { Stage } from '../stage/stage.ts'
import type { JobTable } from '../storage/job-table.ts'
import { FIVE_MINUTES, figure, type StageAlarms, sumOver } from './alarms.ts'

/** From here on a function is too near to its limits. */
const NEAR = 0.8

/** More than one error in a hundred calls. */
const ERROR_PERCENT = 1

const UNANSWERED = ['SERVICE_TIMEOUT', 'SERVICE_UNREACHABLE', 'SERVICE_ANSWER_UNREADABLE']

/** What is watched of one function; the alarm that a deployment rolls back for. */
export const watchFunction = (alarms: StageAlarms, fn: WaybillFunction, { reserveConcurrency }: Stage) => {
  const of = fn.node.id
  const { timeoutSeconds, concurrency } = fn.row
  alarms.watch({ kind: 'function-throttled', of, metric: fn.live.metricThrottles({ period: FIVE_MINUTES }), above: 0 })
  alarms.watch({
    kind: 'function-slow',
    of,
    metric: fn.live.metricDuration({ period: FIVE_MINUTES, statistic: 'p99' }),
    above: timeoutSeconds * 1000 * NEAR,
    periods: 3,
  })
  // Of a function that may run once only, once is no alarm.
  if (reserveConcurrency && concurrency > 1) {
    const metric = fn.function.metric('ConcurrentExecutions', { period: FIVE_MINUTES, statistic: 'Maximum' })
    alarms.watch({ kind: 'function-crowded', of, metric, above: concurrency * NEAR, periods: 2 })
  }
  return alarms.watch({ kind: 'function-errors', of, metric: errorPercent(fn), above: ERROR_PERCENT })
}

const errorPercent = ({ live }: WaybillFunction) =>
  new MathExpression({
    expression: '100 * errors / MAX([errors, calls])',
    usingMetrics: {
      errors: live.metricErrors({ period: FIVE_MINUTES }),
      calls: live.metricInvocations({ period: FIVE_MINUTES }),
    },
    period: FIVE_MINUTES,
    label: 'errors in a hundred calls',
  })

export interface WatchedParts {
  readonly stage: Stage
  readonly apis: readonly GatewayApi[]
  readonly jobs: JobTable
  readonly reconcile: WaybillFunction
  readonly schedule: ReconcileSchedule
  readonly checks: Checks
}

/** What is watched of all together. */
export const watchAll = (alarms: StageAlarms, { apis, jobs, reconcile, schedule, checks }: WatchedParts): void => {
  for (const { api, node } of apis) {
    alarms.watch({ kind: 'api-errors', of: node.id, metric: api.metricServerError({ period: FIVE_MINUTES }), above: 5 })
    const metric = api.metricLatency({ period: FIVE_MINUTES, statistic: 'p99' })
    alarms.watch({ kind: 'api-slow', of: node.id, metric, above: 20_000, periods: 3 })
  }
  const { table } = jobs.data
  const operations = [Operation.GET_ITEM, Operation.PUT_ITEM, Operation.UPDATE_ITEM, Operation.QUERY]
  const throttles = table.metricThrottledRequestsForOperations({ operations, period: FIVE_MINUTES })
  alarms.watch({ kind: 'table-throttled', metric: throttles, above: 0, periods: 2 })
  const failures = table.metricSystemErrorsForOperations({ operations, period: FIVE_MINUTES })
  alarms.watch({ kind: 'table-failing', metric: failures, above: 0, periods: 2 })
  alarms.watch({ kind: 'service-failing', metric: sumOver('ServiceErrors', UNANSWERED), above: 5, periods: 2 })
  alarms.watch({
    kind: 'credentials-refused',
    metric: figure('ServiceErrors', { code: 'SERVICE_CREDENTIALS_REFUSED' }),
    above: 0,
  })
  alarms.watch({ kind: 'signatures-not-archived', metric: figure('SignaturesNotArchived'), above: 0, periods: 3 })
  alarms.watch({
    kind: 'reconcile-backlog',
    metric: figure('SubmissionsOpen', { statistic: 'Maximum' }),
    above: 0,
    periods: 6,
  })
  alarms.watch({
    kind: 'reconcile-silent',
    metric: reconcile.live.metricInvocations({ period: FIVE_MINUTES }),
    below: 1,
    periods: 3,
    silenceIsBad: true,
  })
  alarms.watch({
    kind: 'reconcile-failed',
    metric: schedule.failed.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES }),
    above: 0,
  })
  for (const alarm of checks.alarms) alarms.tell(alarm)
}

/** One page that shows how the stage is. */
export class Overview extends Construct {
  constructor(
    scope: Construct,
    id: string,
    {
      stage,
      apis,
      jobs,
      functions,
    }: Pick<WatchedParts, 'stage' | 'apis' | 'jobs'> & { functions: readonly WaybillFunction[] },
  ) {
    super(scope, id)
    const graph = (title: string, ...left: IMetric[]) =>
      new GraphWidget({ title, left, width: 8, period: FIVE_MINUTES })
    const each = (title: string, metric: (fn: WaybillFunction) => IMetric) => graph(title, ...functions.map(metric))
    new Dashboard(this, 'Dashboard', {
      dashboardName: `waybill-${stage.name}`,
      widgets: [
        [
          new Row(
            graph('Jobs', figure('JobsSubmitted'), figure('JobsReplayed'), figure('SignaturesArchived')),
            graph(
              'Time to submit',
              figure('TimeToSubmit', { statistic: 'p50' }),
              figure('TimeToSubmit', { statistic: 'p99' }),
            ),
            graph('Left open', figure('SubmissionsOpen', { statistic: 'Maximum' }), figure('SubmissionsReconciled')),
          ),
        ],
        [
          new Row(
            graph('The service does not answer', sumOver('ServiceErrors', UNANSWERED)),
            graph(
              'Checks',
              figure('ChecksFailing', { statistic: 'Maximum' }),
              figure('ChecksUnknown', { statistic: 'Maximum' }),
            ),
            graph('Requests', ...apis.map(({ api }) => api.metricCount({ period: FIVE_MINUTES }))),
          ),
        ],
        [
          new Row(
            each('Errors', fn => fn.live.metricErrors({ period: FIVE_MINUTES, label: fn.node.id })),
            each('Duration, p99', fn =>
              fn.live.metricDuration({ period: FIVE_MINUTES, statistic: 'p99', label: fn.node.id }),
            ),
            graph(
              'Table: units',
              jobs.data.table.metricConsumedReadCapacityUnits({ period: FIVE_MINUTES }),
              jobs.data.table.metricConsumedWriteCapacityUnits({ period: FIVE_MINUTES }),
            ),
          ),
        ],
      ],
    })
  }
}

import type { RestApi } from 'aws-cdk-lib/aws-apigateway'
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  Row,
} from 'aws-cdk-lib/aws-cloudwatch'
import type { ITable } from 'aws-cdk-lib/aws-dynamodb'
import { Construct } from 'constructs'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { StageAlarms, WatchedKind } from './alarms.ts'
import { FIVE_MINUTES } from './figures.ts'
import { UNANSWERED } from './watch-service.ts'

export interface Shown {
  readonly alarms: StageAlarms
  readonly functions: readonly WaybillFunction[]
  readonly apis: readonly RestApi[]
  readonly table: ITable
}

/** The dashboard of a stage: its activity, and below it the metric of each alarm with its limit. */
export class Overview extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { dashboardName, does, shown }: { dashboardName: string; does: readonly IWidget[]; shown: Shown },
  ) {
    super(scope, id)
    const { alarms, functions, apis, table } = shown
    const status = new AlarmStatusWidget({
      title: 'Alarms',
      alarms: alarms.kinds.flatMap(({ alarms }) => alarms.map(({ alarm }) => alarm)),
      width: COLUMNS * COLUMN,
      height: 6,
    })
    const each = (title: string, metric: (fn: WaybillFunction) => IMetric) => graph(title, ...functions.map(metric))
    const uses = [
      graph(
        'Answers of 500 and more, by function and version',
        new MathExpression({ expression: alarms.figures.searchServerErrors(), period: FIVE_MINUTES, label: '' }),
      ),
      each('Crashes', fn => fn.live.metricErrors({ period: FIVE_MINUTES, label: fn.node.id })),
      each('Duration, p99', fn =>
        fn.live.metricDuration({ period: FIVE_MINUTES, statistic: 'p99', label: fn.node.id }),
      ),
      graph('Requests', ...apis.map(api => api.metricCount({ period: FIVE_MINUTES }))),
      graph(
        'Table: units',
        table.metricConsumedReadCapacityUnits({ period: FIVE_MINUTES }),
        table.metricConsumedWriteCapacityUnits({ period: FIVE_MINUTES }),
      ),
    ]
    new Dashboard(this, 'Dashboard', {
      dashboardName,
      widgets: [[status], ...rows([...does, ...uses]), ...rows(alarms.kinds.map(watched))],
    })
  }
}

/** Widgets about jobs and checks. */
export const jobWidgets = ({ figures }: StageAlarms): readonly IWidget[] => [
  graph('Jobs', figures.figure('JobsSubmitted'), figures.figure('JobsReplayed'), figures.figure('SignaturesArchived')),
  graph(
    'Time to submit',
    figures.figure('TimeToSubmit', { statistic: 'p50' }),
    figures.figure('TimeToSubmit', { statistic: 'p99' }),
  ),
  graph(
    'Left open',
    figures.figure('SubmissionsOpen', { statistic: 'Maximum' }),
    figures.figure('SubmissionsReconciled'),
  ),
  graph('The service does not answer', figures.sumOver('ServiceErrors', UNANSWERED)),
  graph('Checks', figures.figure('ChecksActive', { statistic: 'Maximum' })),
]

const COLUMNS = 3
const COLUMN = 8

const graph = (title: string, ...left: IMetric[]) =>
  new GraphWidget({ title, left, width: COLUMN, period: FIVE_MINUTES })

/** A widget for the alarms of one kind. Its title is the heading in `docs/runbook.md`. */
const watched = ({ kind, alarms }: WatchedKind): IWidget => {
  const limits = new Set(alarms.map(({ watch: { above, below } }) => above ?? below ?? 0))
  return new GraphWidget({
    title: kind,
    left: alarms.map(({ watch }) => watch.shown ?? watch.metric),
    leftAnnotations: [...limits].map(value => ({ value })),
    width: COLUMN,
  })
}

const rows = (widgets: readonly IWidget[]): IWidget[][] =>
  Array.from({ length: Math.ceil(widgets.length / COLUMNS) }, (_none, row) => [
    new Row(...widgets.slice(row * COLUMNS, (row + 1) * COLUMNS)),
  ])

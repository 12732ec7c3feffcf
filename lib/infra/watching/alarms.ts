import { Stack } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Stage } from '../stage/stage.ts'
import { alarmTopic, alarmTopicName } from './alarm-topic.ts'
import { StageFigures } from './figures.ts'

/** An alarm. Its kind is a heading of `docs/runbook.md`, with the steps to take. */
export interface Watch {
  /** For example `function-errors`. */
  readonly kind: string
  /** What it watches, if there are several alarms of the kind. */
  readonly of?: string
  readonly metric: IMetric
  /** The metric on the dashboard. Default: `metric` */
  readonly shown?: IMetric
  /** The alarm goes off above this. */
  readonly above?: number
  /** The alarm goes off below this. */
  readonly below?: number
  /** After how many such periods in a row. Default: 1 */
  readonly periods?: number
  /** What missing data means: all is good, something is bad, or no change. Default: `good` */
  readonly silence?: 'good' | 'bad' | 'no-change'
  /** Whether a lean stage has it too. Default: no */
  readonly essential?: boolean
}

export interface WatchedKind {
  readonly kind: string
  readonly alarms: readonly { readonly watch: Watch; readonly alarm: Alarm }[]
}

const SILENCE = {
  good: TreatMissingData.NOT_BREACHING,
  bad: TreatMissingData.BREACHING,
  'no-change': TreatMissingData.IGNORE,
} as const

/** The alarms of a stage, and their topic. */
export class StageAlarms extends Construct {
  readonly topic: ITopic
  readonly figures: StageFigures
  readonly #stage: Stage
  readonly #prefix: string
  readonly #made: { watch: Watch; alarm: Alarm }[] = []

  /** @param part the owner of the alarms. Those of the depot and the lake use the topic of Waybill's stack */
  constructor(
    scope: Construct,
    id: string,
    { stage, part = 'waybill' }: { readonly stage: Stage; readonly part?: 'waybill' | 'depot' | 'lake' },
  ) {
    super(scope, id)
    this.#stage = stage
    this.#prefix = part === 'depot' ? `waybill-${stage.name}-depot` : `waybill-${stage.name}`
    this.figures = new StageFigures(stage.name)
    this.topic =
      part === 'waybill'
        ? alarmTopic(this, stage)
        : Topic.fromTopicArn(
            this,
            'Topic',
            Stack.of(this).formatArn({ service: 'sns', resource: alarmTopicName(stage) }),
          )
  }

  /** @returns the alarm; `undefined`: a lean stage does not have it */
  watch(watch: Watch): Alarm | undefined {
    const { kind, of, metric, above, below, periods = 1, silence = 'good', essential = false } = watch
    if (this.#stage.watching === 'lean' && !essential) return undefined
    const name = of === undefined ? kind : `${kind}-${of}`
    const alarm = new Alarm(this, name, {
      alarmName: `${this.#prefix}-${name}`,
      alarmDescription: `docs/runbook.md#${kind}`,
      metric,
      threshold: above ?? below ?? 0,
      comparisonOperator:
        below === undefined ? ComparisonOperator.GREATER_THAN_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: SILENCE[silence],
    })
    alarm.addAlarmAction(new SnsAction(this.topic))
    alarm.addOkAction(new SnsAction(this.topic))
    this.#made.push({ watch, alarm })
    return alarm
  }

  /** The alarms so far, by kind. */
  get kinds(): readonly WatchedKind[] {
    return [...Map.groupBy(this.#made, ({ watch }) => watch.kind)].map(([kind, alarms]) => ({ kind, alarms }))
  }
}

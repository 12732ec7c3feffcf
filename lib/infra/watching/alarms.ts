import { Stack } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Stage } from '../stage/stage.ts'
import { alarmTopic, alarmTopicName } from './alarm-topic.ts'
import { StageFigures } from './figures.ts'

/** What an alarm watches. Its kind is a heading of `docs/runbook.md`, which says what to do. */
export interface Watch {
  /** For example `function-errors`. */
  readonly kind: string
  /** What it is of, where there are several of the kind. */
  readonly of?: string
  readonly metric: IMetric
  /** What the dashboard shows of it. Default: the metric */
  readonly shown?: IMetric
  /** The alarm goes off above this. */
  readonly above?: number
  /** The alarm goes off below this. */
  readonly below?: number
  /** In how many periods one after the other. Default: 1 */
  readonly periods?: number
  /** What it means where nothing is measured: nothing bad, something bad, or no change. Default: `good` */
  readonly silence?: 'good' | 'bad' | 'no-change'
  /** Whether a stage with the lean profile has it too. Default: no */
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

/** Alarms, and the topic that they are published to. */
export class StageAlarms extends Construct {
  readonly topic: ITopic
  readonly figures: StageFigures
  readonly #stage: Stage
  readonly #prefix: string
  readonly #made: { watch: Watch; alarm: Alarm }[] = []

  /** @param part whose alarms: those of the depot and of the lake are published to the topic of Waybill's stack */
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

  /** @returns the alarm, unless the stage's profile leaves it out */
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

  /** What has been watched so far, kind by kind. */
  get kinds(): readonly WatchedKind[] {
    return [...Map.groupBy(this.#made, ({ watch }) => watch.kind)].map(([kind, alarms]) => ({ kind, alarms }))
  }
}

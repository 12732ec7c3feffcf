import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import { METRICS_NAMESPACE, type MetricName } from '../../metrics.ts'
import { accept } from '../stage/accepted.ts'
import type { Stage } from '../stage/stage.ts'

export const FIVE_MINUTES = Duration.minutes(5)

/** What an alarm watches. Its kind is a heading of `docs/runbook.md`, which says what to do. */
export interface Watch {
  /** For example `function-errors`. */
  readonly kind: string
  /** What it is of, where there are several of the kind. */
  readonly of?: string
  readonly metric: IMetric
  /** The alarm goes off above this. */
  readonly above?: number
  /** The alarm goes off below this. */
  readonly below?: number
  /** In how many periods one after the other. Default: 1 */
  readonly periods?: number
  /** Whether silence is an alarm too. Default: no */
  readonly silenceIsBad?: boolean
}

/** StageAlarms, and the topic that tells of them. */
export class StageAlarms extends Construct {
  readonly topic: Topic
  readonly #stage: Stage

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    this.#stage = stage
    const key = new Key(this, 'Key', {
      description: `Waybill ${stage.name}: notices of alarms`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    // CloudWatch cannot use AWS's own key for topics.
    key.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'))
    this.topic = new Topic(this, 'Topic', {
      topicName: `waybill-${stage.name}-alarms`,
      enforceSSL: true,
      masterKey: key,
    })
    accept(this.topic, {
      'Serverless-SNSRedrivePolicy': 'It sends e-mail; an alarm that is not read stays visible in CloudWatch.',
    })
    if (stage.alarmEmail !== undefined) this.topic.addSubscription(new EmailSubscription(stage.alarmEmail))
  }

  watch({ kind, of, metric, above, below, periods = 1, silenceIsBad = false }: Watch): Alarm {
    const name = of === undefined ? kind : `${kind}-${of}`
    const alarm = new Alarm(this, name, {
      alarmName: `waybill-${this.#stage.name}-${name}`,
      alarmDescription: `docs/runbook.md#${kind}`,
      metric,
      threshold: above ?? below ?? 0,
      comparisonOperator:
        below === undefined ? ComparisonOperator.GREATER_THAN_THRESHOLD : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: silenceIsBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    })
    this.tell(alarm)
    return alarm
  }

  /** Tells of an alarm that somebody else made. */
  tell(alarm: Alarm): void {
    alarm.addAlarmAction(new SnsAction(this.topic))
    alarm.addOkAction(new SnsAction(this.topic))
  }
}

/** A figure that the functions write themselves. */
export const figure = (
  metricName: MetricName,
  { code, statistic = 'Sum' }: { code?: string; statistic?: string } = {},
) =>
  new Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { service: 'waybill', ...(code !== undefined && { code }) },
    statistic,
    period: FIVE_MINUTES,
  })

/** One figure of several codes together. */
export const sumOver = (metricName: MetricName, codes: readonly string[]) => {
  const metrics = codes.map((code, index) => [`m${index}`, figure(metricName, { code })] as const)
  return new MathExpression({
    expression: metrics.map(([id]) => `FILL(${id}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics),
    period: FIVE_MINUTES,
    label: metricName,
  })
}

import { Duration } from 'aws-cdk-lib'
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { METRICS_NAMESPACE, type MetricName } from '../../metrics.ts'
import type { WaybillFunction } from '../functions/waybill-function.ts'

export const ONE_MINUTE = Duration.minutes(1)
export const FIVE_MINUTES = Duration.minutes(5)

/** Metrics of the figures that a stage's functions report. */
export class StageFigures {
  readonly #dimensions: Readonly<Record<string, string>>

  constructor(stageName: string) {
    this.#dimensions = { service: 'waybill', stage: stageName }
  }

  figure(metricName: MetricName, { code, statistic = 'Sum' }: { code?: string; statistic?: string } = {}): Metric {
    return this.#metric(metricName, { ...(code !== undefined && { code }) }, { statistic })
  }

  /** A figure summed over several codes. */
  sumOver(metricName: MetricName, codes: readonly string[]): IMetric {
    const metrics = codes.map((code, index) => [`m${index}`, this.figure(metricName, { code })] as const)
    return new MathExpression({
      expression: metrics.map(([id]) => `FILL(${id}, 0)`).join(' + '),
      usingMetrics: Object.fromEntries(metrics),
      period: FIVE_MINUTES,
      label: metricName,
    })
  }

  /** Server errors of the latest published version, which gets only some of the calls during a release. */
  serverErrors({ function: { functionName, currentVersion } }: WaybillFunction, period: Duration): Metric {
    return this.#metric('ServerErrors', { function: functionName, version: currentVersion.version }, { period })
  }

  /** A search expression for the server errors of all functions, or of one, by version. Only dashboards can search. */
  searchServerErrors(functionName?: string): string {
    const names = [...Object.keys(this.#dimensions), 'function', 'version'].join(',')
    const wanted = [
      `stage="${this.#dimensions.stage}"`,
      ...(functionName === undefined ? [] : [`function="${functionName}"`]),
      'MetricName="ServerErrors"',
    ]
    return `SEARCH('{${METRICS_NAMESPACE},${names}} ${wanted.join(' ')}', 'Sum')`
  }

  #metric(
    metricName: MetricName,
    dimensions: Readonly<Record<string, string>>,
    { statistic = 'Sum', period = FIVE_MINUTES }: { statistic?: string; period?: Duration },
  ): Metric {
    return new Metric({
      namespace: METRICS_NAMESPACE,
      metricName,
      dimensionsMap: { ...this.#dimensions, ...dimensions },
      statistic,
      period,
    })
  }
}

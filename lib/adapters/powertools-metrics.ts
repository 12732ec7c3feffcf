import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import type { CheckMetrics } from '../checks/ports.ts'
import { CHECK_METRICS, METRICS_NAMESPACE } from '../config.ts'

/** Figures as CloudWatch metrics, written to the log in the embedded format: no call, no wait. */
export const createPowertoolsMetrics = (): CheckMetrics => {
  const metrics = new Metrics({ namespace: METRICS_NAMESPACE, serviceName: 'checks' })
  return {
    report: ({ active, failing, unknown, overdue }) => {
      metrics.addMetric(CHECK_METRICS.active, MetricUnit.Count, active)
      metrics.addMetric(CHECK_METRICS.failing, MetricUnit.Count, failing)
      metrics.addMetric(CHECK_METRICS.unknown, MetricUnit.Count, unknown)
      metrics.addMetric(CHECK_METRICS.overdue, MetricUnit.Count, overdue)
      metrics.publishStoredMetrics()
    },
  }
}

import { Metrics } from '@aws-lambda-powertools/metrics'
import { METRICS, METRICS_NAMESPACE, type MetricName } from '../../metrics.ts'
import type { Metrics as MetricsPort } from '../../system.ts'

/** Figures as CloudWatch metrics, written to the log in the embedded format: no call, no wait. */
export const createPowertoolsMetrics = (): MetricsPort => {
  const metrics = new Metrics({ namespace: METRICS_NAMESPACE, serviceName: 'waybill' })
  return {
    report: (figures, code) => {
      if (code !== undefined) metrics.addDimension('code', code)
      for (const [name, value] of Object.entries(figures)) {
        // Every name that figures can have is one of the table's.
        metrics.addMetric(name, METRICS[name as MetricName].unit, value)
      }
      metrics.publishStoredMetrics()
    },
  }
}

import { Metrics } from '@aws-lambda-powertools/metrics'
import { METRICS, METRICS_NAMESPACE, type MetricName } from '../../metrics.ts'
import type { DeployedFunction } from '../../settings/deployed-function.ts'
import type { Metrics as MetricsPort } from '../../system.ts'

/** Figures as CloudWatch metrics, written to the log in the embedded format: no call, no wait. */
export const createPowertoolsMetrics = ({ stage, name, version }: DeployedFunction): MetricsPort => {
  const metrics = new Metrics({
    namespace: METRICS_NAMESPACE,
    serviceName: 'waybill',
    // Without it the alarms of one stage would go off for another's, or be silenced by it.
    defaultDimensions: { stage },
  })
  return {
    report: (figures, code) => {
      // Every name that figures can have is one of the table's.
      const names = (Object.keys(figures) as MetricName[]).filter(figure => figures[figure] !== 0 || countsZero(figure))
      if (names.length === 0) return
      if (code !== undefined) metrics.addDimension('code', code)
      if (names.some(figure => isByVersion(figure)))
        metrics.addDimension('function', name).addDimension('version', version)
      for (const figure of names) metrics.addMetric(figure, METRICS[figure].unit, figures[figure] ?? 0)
      metrics.publishStoredMetrics()
    },
  }
}

/** A duration of zero is one as well. */
const countsZero = (figure: MetricName) => {
  const metric = METRICS[figure]
  return 'zero' in metric || metric.unit !== 'Count'
}

const isByVersion = (figure: MetricName) => {
  const metric = METRICS[figure]
  return 'by' in metric && metric.by === 'version'
}

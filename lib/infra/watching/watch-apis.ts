import type { RestApi } from 'aws-cdk-lib/aws-apigateway'
import type { StageAlarms } from './alarms.ts'
import { FIVE_MINUTES } from './figures.ts'

/** More than two answers in a hundred, for ten minutes: a single failure among few requests is not an outage. */
const ERROR_RATE = 0.02
const ERROR_PERIODS = 2

const SLOW_MS = 20_000

/** Watches the answers of an API. */
export const watchApi = (alarms: StageAlarms, of: string, api: RestApi): void => {
  alarms.watch({
    kind: 'api-errors',
    of,
    metric: api.metricServerError({ period: FIVE_MINUTES, statistic: 'Average' }),
    above: ERROR_RATE,
    periods: ERROR_PERIODS,
    essential: true,
  })
  alarms.watch({
    kind: 'api-slow',
    of,
    metric: api.metricLatency({ period: FIVE_MINUTES, statistic: 'p99' }),
    above: SLOW_MS,
    periods: 3,
  })
}

import { Duration } from 'aws-cdk-lib'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { StageAlarms } from './alarms.ts'

/** Watches whether old jobs are purged. */
export const watchRetention = (alarms: StageAlarms, purge: WaybillFunction): void => {
  alarms.watch({
    kind: 'retention-silent',
    metric: purge.live.metricInvocations({ period: Duration.hours(6) }),
    below: 1,
    periods: 4,
    silence: 'bad',
    essential: true,
  })
}

import { Duration } from 'aws-cdk-lib'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { StageAlarms } from './alarms.ts'

/** Watches whether the days of history are signed. */
export const watchHistory = (alarms: StageAlarms, sign: WaybillFunction): void => {
  alarms.watch({
    kind: 'history-silent',
    metric: sign.live.metricInvocations({ period: Duration.hours(1) }),
    below: 1,
    periods: 3,
    silence: 'bad',
    essential: true,
  })
}

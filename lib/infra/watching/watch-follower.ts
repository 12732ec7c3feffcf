import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { StageAlarms } from './alarms.ts'
import { FIVE_MINUTES } from './figures.ts'

/** Watches whether jobs are followed. */
export const watchFollower = (alarms: StageAlarms, follow: WaybillFunction): void => {
  alarms.watch({
    kind: 'follow-backlog',
    metric: alarms.figures.figure('JobsNotAskedAbout', { statistic: 'Maximum' }),
    above: 0,
    periods: 6,
  })
  alarms.watch({
    kind: 'follow-silent',
    metric: follow.live.metricInvocations({ period: FIVE_MINUTES }),
    below: 1,
    periods: 3,
    silence: 'bad',
    essential: true,
  })
}

import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { StageAlarms } from './alarms.ts'
import { FIVE_MINUTES } from './figures.ts'

/** Watches whether subscriptions get their notices. */
export const watchNotices = (alarms: StageAlarms, notify: WaybillFunction): void => {
  const { figures } = alarms
  alarms.watch({ kind: 'notices-dead', metric: figures.figure('NoticesDead'), above: 0 })
  alarms.watch({
    kind: 'notices-late',
    metric: figures.figure('NoticesLate', { statistic: 'Maximum' }),
    above: 0,
    periods: 2,
    essential: true,
  })
  alarms.watch({
    kind: 'notices-silent',
    metric: notify.live.metricInvocations({ period: FIVE_MINUTES }),
    below: 1,
    periods: 3,
    silence: 'bad',
    essential: true,
  })
}

import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { StageAlarms } from './alarms.ts'
import { FIVE_MINUTES } from './figures.ts'

/** Watches whether every submission is resolved. */
export const watchJobs = (alarms: StageAlarms, reconcile: WaybillFunction): void => {
  const { figures } = alarms
  alarms.watch({
    kind: 'signatures-not-archived',
    metric: figures.figure('SignaturesNotArchived'),
    above: 0,
    periods: 3,
    essential: true,
  })
  alarms.watch({
    kind: 'reconcile-backlog',
    metric: figures.figure('SubmissionsOpen', { statistic: 'Maximum' }),
    above: 0,
    periods: 6,
    essential: true,
  })
  alarms.watch({
    kind: 'reconcile-silent',
    metric: reconcile.live.metricInvocations({ period: FIVE_MINUTES }),
    below: 1,
    periods: 3,
    silence: 'bad',
    essential: true,
  })
}

import type { FunctionSchedules } from '../functions/function-schedules.ts'
import type { StageAlarms } from './alarms.ts'
import { FIVE_MINUTES } from './figures.ts'

/** Watches whether the runs of schedules succeed. */
export const watchSchedules = (alarms: StageAlarms, { failed }: FunctionSchedules): void => {
  alarms.watch({
    kind: 'schedule-failed',
    metric: failed.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES }),
    above: 0,
    essential: true,
  })
}

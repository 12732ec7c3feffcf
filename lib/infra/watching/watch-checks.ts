import type { Checks } from '../functions/checks.ts'
import type { StageAlarms } from './alarms.ts'
import { FIVE_MINUTES } from './figures.ts'

/** Three times five minutes: one late round of maintenance is not an alarm. */
const PERIODS = 3

/** A run that has waited longer than this is late. */
const OLD_SECONDS = 15 * 60

/** Watches the scheduled checks. */
export const watchChecks = (alarms: StageAlarms, { queue, deadLetters }: Checks): void => {
  const standing = (name: 'ChecksFailing' | 'ChecksUnknown' | 'ChecksOverdue') =>
    alarms.figures.figure(name, { statistic: 'Maximum' })
  alarms.watch({
    kind: 'checks-failing',
    metric: standing('ChecksFailing'),
    above: 0,
    periods: PERIODS,
    silence: 'no-change',
  })
  alarms.watch({
    kind: 'checks-unknown',
    metric: standing('ChecksUnknown'),
    above: 0,
    periods: PERIODS,
    silence: 'no-change',
  })
  // Without this figure, the checks are not maintained.
  alarms.watch({
    kind: 'checks-overdue',
    metric: standing('ChecksOverdue'),
    above: 0,
    periods: PERIODS,
    silence: 'bad',
    essential: true,
  })
  alarms.watch({
    kind: 'checks-dead',
    metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES }),
    above: 0,
    essential: true,
  })
  alarms.watch({
    kind: 'checks-queue-old',
    metric: queue.metricApproximateAgeOfOldestMessage({ period: FIVE_MINUTES, statistic: 'Maximum' }),
    above: OLD_SECONDS,
    periods: 2,
  })
}

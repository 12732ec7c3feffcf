import { Duration } from 'aws-cdk-lib'
import type { Stage } from '../stage/stage.ts'
import type { StageAlarms } from './alarms.ts'

const MINUTES_A_DAY = 24 * 60

/** Watches the scheduled smoke test. A single failure may be a coincidence; missing results mean that the test itself is broken. */
export const watchSmoke = (alarms: StageAlarms, { everyMinutes }: NonNullable<Stage['smoke']>): void => {
  if (everyMinutes === 0) return
  alarms.watch({
    kind: 'smoke-failing',
    metric: alarms.figures
      .figure('SmokeStepsFailed', { statistic: 'Minimum' })
      .with({ period: Duration.minutes(everyMinutes) }),
    above: 0,
    periods: everyMinutes * 2 <= MINUTES_A_DAY ? 2 : 1,
    silence: 'bad',
    essential: true,
  })
}

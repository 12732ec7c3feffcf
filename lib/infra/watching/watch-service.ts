import { Duration } from 'aws-cdk-lib'
import type { Stage } from '../stage/stage.ts'
import type { StageAlarms } from './alarms.ts'
import { FIVE_MINUTES } from './figures.ts'

export const UNANSWERED = ['SERVICE_TIMEOUT', 'SERVICE_UNREACHABLE', 'SERVICE_ANSWER_UNREADABLE']

/** From here on a key's jobs of the day run out. */
const NEAR = 0.8

/** Watches the Import/Export service, as it is seen from here. */
export const watchService = (alarms: StageAlarms, { depot }: Stage): void => {
  const { figures } = alarms
  alarms.watch({
    kind: 'service-failing',
    metric: figures.sumOver('ServiceErrors', UNANSWERED),
    above: 5,
    periods: 2,
  })
  alarms.watch({
    kind: 'credentials-refused',
    metric: figures.figure('ServiceErrors', { code: 'SERVICE_CREDENTIALS_REFUSED' }),
    above: 0,
    essential: true,
  })
  alarms.watch({
    kind: 'quota-used-up',
    metric: figures.figure('ServiceErrors', { code: 'SERVICE_QUOTA_EXCEEDED' }).with({ period: FIVE_MINUTES }),
    above: 0,
    essential: true,
  })
  // AWS does not say what its quota is; the depot's is a setting. It is for each key, so all jobs together reach it first.
  if (depot?.dailyJobs !== undefined) {
    alarms.watch({
      kind: 'quota-near',
      metric: figures.figure('JobsSubmitted').with({ period: Duration.days(1) }),
      above: depot.dailyJobs * NEAR,
    })
  }
}

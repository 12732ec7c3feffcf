import { Duration } from 'aws-cdk-lib'
import type { Stage } from '../stage/stage.ts'
import type { StageAlarms } from './alarms.ts'
import { FIVE_MINUTES } from './figures.ts'

export const UNANSWERED = ['SERVICE_TIMEOUT', 'SERVICE_UNREACHABLE', 'SERVICE_ANSWER_UNREADABLE']

/** The part of the daily quota above which a key's jobs may run out. */
const NEAR = 0.8

/** Watches the Import/Export service by its answers. */
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
  // AWS's quota is unknown; the depot's is a setting. It is for each key, so the sum of all jobs reaches it first.
  if (depot?.dailyJobs !== undefined) {
    alarms.watch({
      kind: 'quota-near',
      metric: figures.figure('JobsSubmitted').with({ period: Duration.days(1) }),
      above: depot.dailyJobs * NEAR,
    })
  }
}

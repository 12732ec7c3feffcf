import { Duration } from 'aws-cdk-lib'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import type { Stage } from '../stage/stage.ts'
import type { StageAlarms } from './alarms.ts'

/** ACM renews its own certificates 60 days before they expire. With fewer days left, it has not done so. */
const DAYS_LEFT = 45

/** Watches the certificate of the stage's hosts. */
export const watchCertificate = (alarms: StageAlarms, { customDomain }: Stage): void => {
  if (!customDomain) return
  alarms.watch({
    kind: 'certificate-expires',
    metric: Certificate.fromCertificateArn(alarms, 'Certificate', customDomain.certificateArn).metricDaysToExpiry({
      period: Duration.days(1),
      statistic: 'Minimum',
    }),
    below: DAYS_LEFT,
    essential: true,
  })
}

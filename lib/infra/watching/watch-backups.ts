import { Duration } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { Backups } from '../recovery/backups.ts'
import type { StageAlarms } from './alarms.ts'

/** Watches whether every backup is completed. */
export const watchBackups = (alarms: StageAlarms, { vault }: Backups): void => {
  const metric = new Metric({
    namespace: 'AWS/Backup',
    metricName: 'NumberOfBackupJobsFailed',
    dimensionsMap: { BackupVaultName: vault.backupVaultName },
    statistic: 'Sum',
    period: Duration.days(1),
  })
  alarms.watch({ kind: 'backup-failed', metric, above: 0, essential: true })
}

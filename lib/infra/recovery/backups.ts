import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault, type IBackupVault } from 'aws-cdk-lib/aws-backup'
import type { ITable } from 'aws-cdk-lib/aws-dynamodb'
import { Schedule } from 'aws-cdk-lib/aws-events'
import { type IRole, ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { accept } from '../stage/accepted.ts'
import type { Stage } from '../stage/stage.ts'
import type { DataKey } from '../storage/data-key.ts'

/** A time when few people work, in America and in Europe. */
const DAILY = Schedule.cron({ hour: '3', minute: '17' })

/** AWS's managed policies with which AWS Backup reads the data. */
const POLICIES = ['service-role/AWSBackupServiceRolePolicyForBackup', 'AWSBackupServiceRolePolicyForS3Backup'] as const

export interface BackupsProps {
  readonly stage: Stage
  readonly key: DataKey
  readonly part: 'waybill' | 'depot'
  readonly tables: readonly ITable[]
  readonly buckets: readonly IBucket[]
}

/** Daily backups in a vault, and a copy of each in another vault, if the stage names one. */
export class Backups extends Construct {
  readonly vault: IBackupVault

  constructor(scope: Construct, id: string, { stage, key, part, tables, buckets }: BackupsProps) {
    super(scope, id)
    const { keepDays = 35, copyTo } = stage.backup ?? {}
    const name = part === 'depot' ? `waybill-${stage.name}-depot` : `waybill-${stage.name}`
    this.vault = new BackupVault(this, 'Vault', {
      backupVaultName: name,
      // A stage that keeps its data keeps its backups. An empty vault is deleted with a failed first deployment.
      removalPolicy: stage.keepData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
      ...(key.key && { encryptionKey: key.key }),
    })
    const kept = Duration.days(keepDays)
    const plan = new BackupPlan(this, 'Plan', {
      backupPlanName: name,
      backupVault: this.vault,
      backupPlanRules: [
        new BackupPlanRule({
          ruleName: 'daily',
          scheduleExpression: DAILY,
          deleteAfter: kept,
          ...(copyTo !== undefined && {
            copyActions: [
              {
                destinationBackupVault: BackupVault.fromBackupVaultArn(this, 'Copies', copyTo),
                deleteAfter: kept,
              },
            ],
          }),
        }),
      ],
    })
    const role = new Role(this, 'Role', {
      description: `Waybill ${stage.name}: AWS Backup reads tables and buckets`,
      assumedBy: new ServicePrincipal('backup.amazonaws.com'),
      managedPolicies: POLICIES.map(policy => ManagedPolicy.fromAwsManagedPolicyName(policy)),
    })
    for (const policy of POLICIES) {
      accept(role, {
        [`AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`]:
          'The policy that AWS keeps for exactly this: AWS Backup reads what it backs up.',
      })
    }
    plan.addSelection('Selection', {
      backupSelectionName: name,
      role: role as IRole,
      resources: [
        ...tables.map(table => BackupResource.fromArn(table.tableArn)),
        ...buckets.map(bucket => BackupResource.fromArn(bucket.bucketArn)),
      ],
    })
  }
}

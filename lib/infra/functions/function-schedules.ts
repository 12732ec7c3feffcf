import { Aws, Duration, Stack } from 'aws-cdk-lib'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { accept } from '../stage/accepted.ts'
import { InlineRole } from './inline-role.ts'

/**
 * The role with which EventBridge Scheduler calls functions, and the queue of failed runs. All schedules share them, since a
 * stack can have only 500 resources. A message in the queue names its function.
 */
export class FunctionSchedules extends Construct {
  readonly role: InlineRole
  readonly failed: Queue

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const schedules = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule-group',
      resourceName: 'default',
    })
    this.role = new InlineRole(this, 'Role', {
      description: 'Waybill: schedules call their functions',
      // Only for the schedules of this account and group.
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID, 'aws:SourceArn': schedules } },
      }),
    })
    this.failed = new Queue(this, 'Failed', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    })
    accept(this.failed, {
      'AwsSolutions-SQS3': 'It is itself the queue of what failed.',
      'Serverless-SQSRedrivePolicy': 'It is itself the queue of what failed.',
    })
  }
}

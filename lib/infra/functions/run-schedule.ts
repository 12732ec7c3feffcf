import { Duration } from 'aws-cdk-lib'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { accept } from '../stage/accepted.ts'
import type { WaybillFunction } from './waybill-function.ts'

/** Runs a function again and again. What fails is kept aside, so that it is seen. */
export class RunSchedule extends Construct {
  readonly failed: Queue

  /** @param every also how long an invocation may wait: the next one does the same */
  constructor(scope: Construct, id: string, { fn, every }: { readonly fn: WaybillFunction; readonly every: Duration }) {
    super(scope, id)
    this.failed = new Queue(this, 'Failed', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    })
    accept(this.failed, {
      'AwsSolutions-SQS3': 'It is itself the queue of what failed.',
      'Serverless-SQSRedrivePolicy': 'It is itself the queue of what failed.',
    })
    // A run that fails is not tried again: the next one does the same.
    const onFailure = new SqsDestination(this.failed as IQueue)
    fn.live.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: every, onFailure })
    new Schedule(this, 'Schedule', {
      description: `Waybill: ${fn.row.does}`,
      schedule: ScheduleExpression.rate(every),
      target: new LambdaInvoke(fn.live as IFunction, { deadLetterQueue: this.failed as IQueue, retryAttempts: 0 }),
    })
  }
}

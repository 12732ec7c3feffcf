import type { Duration } from 'aws-cdk-lib'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { FunctionSchedules } from './function-schedules.ts'
import type { WaybillFunction } from './waybill-function.ts'

export interface RunScheduleProps {
  readonly fn: WaybillFunction
  /** The time between runs. An invocation may wait as long, since the next one does the same. */
  readonly every: Duration
  readonly schedules: FunctionSchedules
}

/** Runs a function on a schedule. A failed run leaves a message in the queue of failed runs. */
export class RunSchedule extends Construct {
  constructor(scope: Construct, id: string, { fn, every, schedules }: RunScheduleProps) {
    super(scope, id)
    const { role } = schedules
    const failed: IQueue = schedules.failed
    // A failed run is not repeated, since the next one does the same.
    fn.live.configureAsyncInvoke({ retryAttempts: 0, maxEventAge: every, onFailure: new SqsDestination(failed) })
    new Schedule(this, 'Schedule', {
      description: `Waybill: ${fn.row.does}`,
      schedule: ScheduleExpression.rate(every),
      target: new LambdaInvoke(fn.live as IFunction, { role, deadLetterQueue: failed, retryAttempts: 0 }),
    })
  }
}

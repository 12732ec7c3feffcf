import { RemovalPolicy } from 'aws-cdk-lib'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import type { Stage } from '../stage/stage.ts'

/** A log of the stage, encrypted like the data, with the stage's retention. */
export const stageLogGroup = (
  scope: Construct,
  id: string,
  { stage, key, name }: { readonly stage: Stage; readonly key: IKey | undefined; readonly name: string },
): LogGroup =>
  new LogGroup(scope, id, {
    logGroupName: name,
    // A stage may name only the values of this enumeration.
    retention: stage.logRetentionDays as RetentionDays,
    // The name is fixed, so a group that is left by a failed first deployment would block the next one.
    removalPolicy: stage.keepData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    ...(key && { encryptionKey: key }),
  })

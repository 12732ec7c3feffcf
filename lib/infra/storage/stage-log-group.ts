import { RemovalPolicy } from 'aws-cdk-lib'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import type { Stage } from '../stage/stage.ts'

/** A log of the stage, as every log of ours is: encrypted like the data, and kept for as long as the stage says. */
export const stageLogGroup = (
  scope: Construct,
  id: string,
  { stage, key, name }: { readonly stage: Stage; readonly key: IKey | undefined; readonly name: string },
): LogGroup =>
  new LogGroup(scope, id, {
    logGroupName: name,
    // The days that a stage may name are this enumeration's own values.
    retention: stage.logRetentionDays as RetentionDays,
    // With a name of its own, one that a failed first deployment left behind would be in the next one's way.
    removalPolicy: stage.keepData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    ...(key && { encryptionKey: key }),
  })

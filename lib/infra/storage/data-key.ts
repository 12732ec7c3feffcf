import { RemovalPolicy } from 'aws-cdk-lib'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Construct } from 'constructs'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { Stage } from '../stage/stage.ts'

/** The stage's own KMS key, where it wants one; else nothing, and AWS's keys encrypt. */
export class DataKey extends Construct {
  readonly key: Key | undefined

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    if (!stage.customerManagedKey) return
    this.key = new Key(this, 'Key', {
      description: `Waybill ${stage.name}: table and bucket`,
      enableKeyRotation: true,
      removalPolicy: stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
  }

  grantDecrypt(fn: WaybillFunction): void {
    if (this.key) fn.allow([this.key.keyArn], 'kms:Decrypt', 'kms:DescribeKey')
  }

  /** What DynamoDB and S3 ask in the name of whoever writes (their developer guides, "Encryption at rest"). */
  grantEncrypt(fn: WaybillFunction): void {
    if (!this.key) return
    fn.allow([this.key.keyArn], 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey')
  }
}

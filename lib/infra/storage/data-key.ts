import { Aws, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Construct } from 'constructs'
import type { Stage } from '../stage/stage.ts'
import { KeyGrants } from './key-grants.ts'

/** The stage's own KMS key, if it wants one. Otherwise AWS's keys encrypt. */
export class DataKey extends Construct {
  readonly key: Key | undefined
  readonly grants: KeyGrants

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    this.key = stage.customerManagedKey ? this.#make(stage) : undefined
    this.grants = new KeyGrants(this.key?.keyArn)
  }

  #make(stage: Stage): Key {
    const key = new Key(this, 'Key', {
      description: `Waybill ${stage.name}: table, bucket and logs`,
      enableKeyRotation: true,
      removalPolicy: stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    // CloudWatch Logs uses the key itself, so it needs permission for log groups of this account (user guide, "Encrypt log data").
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`logs.${Stack.of(this).region}.${Aws.URL_SUFFIX}`)],
        actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': Stack.of(this).formatArn({ service: 'logs', resource: '*' }),
          },
        },
      }),
    )
    return key
  }
}

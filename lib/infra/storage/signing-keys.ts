import { ArnFormat, Stack } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { Stage } from '../stage/stage.ts'

/**
 * The teams' signing keys, a secret each: `waybill/<stage>/keys/<accessKeyId>`. The stack makes none, since what is in them
 * is the operator's to put there (`waybill keys put`); it only says who may read them.
 */
export class SigningKeys extends Construct {
  /** What stands before an access key's ID in the name of its secret. */
  readonly prefix: string

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    this.prefix = `waybill/${stage.name}/keys/`
  }

  /** Lets a function sign with the keys. */
  grantRead(fn: WaybillFunction): void {
    this.#allow(fn, 'secretsmanager:GetSecretValue')
  }

  /** Lets a function learn when secrets were changed, and nothing of what is in them. */
  grantDescribe(fn: WaybillFunction): void {
    this.#allow(fn, 'secretsmanager:DescribeSecret')
  }

  #allow(fn: WaybillFunction, action: string): void {
    const secrets = Stack.of(this).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: `${this.prefix}*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    })
    fn.configure({ WAYBILL_KEYS_PREFIX: this.prefix })
    fn.allowUnder('Keys of this one stage; teams add and rotate them without a deployment.', [secrets], action)
  }
}

import { ArnFormat, Stack } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { Stage } from '../stage/stage.ts'

/**
 * The teams' signing keys, each a secret `waybill/<stage>/keys/<accessKeyId>`. The stack only grants access to them. Operators
 * make them (`waybill keys put`).
 */
export class SigningKeys extends Construct {
  /** The start of a secret's name; the access key's ID follows. */
  readonly prefix: string

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    this.prefix = `waybill/${stage.name}/keys/`
  }

  /** Lets a function sign with the keys. */
  grantRead(fn: WaybillFunction): void {
    this.#allow(fn, 'secretsmanager:GetSecretValue')
  }

  /** Lets a function read when secrets were changed, but not their values. */
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

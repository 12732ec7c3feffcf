import { RemovalPolicy } from 'aws-cdk-lib'
import { type IKey, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms'
import { Construct } from 'constructs'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { Stage } from '../stage/stage.ts'

/** The key that signs the digests of history. Its private half never leaves KMS, and KMS cannot rotate such a key. */
export class HistoryKey extends Construct {
  readonly key: IKey

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    const existing = stage.existing?.historyKey
    this.key =
      existing === undefined
        ? new Key(this, 'Key', {
            description: `Waybill ${stage.name}: digests of history`,
            keySpec: KeySpec.ECC_NIST_P256,
            keyUsage: KeyUsage.SIGN_VERIFY,
            // Must be set from the start, so that the loss of a region does not end the chain of digests.
            multiRegion: true,
            removalPolicy: stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
          })
        : Key.fromKeyArn(this, 'Key', existing)
  }

  grantSign(fn: WaybillFunction): void {
    fn.allow([this.key.keyArn], 'kms:Sign', 'kms:GetPublicKey')
    fn.configure({ WAYBILL_HISTORY_KEY: this.key.keyArn })
  }
}

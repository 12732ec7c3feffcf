import { RemovalPolicy } from 'aws-cdk-lib'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import { accept } from '../stage/accepted.ts'
import type { Stage } from '../stage/stage.ts'

const SECRETS = {
  signing: 'keys the SIGNATURE of every job',
  staff: 'what the requests of the staff carry',
} as const

/** The depot's own secrets, drawn once when it is deployed. */
export class DepotSecrets extends Construct {
  readonly #prefix: string
  readonly #secrets: readonly Secret[]

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    this.#prefix = `waybill/${stage.name}/depot/`
    this.#secrets = Object.entries(SECRETS).map(([name, does]) => {
      const secret = new Secret(this, name, {
        secretName: this.#prefix + name,
        description: `Waybill's depot ${stage.name}: ${does}`,
        generateSecretString: { passwordLength: 64, excludePunctuation: true },
        removalPolicy: stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      })
      accept(secret, {
        'AwsSolutions-SMG4':
          'Another value would make every SIGNATURE on its way look forged; the staff change theirs by hand when a colleague leaves.',
      })
      return secret
    })
  }

  grantRead(fn: WaybillFunction): void {
    fn.allow(
      this.#secrets.map(secret => secret.secretArn),
      'secretsmanager:GetSecretValue',
    )
    fn.configure({ WAYBILL_DEPOT_SECRETS: this.#prefix })
  }
}

import { RemovalPolicy } from 'aws-cdk-lib'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import { accept } from '../stage/accepted.ts'
import type { Stage } from '../stage/stage.ts'

/** The secret that the staff's requests carry: its name, and the ARN that permissions name. */
export interface StaffSecret {
  readonly name: string
  readonly arn: string
}

const SECRETS = {
  signing: 'keys the SIGNATURE of every job',
  staff: 'what the requests of the staff carry',
} as const

/** The depot's own secrets, drawn once when it is deployed, or taken over from a stack that was there before. */
export class DepotSecrets extends Construct {
  readonly #prefix: string
  readonly #arns: readonly string[]
  readonly staff: StaffSecret

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    this.#prefix = `waybill/${stage.name}/depot/`
    const arnOf = (name: keyof typeof SECRETS): string => {
      const secretName = this.#prefix + name
      // Its ARN ends in six characters that only Secrets Manager knows.
      if (stage.existing?.depotSecrets) return `${Secret.fromSecretNameV2(this, name, secretName).secretArn}-??????`
      const secret = new Secret(this, name, {
        secretName,
        description: `Waybill's depot ${stage.name}: ${SECRETS[name]}`,
        generateSecretString: { passwordLength: 64, excludePunctuation: true },
        // With a name of its own, one that a failed first deployment left behind would be in the next one's way.
        removalPolicy: stage.keepData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
      })
      accept(secret, {
        'AwsSolutions-SMG4':
          'Another value would make every SIGNATURE on its way look forged; the staff change theirs by hand when a colleague leaves.',
      })
      return secret.secretArn
    }
    const [signing, staff] = [arnOf('signing'), arnOf('staff')]
    this.#arns = [signing, staff]
    this.staff = { name: `${this.#prefix}staff`, arn: staff }
  }

  grantRead(fn: WaybillFunction): void {
    fn.allow(this.#arns, 'secretsmanager:GetSecretValue')
    fn.configure({ WAYBILL_DEPOT_SECRETS: this.#prefix })
  }
}

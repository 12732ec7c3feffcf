import { RemovalPolicy } from 'aws-cdk-lib'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import { accept } from '../stage/accepted.ts'
import type { Stage } from '../stage/stage.ts'

/** The secret in the staff's requests: its name, and the ARN for permissions. */
export interface StaffSecret {
  readonly name: string
  readonly arn: string
}

const SECRETS = {
  signing: 'keys the SIGNATURE of every job',
  staff: 'what the requests of the staff carry',
} as const

/** The depot's own secrets. They are made when it is first deployed, or taken over from an earlier stack. */
export class DepotSecrets extends Construct {
  readonly #prefix: string
  readonly #arns: readonly string[]
  readonly staff: StaffSecret

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    this.#prefix = `waybill/${stage.name}/depot/`
    const arnOf = (name: keyof typeof SECRETS): string => {
      const secretName = this.#prefix + name
      // The ARN ends with six characters that only Secrets Manager knows.
      if (stage.existing?.depotSecrets) return `${Secret.fromSecretNameV2(this, name, secretName).secretArn}-??????`
      const secret = new Secret(this, name, {
        secretName,
        description: `Waybill's depot ${stage.name}: ${SECRETS[name]}`,
        generateSecretString: { passwordLength: 64, excludePunctuation: true },
        // The name is fixed, so a secret that is left by a failed first deployment would block the next one.
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

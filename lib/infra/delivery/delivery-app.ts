import { type App, BootstraplessSynthesizer, type IStackSynthesizer, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { DeliveryStack } from './delivery-stack.ts'

/** A context value is missing or invalid. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError'
}

/**
 * The stack with the roles for deploying from GitHub: `-c repository=OWNER/NAME -c environment=NAME`. It does not need a
 * bootstrapped account, since it makes the policy for bootstrapping one.
 *
 * @throws DeliveryError
 */
export const deliveryApp = (app: App): DeliveryStack => {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  const repository = String(app.node.tryGetContext('repository') ?? '')
  const environment = String(app.node.tryGetContext('environment') ?? '')
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw new DeliveryError('Name the repository: -c repository=OWNER/NAME')
  if (!/^[A-Za-z][\w-]{0,29}$/.test(environment)) {
    throw new DeliveryError("Name the repository's environment that may deploy: -c environment=NAME")
  }
  return new DeliveryStack(app, 'WaybillDelivery', {
    stackName: `waybilldelivery-${environment}`,
    synthesizer: new BootstraplessSynthesizer() as IStackSynthesizer,
    settings: { repository, environment, hasProvider: String(app.node.tryGetContext('provider')) === 'there' },
  })
}

import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch'
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy'
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import { accept } from '../stage/accepted.ts'
import type { Stage } from '../stage/stage.ts'

/** Gives a new version a tenth of the calls for five minutes, and rolls it back if the function's alarm goes off. */
export class Canary extends Construct {
  readonly #application: LambdaApplication
  readonly #role: Role

  constructor(
    scope: Construct,
    id: string,
    { stage, part = 'waybill' }: { readonly stage: Stage; readonly part?: 'waybill' | 'depot' },
  ) {
    super(scope, id)
    const applicationName = part === 'depot' ? `waybill-${stage.name}-depot` : `waybill-${stage.name}`
    this.#application = new LambdaApplication(this, 'Application', { applicationName })
    // One role for all functions: CodeDeploy does the same with all, and a stack can have only 500 resources.
    this.#role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSCodeDeployRoleForLambdaLimited')],
    })
    accept(this.#role, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]':
        'The policy that AWS keeps for exactly this: moving an alias and looking at its alarms.',
    })
  }

  /**
   * @param failing the alarm that rolls the version back
   * @param before the function that tries the version before it gets calls
   */
  release(fn: WaybillFunction, failing: Alarm | undefined, before?: WaybillFunction): void {
    new LambdaDeploymentGroup(this, fn.node.id, {
      application: this.#application,
      alias: fn.live,
      role: this.#role,
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      alarms: failing ? [failing] : [],
      ...(before && { preHook: before.live as IFunction }),
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
    })
  }
}

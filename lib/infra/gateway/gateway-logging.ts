import { RemovalPolicy } from 'aws-cdk-lib'
import { CfnAccount } from 'aws-cdk-lib/aws-apigateway'
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import { accept } from '../stage/accepted.ts'

/**
 * Lets API Gateway write logs. This is one setting for all APIs of an account in a region, and an API with a log needs it. It
 * stays when the stack is deleted, since other APIs may need it.
 */
export class GatewayLogging extends Construct {
  readonly account: CfnAccount

  constructor(scope: Construct, id: string) {
    super(scope, id)
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
    })
    role.applyRemovalPolicy(RemovalPolicy.RETAIN)
    this.account = new CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn })
    this.account.applyRemovalPolicy(RemovalPolicy.RETAIN)
    const policy = 'iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs'
    accept(role, {
      [`AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:${policy}]`]:
        'The policy that AWS keeps for exactly this: API Gateway names its own log groups.',
    })
  }
}

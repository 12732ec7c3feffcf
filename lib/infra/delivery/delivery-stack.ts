import { Aws, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib'
import {
  Effect,
  type IOidcProvider,
  ManagedPolicy,
  OidcProviderNative,
  OpenIdConnectPrincipal,
  PolicyStatement,
  Role,
} from 'aws-cdk-lib/aws-iam'
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js'
import type { Construct, IConstruct } from 'constructs'
import { accept } from '../stage/accepted.ts'
import { DEPLOYABLE, type Deployable } from './deployable.ts'

/** The issuer of GitHub's tokens (GitHub docs, "About security hardening with OpenID Connect"). */
const ISSUER = 'https://token.actions.githubusercontent.com'
const AUDIENCE = 'sts.amazonaws.com'

/** The default qualifier of `cdk bootstrap`. */
const QUALIFIER = 'hnb659fds'

/** The longest time of a deployment: CodeDeploy's canaries, one function after the other. */
const LONGEST = Duration.hours(2)

export interface DeliverySettings {
  /** The repository on GitHub, `OWNER/NAME`. */
  readonly repository: string
  /** The environment of the repository whose jobs may deploy. */
  readonly environment: string
  /** Whether the account already has GitHub's identity provider, of which there can be only one. */
  readonly hasProvider: boolean
}

/**
 * Lets GitHub deploy without a key that could leak: roles for deploying, comparing and trying out, and the policy of
 * CloudFormation itself.
 */
export class DeliveryStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { settings, ...props }: StackProps & { readonly settings: DeliverySettings },
  ) {
    super(scope, id, props)
    const { repository, environment, hasProvider } = settings
    const provider = hasProvider
      ? OidcProviderNative.fromOidcProviderArn(
          this,
          'GitHub',
          `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:oidc-provider/${new URL(ISSUER).host}`,
        )
      : new OidcProviderNative(this, 'GitHub', { url: ISSUER, clientIds: [AUDIENCE] })
    const fromEnvironment = `repo:${repository}:environment:${environment}`
    const fromPullRequest = `repo:${repository}:pull_request`

    const deploy = this.#role('Deploy', provider, fromEnvironment, `deploys Waybill from ${repository}`)
    this.#mayBecome(deploy, 'deploy-role', 'file-publishing-role', 'lookup-role')
    const diff = this.#role('Diff', provider, fromPullRequest, `compares Waybill's stacks with ${repository}`)
    this.#mayBecome(diff, 'lookup-role')
    const smoke = this.#role('Smoke', provider, fromEnvironment, 'calls Waybill as a team does')
    smoke.addToPolicy(
      new PolicyStatement({
        actions: ['execute-api:Invoke'],
        resources: [this.formatArn({ service: 'execute-api', resource: '*', resourceName: 'prod/*' })],
      }),
    )
    acceptPatterns(smoke, "An API's ID is made when it is deployed; which jobs the role sees, its team decides.", [
      this.formatArn({ service: 'execute-api', resource: '*', resourceName: 'prod/*' }),
    ])
    for (const [name, role] of Object.entries({ DeployRole: deploy, DiffRole: diff, SmokeRole: smoke })) {
      new CfnOutput(this, name, { value: role.roleArn })
    }
    new CfnOutput(this, 'ExecutionPolicy', {
      value: this.#executionPolicy().managedPolicyArn,
      description: 'For cdk bootstrap --cloudformation-execution-policies',
    })
  }

  #role(id: string, provider: IOidcProvider, subject: string, does: string): Role {
    const issuer = new URL(ISSUER).host
    return new Role(this, id, {
      description: `GitHub Actions: ${does}`,
      maxSessionDuration: LONGEST,
      assumedBy: new OpenIdConnectPrincipal(provider, {
        StringEquals: { [`${issuer}:aud`]: AUDIENCE, [`${issuer}:sub`]: subject },
      }),
    })
  }

  /** Lets a role assume the roles of `cdk bootstrap`, which do everything else in a deployment. */
  #mayBecome(role: Role, ...names: readonly string[]): void {
    role.addToPolicy(
      new PolicyStatement({
        actions: ['sts:AssumeRole', 'sts:TagSession'],
        resources: names.map(
          name =>
            `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/cdk-${QUALIFIER}-${name}-${Aws.ACCOUNT_ID}-${Aws.REGION}`,
        ),
      }),
    )
  }

  #executionPolicy(): ManagedPolicy {
    const policy = new ManagedPolicy(this, 'Execution', {
      description: "What CloudFormation may do to make and change Waybill's stacks",
      statements: DEPLOYABLE.map(
        ({ actions, conditions, ...row }) =>
          new PolicyStatement({
            effect: Effect.ALLOW,
            actions: [...actions],
            resources: row.resources.map(resource => this.#arn(actions[0], resource, row)),
            ...(conditions && { conditions }),
          }),
      ),
    })
    const because =
      'CloudFormation makes, changes and removes what is in the stacks: all actions of their services, limited to names of Waybill wherever names are known.'
    acceptPatterns(
      policy,
      because,
      DEPLOYABLE.flatMap(row => row.resources.map(resource => this.#arn(row.actions[0], resource, row))),
      DEPLOYABLE.flatMap(({ actions }) => actions),
    )
    return policy
  }

  #arn(action: string, resource: string, { named }: Pick<Deployable, 'named'>): string {
    if (resource === '*') return resource
    const [service = ''] = action.split(':')
    const region = named === undefined || named === 'region' ? Aws.REGION : ''
    const account = named === undefined || named === 'account' ? Aws.ACCOUNT_ID : ''
    return `arn:${Aws.PARTITION}:${service}:${region}:${account}:${resource}`
  }
}

/** Accepts each pattern separately, as cdk-nag requires. */
const acceptPatterns = (
  construct: IConstruct,
  because: string,
  resources: readonly string[],
  actions: readonly string[] = [],
): void => {
  const found = [
    ...resources.map(resource => `Resource::${flattenCfnReference(Stack.of(construct).resolve(resource))}`),
    ...actions.map(action => `Action::${action}`),
  ]
  for (const pattern of new Set(found)) {
    if (pattern.includes('*')) accept(construct, { [`AwsSolutions-IAM5[${pattern}]`]: because })
  }
}

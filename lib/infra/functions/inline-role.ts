import {
  type AddToPrincipalPolicyResult,
  PolicyDocument,
  type PolicyStatement,
  Role,
  type RoleProps,
} from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'

/**
 * A role with an inline policy. CDK would make another resource for the policy, and a stack can have only 500. It cannot be used
 * if a resource in the policy depends on the role.
 */
export class InlineRole extends Role {
  readonly #policy: PolicyDocument

  constructor(scope: Construct, id: string, props: Omit<RoleProps, 'inlinePolicies'>) {
    const policy = new PolicyDocument()
    super(scope, id, { ...props, inlinePolicies: { Own: policy } })
    this.#policy = policy
  }

  override addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    this.#policy.addStatements(statement)
    return { statementAdded: true, policyDependable: this }
  }
}

import {
  type AddToPrincipalPolicyResult,
  PolicyDocument,
  type PolicyStatement,
  Role,
  type RoleProps,
} from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'

/**
 * A role that has its policy in itself. CDK makes a resource of its own for a role's policy, and a stack has room for 500. Not for
 * a role that what its policy names depends on.
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

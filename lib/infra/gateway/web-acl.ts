import { RemovalPolicy } from 'aws-cdk-lib'
import type { RestApi } from 'aws-cdk-lib/aws-apigateway'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2'
import { Construct } from 'constructs'
import type { Stage } from '../stage/stage.ts'

/** Of one address in five minutes. */
const REQUESTS_PER_ADDRESS = 2_000

/** A million bytes or more. Manifests have at most 256 KB, and the Query API's form adds what encoding takes. */
const TOO_LONG = '^[0-9]{7,}$'

/** AWS's own rules. What they would refuse though it is right, they only count. */
const MANAGED = [
  // A manifest in a request is larger than the 8 KB that this rule takes for the most that a body has.
  { name: 'AWSManagedRulesCommonRuleSet', onlyCounted: ['SizeRestrictions_BODY'] },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet', onlyCounted: [] },
  { name: 'AWSManagedRulesAmazonIpReputationList', onlyCounted: [] },
] as const

/** A firewall in front of APIs. */
export class WebAcl extends Construct {
  readonly #acl: CfnWebACL

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    this.#acl = new CfnWebACL(this, 'Acl', {
      name: `waybill-${stage.name}`,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: seen('all'),
      rules: [
        ...MANAGED.map(({ name, onlyCounted }, priority) => ({
          name,
          priority,
          overrideAction: { none: {} },
          visibilityConfig: seen(name),
          statement: {
            managedRuleGroupStatement: {
              vendorName: 'AWS',
              name,
              ruleActionOverrides: onlyCounted.map(rule => ({ name: rule, actionToUse: { count: {} } })),
            },
          },
        })),
        {
          name: 'too-long',
          priority: 10,
          action: { block: {} },
          visibilityConfig: seen('too-long'),
          statement: {
            regexMatchStatement: {
              fieldToMatch: { singleHeader: { Name: 'content-length' } },
              regexString: TOO_LONG,
              textTransformations: [{ priority: 0, type: 'NONE' }],
            },
          },
        },
        {
          name: 'too-many',
          priority: 11,
          action: { block: {} },
          visibilityConfig: seen('too-many'),
          statement: { rateBasedStatement: { limit: REQUESTS_PER_ADDRESS, aggregateKeyType: 'IP' } },
        },
      ],
    })
    const log = new LogGroup(this, 'Log', {
      // WAF writes only to groups whose names begin so.
      logGroupName: `aws-waf-logs-waybill-${stage.name}`,
      // The days that a stage may name are this enumeration's own values.
      retention: stage.logRetentionDays as RetentionDays,
      removalPolicy: stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.#acl.attrArn,
      logDestinationConfigs: [log.logGroupArn.replace(/:\*$/, '')],
      redactedFields: [{ singleHeader: { Name: 'authorization' } }, { queryString: {} }],
    })
  }

  protect(api: RestApi): void {
    new CfnWebACLAssociation(this, `${api.node.scope?.node.id}Association`, {
      resourceArn: api.deploymentStage.stageArn,
      webAclArn: this.#acl.attrArn,
    })
  }
}

const seen = (metricName: string) => ({ cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false, metricName })

import type { RestApi } from 'aws-cdk-lib/aws-apigateway'
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2'
import { Construct } from 'constructs'
import type { Stage } from '../stage/stage.ts'
import type { DataKey } from '../storage/data-key.ts'
import { stageLogGroup } from '../storage/stage-log-group.ts'

/** WAF counts the requests of an address over so long. */
const RATE_SECONDS = 300

/**
 * Five million bytes or more. Batches have at most 4 MiB, and Lambda takes no more than that from API Gateway. WAF reads no
 * numbers in headers, so the digits are counted.
 */
const TOO_LONG = '^0*(?:[1-9]\\d{7,}|[5-9]\\d{6})$'

/**
 * AWS's own rules. Bodies and queries are manifests, SIGNATURE files and addresses of webhooks, texts in which these rules see
 * attacks: a pattern such as `../`, an address, a word of a script. Nothing here executes them or finds files by them, and the
 * functions refuse what is not well formed, so what the rules would refuse there is only counted. All else is blocked.
 */
const MANAGED = [
  {
    name: 'AWSManagedRulesCommonRuleSet',
    onlyCounted: [
      // A manifest is larger than the 8 KB that this rule takes for the most that a body has; batches have 4 MiB.
      'SizeRestrictions_BODY',
      // `GET /` has a manifest in its query, and lists a page token.
      'SizeRestrictions_QUERYSTRING',
      // Tools of the Query API are old, and some name themselves nowhere.
      'NoUserAgent_HEADER',
      // A check may be named nightly.log, and a device disk.bak.
      'RestrictedExtensions_URIPATH',
      'RestrictedExtensions_QUERYARGUMENTS',
      'GenericLFI_QUERYARGUMENTS',
      'GenericLFI_BODY',
      'GenericRFI_QUERYARGUMENTS',
      'GenericRFI_BODY',
      'EC2MetaDataSSRF_QUERYARGUMENTS',
      'EC2MetaDataSSRF_BODY',
      'CrossSiteScripting_QUERYARGUMENTS',
      'CrossSiteScripting_BODY',
    ],
  },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet', onlyCounted: [] },
  { name: 'AWSManagedRulesAmazonIpReputationList', onlyCounted: [] },
] as const

interface WebAclProps {
  readonly stage: Stage
  readonly key: DataKey
  /** Whose firewall. The depot's links to PDFs have their token in the path. */
  readonly part: 'waybill' | 'depot'
}

/** A firewall in front of APIs. */
export class WebAcl extends Construct {
  readonly #acl: CfnWebACL

  constructor(scope: Construct, id: string, { stage, key, part }: WebAclProps) {
    super(scope, id)
    const name = part === 'depot' ? `waybill-${stage.name}-depot` : `waybill-${stage.name}`
    this.#acl = new CfnWebACL(this, 'Acl', {
      name,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: seen('all'),
      rules: [...MANAGED.map(managedRule), tooLong(MANAGED.length), tooMany(MANAGED.length + 1, stage)],
    })
    // WAF writes only to groups whose names begin so.
    const log = stageLogGroup(this, 'Log', { stage, key: key.key, name: `aws-waf-logs-${name}` })
    new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.#acl.attrArn,
      logDestinationConfigs: [log.logGroupArn.replace(/:\*$/, '')],
      redactedFields: [
        { singleHeader: { Name: 'authorization' } },
        { singleHeader: { Name: 'x-amz-security-token' } },
        { queryString: {} },
        ...(part === 'depot' ? [{ uriPath: {} }] : []),
      ],
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

const managedRule = ({ name, onlyCounted }: (typeof MANAGED)[number], priority: number): CfnWebACL.RuleProperty => ({
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
})

const tooLong = (priority: number): CfnWebACL.RuleProperty => ({
  name: 'too-long',
  priority,
  action: { block: {} },
  visibilityConfig: seen('too-long'),
  statement: {
    regexMatchStatement: {
      fieldToMatch: { singleHeader: { Name: 'content-length' } },
      regexString: TOO_LONG,
      textTransformations: [{ priority: 0, type: 'NONE' }],
    },
  },
})

/** More from one address than the API itself would accept from one team, or from all callers if it cannot distinguish teams. */
const tooMany = (priority: number, { authentication, throttling, teamThrottling }: Stage): CfnWebACL.RuleProperty => ({
  name: 'too-many',
  priority,
  action: { block: {} },
  visibilityConfig: seen('too-many'),
  statement: {
    rateBasedStatement: {
      limit: (authentication.kind === 'jwt' ? teamThrottling : throttling).rate * RATE_SECONDS,
      evaluationWindowSec: RATE_SECONDS,
      aggregateKeyType: 'IP',
    },
  },
})

import type { RestApi } from 'aws-cdk-lib/aws-apigateway'
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2'
import { Construct } from 'constructs'
import type { Stage } from '../stage/stage.ts'
import type { DataKey } from '../storage/data-key.ts'
import { stageLogGroup } from '../storage/stage-log-group.ts'

/** The window in which WAF counts the requests of an address, in seconds. */
const RATE_SECONDS = 300

/**
 * Matches a length of five million bytes or more. Batches have at most 4 MiB, and Lambda accepts no more from API Gateway. WAF
 * cannot compare numbers, so the digits are matched.
 */
const TOO_LONG = '^0*(?:[1-9]\\d{7,}|[5-9]\\d{6})$'

/**
 * AWS's own rules. Manifests, SIGNATURE files and webhook addresses may look like attacks to these rules: a pattern such as
 * `../`, an address, a word of a script. Nothing here executes them or uses them as file names, and the functions refuse
 * malformed input. So matches in bodies and queries are only counted. All others are blocked.
 */
const MANAGED = [
  {
    name: 'AWSManagedRulesCommonRuleSet',
    onlyCounted: [
      // This rule allows 8 KB, but a manifest may be larger, and batches have up to 4 MiB.
      'SizeRestrictions_BODY',
      // `GET /` may have a manifest in its query, and lists have a page token.
      'SizeRestrictions_QUERYSTRING',
      // Some old tools of the Query API send no `User-Agent`.
      'NoUserAgent_HEADER',
      // A check may have the name nightly.log, and a device disk.bak.
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
  /** The owner of the firewall. The depot's links to PDFs have a token in their path. */
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
    // WAF requires this start of the name.
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

/** Blocks an address that sends more than the API accepts from one team, or from all callers if it cannot distinguish teams. */
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

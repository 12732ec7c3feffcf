import type { Template } from 'aws-cdk-lib/assertions'
import { resourcesOf } from './synth.ts'

export interface FirewallRequest {
  readonly path: string
  readonly query?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * AWS's core rules as their documentation describes them (WAF developer guide, "Baseline rule groups"), as far as a request of
 * ours could meet one. What AWS does not publish is guessed on the strict side.
 */
const CORE: Readonly<Record<string, (request: Required<FirewallRequest>) => boolean>> = {
  NoUserAgent_HEADER: ({ headers }) => !headers['user-agent'],
  SizeRestrictions_QUERYSTRING: ({ query }) => query.length > 2048,
  SizeRestrictions_BODY: ({ body }) => body.length > 8192,
  SizeRestrictions_URIPATH: ({ path }) => path.length > 1024,
  RestrictedExtensions_URIPATH: ({ path }) => EXTENSIONS.test(path),
  RestrictedExtensions_QUERYARGUMENTS: ({ query }) => EXTENSIONS.test(decodeURIComponent(query)),
  GenericLFI_URIPATH: ({ path }) => path.includes('../'),
  GenericLFI_QUERYARGUMENTS: ({ query }) => decodeURIComponent(query).includes('../'),
  GenericLFI_BODY: ({ body }) => body.includes('../'),
  GenericRFI_URIPATH: ({ path }) => ADDRESS.test(path),
  GenericRFI_QUERYARGUMENTS: ({ query }) => ADDRESS.test(decodeURIComponent(query)),
  GenericRFI_BODY: ({ body }) => ADDRESS.test(body),
  EC2MetaDataSSRF_BODY: ({ body }) => body.includes('169.254.169.254'),
  EC2MetaDataSSRF_QUERYARGUMENTS: ({ query }) => query.includes('169.254.169.254'),
  CrossSiteScripting_BODY: ({ body }) => SCRIPT.test(body),
  CrossSiteScripting_QUERYARGUMENTS: ({ query }) => SCRIPT.test(decodeURIComponent(query)),
}

const EXTENSIONS = /\.(?:log|ini|bak|conf|config|sql|sys|dat|backup|cfg)\b/i
const ADDRESS = /:\/\/\d+\.\d+\.\d+\.\d+/
const SCRIPT = /<script|\bon(?:error|load)=|javascript:/i

/** The rule of a template's firewall that blocks a request; `undefined`: it passes. */
export const blockedBy = (template: Template, request: FirewallRequest): string | undefined => {
  const [acl] = Object.values(resourcesOf(template, 'AWS::WAFv2::WebACL'))
  const rules = (acl?.Properties.Rules ?? []) as readonly Rule[]
  const counted = new Set(
    rules
      .flatMap(({ Statement }) => Statement.ManagedRuleGroupStatement?.RuleActionOverrides ?? [])
      .map(({ Name }) => Name),
  )
  const full = { query: '', body: '', headers: {}, ...request }
  const core = Object.entries(CORE).find(([name, matches]) => !counted.has(name) && matches(full))
  if (core) return core[0]
  const length = String(Buffer.byteLength(full.body))
  return rules.find(
    ({ Statement: { RegexMatchStatement: regex } }) => regex && new RegExp(regex.RegexString).test(length),
  )?.Name
}

interface Rule {
  readonly Name: string
  readonly Statement: {
    readonly ManagedRuleGroupStatement?: { readonly RuleActionOverrides?: readonly { readonly Name: string }[] }
    readonly RegexMatchStatement?: { readonly RegexString: string }
  }
}

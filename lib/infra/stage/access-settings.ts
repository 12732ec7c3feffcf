import * as z from 'zod/mini'
import { accessKeyId, from, group, hostName, httpsUrl, identity, list, roleArn, text } from './setting-kinds.ts'

/* Who may call, from where, and how often. */

const OBJECT = 'must be an object in braces'

const Team = group({
  /** IAM roles and users of any account that act for the team. Default: none, for stages where tokens name the team */
  roles: list(roleArn, 'must be a list of ARNs'),
  /** The team's access keys, the preferred one first. Their secrets are in Secrets Manager, never here. */
  keys: z
    .array(accessKeyId, { error: 'must be a list of access key IDs' })
    .check(z.minLength(1, { error: 'must name at least one access key ID: without one the team can sign nothing' })),
})

/** The ID of a public client with PKCE. */
const clientId = text('must be the client ID of the console at the issuer', /\S/)

/** A role for the console. Its name has no comma, since commas separate roles. */
const consoleRole = text(
  'must be the ARN of an IAM role without a comma in its name ("arn:aws:iam::ACCOUNT:role/NAME")',
  /^arn:[\w-]+:iam::\d{12}:role\/[\x21-\x2b\x2d-\x7e]+$/,
)

/** The origins of the issuer's token endpoint, if they are not the issuer's own. */
const origins = list(
  text('must be an origin such as "https://login.example.com"', /^https:\/\/[^\s/]+$/),
  'must be a list of origins',
)

const Authentication = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('iam'),
      /** The web page, and the provider where people sign in, besides IAM. Default: no web page */
      console: z.optional(
        group({
          issuer: httpsUrl,
          clientId,
          scope: z._default(text('must be what the console asks for', /\S/), 'openid offline_access'),
          origins,
          /** IAM roles that are members of teams and that people of the provider may assume. The first one that STS gives is used. */
          roles: z
            .array(consoleRole, { error: 'must be a list of ARNs' })
            .check(z.minLength(1, { error: 'must name at least one role: without one the page gets no credentials' })),
        }),
      ),
    }),
    z.strictObject({
      kind: z.literal('jwt'),
      issuer: httpsUrl,
      audience: text('must be the audience that tokens are meant for', /\S/),
      jwksUrl: httpsUrl,
      teamClaim: z._default(text("must be the claim that names the caller's team", /\S/), 'team'),
      groupsClaim: z._default(text("must be the claim that lists the caller's groups", /\S/), 'groups'),
      auditorGroup: z.optional(text('must be the group whose members are auditors', /\S/)),
      /** The web page, and how people sign in at the issuer. Default: no web page */
      console: z.optional(
        group({
          clientId,
          scope: z._default(text('must be what the console asks for', /\S/), 'openid offline_access'),
          origins,
        }),
      ),
    }),
  ],
  { error: ({ code }) => (code === 'invalid_union' ? 'must be "iam" or "jwt"' : OBJECT) },
)

const rate = from(1, 10_000, 'requests')

export const ACCESS_SETTINGS = {
  /** The first teams, which the first start moves into the table. Default: none; operators make them */
  teams: z._default(
    z.record(
      text(
        'must be a team\'s name: letters, digits, ".", "_" and "-", at most 63',
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
      ),
      Team,
      { error: OBJECT },
    ),
    {},
  ),
  /** The first operators: IAM roles and users, or claims of tokens as `CLAIM=VALUE`. They can add others. */
  operators: list(identity, 'must be a list of ARNs, or of claims as "CLAIM=VALUE"'),
  /** Accounts besides the stage's own whose roles and users can be members of teams. */
  accounts: list(text('must be an account ID of twelve digits', /^\d{12}$/), 'must be a list of account IDs'),
  /** IAM roles and users that may see every job, but change none. */
  auditors: list(roleArn, 'must be a list of ARNs'),
  authentication: z._default(Authentication, { kind: 'iam' }),
  waf: z._default(z.boolean({ error: 'must be true or false' }), false),
  /** The interface endpoints (`execute-api`) that are the only way to the APIs. Default: the APIs are public */
  privateEndpoint: z.optional(
    group({
      vpcEndpointIds: z
        .array(text('must be the ID of a VPC endpoint', /^vpce-[0-9a-f]+$/), { error: 'must be a list of IDs' })
        .check(z.minLength(1, { error: 'must name at least one VPC endpoint' })),
    }),
  ),
  customDomain: z.optional(
    group({
      /** The host of `/v1`. */
      name: hostName,
      /** The host of the Query endpoint: many of its tools accept only a host, without a path. */
      queryName: hostName,
      /** A certificate for both, in the stage's region. */
      certificateArn: text(
        'must be the ARN of a certificate of ACM',
        /^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/,
      ),
      /** The hosted zone that gets both names. Default: none; add the names by hand */
      hostedZone: z.optional(z.strictObject({ id: text('must be the ID of a hosted zone', /^Z\w+$/), name: hostName })),
    }),
  ),
  /** Web pages that may call `/v1` from a browser. */
  corsOrigins: list(
    text('must be an origin such as "https://console.example.com"', /^https:\/\/[^\s/]+$/),
    'must be a list of origins',
  ),
  /** The limit of all callers together, in requests per second. */
  throttling: z._default(group({ rate, burst: rate }), { rate: 50, burst: 100 }),
  /** The limit of one team of the standard tier, with tokens; `perDay`: of all teams of the tier together. */
  teamThrottling: z._default(group({ rate, burst: rate, perDay: from(1, 100_000_000, 'requests') }), {
    rate: 20,
    burst: 40,
    perDay: 1_000_000,
  }),
  /** Tiers of usage besides the standard one, with the limits of all teams of a tier together and of one team. */
  tiers: z._default(
    z.record(
      text('must be the name of a tier: letters, digits and hyphens', /^[a-z][a-z0-9-]{0,30}$/),
      group({ rate, burst: rate, perDay: from(1, 100_000_000, 'requests'), team: group({ rate, burst: rate }) }),
      { error: OBJECT },
    ),
    {},
  ),
}

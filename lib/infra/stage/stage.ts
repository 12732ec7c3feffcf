import * as z from 'zod/mini'
import { isBucketName } from '../../manifest/fields/bucket-name.ts'

/*
 * Every setting of a stage. A schema's `error` ends the sentence that begins with the setting's name, so that whoever reads
 * it knows what to write instead.
 */

const text = (takes: string, pattern: RegExp) => z.string({ error: takes }).check(z.regex(pattern, { error: takes }))
const flag = (byDefault: boolean) => z._default(z.boolean({ error: 'must be true or false' }), byDefault)
const from = (least: number, most: number, what: string) => {
  const error = `must be a whole number of ${what} from ${least} to ${most}`
  return z.int({ error }).check(z.minimum(least, { error }), z.maximum(most, { error }))
}
const oneOf = <const V extends readonly [string, ...string[]]>(values: V) =>
  z.enum(values, { error: `must be ${values.map(value => JSON.stringify(value)).join(' or ')}` })
const list = <S extends z.core.$ZodType>(item: S, error: string) => z._default(z.array(item, { error }), [])

const NO_BUCKET = 'must be the name of an S3 bucket'
const httpsUrl = text('must be an https address', /^https:\/\/[^\s/]+\S*$/)
const hostName = text('must be a host name such as "waybill.example.com"', /^(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}$/)
const bucketName = z.string({ error: NO_BUCKET }).check(z.refine(isBucketName, { error: NO_BUCKET }))
const region = text('must be an AWS region such as "us-east-1"', /^[a-z]{2}(?:-[a-z]+)+-\d$/)
const roleArn = text(
  'must be the ARN of an IAM role or user ("arn:aws:iam::ACCOUNT:role/NAME")',
  /^arn:[\w-]+:iam::\d{12}:(?:role|user)\/[\x21-\x7e]+$/,
)
const accessKeyId = text('must be an access key ID', /^\w{16,128}$/)
const object = 'must be an object in braces'

const Team = z.strictObject(
  {
    /** IAM roles and users that act for the team. Default: none, as where tokens name the team */
    roles: list(roleArn, 'must be a list of ARNs'),
    /** Access keys that the team signs with, preferred one first. Their secrets lie in Secrets Manager, never here. */
    keys: z
      .array(accessKeyId, { error: 'must be a list of access key IDs' })
      .check(z.minLength(1, { error: 'must name at least one access key ID: without one the team can sign nothing' })),
  },
  { error: object },
)

const Authentication = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('iam') }),
    z.strictObject({
      kind: z.literal('jwt'),
      issuer: httpsUrl,
      audience: text('must be the audience that tokens are meant for', /\S/),
      jwksUrl: httpsUrl,
      teamClaim: z._default(text("must be the claim that names the caller's team", /\S/), 'team'),
      groupsClaim: z._default(text("must be the claim that lists the caller's groups", /\S/), 'groups'),
      auditorGroup: z.optional(text('must be the group whose members are auditors', /\S/)),
    }),
  ],
  { error: ({ code }) => (code === 'invalid_union' ? 'must be "iam" or "jwt"' : object) },
)

const days = from(1, 36_500, 'days')
const rate = from(1, 10_000, 'requests')

export const StageSettings = z.strictObject(
  {
    /** Default: the account of whoever deploys */
    account: z.optional(text('must be an account ID of twelve digits', /^\d{12}$/)),
    region,
    /** Who answers the Import/Export Query API: AWS, our own depot deployed beside Waybill, or whoever is at an address. */
    service: text(
      'must be "aws", "depot" or the https address of an Import/Export endpoint',
      /^(?:aws|depot|https:\/\/[^\s/]+\S*)$/,
    ),
    signatureVersion: z._default(z.union([z.literal(2), z.literal(4)], { error: 'must be 2 or 4' }), 2),
    era: z._default(oneOf(['lenient', '2015']), 'lenient'),
    teams: z.record(
      text(
        'must be a team\'s name: letters, digits, ".", "_" and "-", at most 63',
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
      ),
      Team,
      { error: object },
    ),
    /** IAM roles and users that see every job and change none. */
    auditors: list(roleArn, 'must be a list of ARNs'),
    authentication: z._default(Authentication, { kind: 'iam' }),
    /** A bucket that is there already. Default: one of the stack's own */
    logBucket: z.optional(z.strictObject({ name: bucketName, region }, { error: object })),
    /** Teams' own buckets into which the SIGNATURE is copied where a manifest names one as its `logBucket`. */
    teamLogBuckets: list(bucketName, 'must be a list of bucket names'),
    /** How long what is kept: logs; and for how long nobody can remove a SIGNATURE without a special permission. */
    logRetentionDays: z._default(
      z.union(
        ([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653] as const).map(n =>
          z.literal(n),
        ),
        { error: 'must be a number of days that CloudWatch knows (…, 30, 60, 90, 180, 365, 731, …)' },
      ),
      90,
    ),
    signatureLockDays: z._default(days, 365),
    /** Who is told when an alarm goes off. Default: nobody; the alarms are still there to look at */
    alarmEmail: z.optional(text('must be an e-mail address', /^[^\s@]+@[^\s@]+\.[^\s@]+$/)),
    /** Who is told of checks by e-mail; each address must confirm. A subscription with a filter can be made by hand too. */
    checkNoticeEmails: list(
      text('must be an e-mail address', /^[^\s@]+@[^\s@]+\.[^\s@]+$/),
      'must be a list of addresses',
    ),
    waf: flag(false),
    /** Interface endpoints (`execute-api`) through which alone the APIs are to be reached. Default: public */
    privateEndpoint: z.optional(
      z.strictObject(
        {
          vpcEndpointIds: z
            .array(text('must be the ID of a VPC endpoint', /^vpce-[0-9a-f]+$/), { error: 'must be a list of IDs' })
            .check(z.minLength(1, { error: 'must name at least one VPC endpoint' })),
        },
        { error: object },
      ),
    ),
    customDomain: z.optional(
      z.strictObject(
        {
          /** Host of `/v1`. */
          name: hostName,
          /** Host of the Query endpoint: many of its tools take a host and no path. */
          queryName: hostName,
          /** A certificate for both, in the stage's region. */
          certificateArn: text(
            'must be the ARN of a certificate of ACM',
            /^arn:[\w-]+:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/,
          ),
          /** Where both names are entered. Default: nowhere; enter them by hand */
          hostedZone: z.optional(
            z.strictObject({ id: text('must be the ID of a hosted zone', /^Z\w+$/), name: hostName }),
          ),
        },
        { error: object },
      ),
    ),
    /** Web pages that may call `/v1` from a browser. */
    corsOrigins: list(
      text('must be an origin such as "https://console.example.com"', /^https:\/\/[^\s/]+$/),
      'must be a list of origins',
    ),
    /** Of all callers together, a second. */
    throttling: z._default(z.strictObject({ rate, burst: rate }, { error: object }), { rate: 50, burst: 100 }),
    /** Of one team, where the authoriser names it (jwt). */
    teamThrottling: z._default(
      z.strictObject({ rate, burst: rate, perDay: from(1, 100_000_000, 'requests') }, { error: object }),
      { rate: 20, burst: 40, perDay: 50_000 },
    ),
    /** Whether each function may take only so much of the account's concurrency. Off for accounts that have little of it */
    reserveConcurrency: flag(true),
    /** Table and bucket under a KMS key of the stack's own rather than AWS's. */
    customerManagedKey: flag(false),
    /** Whether table and bucket outlive their stack and refuse to be deleted. */
    keepData: flag(true),
    /** New versions take a tenth of the requests for five minutes, and go back where an alarm goes off. */
    canary: flag(false),
    depot: z.optional(
      z.strictObject(
        {
          /** Where devices are sent, a line each; the job ID comes in after the first. */
          shippingAddress: z
            .array(text('must be a line of the address', /\S/), { error: 'must be a list of lines' })
            .check(z.minLength(2, { error: 'must have a line for who and at least one for where' })),
          /** Buckets that manifests may name. Of any other the depot says that it may not reach it. */
          buckets: list(bucketName, 'must be a list of bucket names'),
          dailyJobs: z.optional(from(1, 1_000_000, 'jobs')),
        },
        { error: object },
      ),
    ),
  },
  { error: object },
)

/** A stage: its name, and its settings with every default filled in. */
export type Stage = z.output<typeof StageSettings> & { readonly name: string }

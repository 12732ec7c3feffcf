import * as z from 'zod/mini'
import { isBucketName } from '../../manifest/fields/bucket-name.ts'

/*
 * The kinds of values that settings of a stage have. An `error` ends the sentence that begins with the setting's name, so that
 * its reader knows what to write instead.
 */

export const text = (takes: string, pattern: RegExp) =>
  z.string({ error: takes }).check(z.regex(pattern, { error: takes }))

export const flag = (byDefault: boolean) => z._default(z.boolean({ error: 'must be true or false' }), byDefault)

export const from = (least: number, most: number, what: string) => {
  const error = `must be a whole number of ${what} from ${least} to ${most}`
  return z.int({ error }).check(z.minimum(least, { error }), z.maximum(most, { error }))
}

export const oneOf = <const V extends readonly [string, ...string[]]>(values: V) =>
  z.enum(values, { error: `must be ${values.map(value => JSON.stringify(value)).join(' or ')}` })

export const list = <S extends z.core.$ZodType>(item: S, error: string) => z._default(z.array(item, { error }), [])

const OBJECT = 'must be an object in braces'

/** An object with exactly these settings. */
export const group = <S extends z.core.$ZodShape>(shape: S) => z.strictObject(shape, { error: OBJECT })

export const httpsUrl = text('must be an https address', /^https:\/\/[^\s/]+\S*$/)
export const hostName = text('must be a host name such as "waybill.example.com"', /^(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}$/)
const NO_BUCKET = 'must be the name of an S3 bucket'
export const bucketName = z.string({ error: NO_BUCKET }).check(z.refine(isBucketName, { error: NO_BUCKET }))
export const tableName = text('must be the name of a DynamoDB table', /^[\w.-]{3,255}$/)
export const region = text('must be an AWS region such as "us-east-1"', /^[a-z]{2}(?:-[a-z]+)+-\d$/)
export const email = text('must be an e-mail address', /^[^\s@]+@[^\s@]+\.[^\s@]+$/)
export const roleArn = text(
  'must be the ARN of an IAM role or user ("arn:aws:iam::ACCOUNT:role/NAME")',
  /^arn:[\w-]+:iam::\d{12}:(?:role|user)\/(?:[\x21-\x29\x2b-\x3e\x40-\x7e]*\/)?[\w+=,.@-]+$/,
)
/** An operator's identity: the ARN of an IAM role or user, or a claim of a token. */
export const identity = text(
  'must be the ARN of an IAM role or user, or a claim as "CLAIM=VALUE"',
  /^(?:arn:[\w-]+:iam::\d{12}:(?:role|user)\/[\x21-\x29\x2b-\x3e\x40-\x7e]+|(?!arn:)[\w:./-]{1,64}=[^\p{Cc}]{1,256})$/u,
)
export const keyArn = text(
  'must be the ARN of a KMS key ("arn:aws:kms:REGION:ACCOUNT:key/ID")',
  /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/,
)
export const accessKeyId = text('must be an access key ID', /^\w{16,128}$/)

/** An existing bucket: its name, or name and KMS key if it has its own. */
export const listedBucket = z.pipe(
  z.union([bucketName, group({ name: bucketName, keyArn })], {
    error: 'must be the name of an S3 bucket, or {"name": NAME, "keyArn": ARN} where it has a KMS key of its own',
  }),
  z.transform(bucket => (typeof bucket === 'string' ? { name: bucket } : bucket)),
)

/** The same for the depot, with the teams and access keys that may use it. Default: all */
export const depotBucket = z.pipe(
  z.union(
    [
      bucketName,
      group({
        name: bucketName,
        keyArn: z.optional(keyArn),
        owners: z.optional(
          z
            .array(text('must be the name of a team, or an access key ID', /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/), {
              error: 'must be a list of teams and access key IDs',
            })
            .check(z.minLength(1, { error: 'must name at least one team or access key ID' })),
        ),
      }),
    ],
    {
      error:
        'must be the name of an S3 bucket, or {"name": NAME, "keyArn": ARN, "owners": [TEAM]} where it has a KMS key of its own or is not for all',
    },
  ),
  z.transform(bucket => (typeof bucket === 'string' ? { name: bucket } : bucket)),
)

export type ListedBucket = z.output<typeof listedBucket>
export type DepotBucket = z.output<typeof depotBucket>

/** The KMS keys of the listed buckets that have their own. */
export const keysOf = (buckets: readonly (ListedBucket | DepotBucket)[]): string[] => [
  ...new Set(buckets.flatMap(bucket => ('keyArn' in bucket ? (bucket.keyArn ?? []) : []))),
]

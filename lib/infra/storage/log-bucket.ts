import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { Key } from 'aws-cdk-lib/aws-kms'
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  ObjectLockRetention,
  ObjectOwnership,
  type ReplicationRule,
} from 'aws-cdk-lib/aws-s3'
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js'
import { Construct } from 'constructs'
import { AUDIT_PREFIX } from '../../audit/digest-archive.ts'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import { accept } from '../stage/accepted.ts'
import { keysOf, type ListedBucket } from '../stage/setting-kinds.ts'
import type { Stage } from '../stage/stage.ts'
import type { DataKey } from './data-key.ts'
import { KeyGrants } from './key-grants.ts'

/** The properties of all our buckets. */
const CLOSED = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
} as const satisfies BucketProps

/** The start of the names of jobs' PDFs (`lib/jobs/artifact-file.ts`). */
const ARTIFACTS = 'artifacts/'

const OBJECTS = 'Objects of this one bucket, whose names are made of team and job ID.'
const DIGESTS = 'Digests of history in this one bucket, named by their days, and the key that verifies them.'
const PDFS =
  'PDFs of jobs in this one bucket, under their teams and job IDs; SIGNATURE files and digests lie elsewhere.'
const PREFIXES = 'Objects of a bucket that the stage lists; each manifest names its own logPrefix.'

/** The log bucket, with the SIGNATURE files: the stack's own, or an existing one. */
export class LogBucket extends Construct {
  readonly bucket: IBucket
  readonly #key: KeyGrants
  readonly #teamBuckets: readonly ListedBucket[]

  constructor(scope: Construct, id: string, { stage, key }: { readonly stage: Stage; readonly key: DataKey }) {
    super(scope, id)
    this.#key = stage.logBucket ? new KeyGrants(stage.logBucket.keyArn) : key.grants
    this.#teamBuckets = stage.teamLogBuckets
    this.bucket = stage.logBucket
      ? Bucket.fromBucketName(this, 'Bucket', stage.logBucket.name)
      : (this.#ownBucket(stage, key) as IBucket)
  }

  grantRead(fn: WaybillFunction): void {
    fn.allowUnder(OBJECTS, [this.bucket.arnForObjects('*')], 's3:GetObject')
    // Without this permission, S3 answers 403 instead of 404 for a missing object.
    fn.allow([this.bucket.bucketArn], 's3:ListBucket')
    this.#key.grantDecrypt(fn)
    this.#name(fn)
  }

  /** Finds out whether the bucket has any object. */
  grantList(fn: WaybillFunction): void {
    fn.allow([this.bucket.bucketArn], 's3:ListBucket')
  }

  /** Adds objects. The code never replaces one: it compares the existing object with its own. */
  grantWrite(fn: WaybillFunction): void {
    fn.allowUnder(OBJECTS, [this.bucket.arnForObjects('*')], 's3:PutObject', 's3:GetObject')
    this.#key.grantEncrypt(fn)
    this.#name(fn)
  }

  /** Adds digests of history, which are locked as long as a SIGNATURE, and reads the last ones. */
  grantDigests(fn: WaybillFunction): void {
    fn.allowUnder(DIGESTS, [this.bucket.arnForObjects(`${AUDIT_PREFIX}*`)], 's3:PutObject', 's3:GetObject')
    this.grantList(fn)
    this.#key.grantObjects(fn)
    this.#name(fn)
  }

  /** Removes PDFs of jobs that no lock holds. Reads none. */
  grantRemovePdfs(fn: WaybillFunction): void {
    fn.allowUnder(
      PDFS,
      [this.bucket.arnForObjects(`${ARTIFACTS}*`)],
      's3:DeleteObject',
      's3:DeleteObjectVersion',
      's3:GetObjectRetention',
    )
    fn.allowWhere({ StringLike: { 's3:prefix': `${ARTIFACTS}*` } }, [this.bucket.bucketArn], 's3:ListBucketVersions')
    this.#name(fn)
  }

  /** Adds objects to the buckets of teams that the stage lists. */
  grantCopy(fn: WaybillFunction): void {
    if (this.#teamBuckets.length === 0) return
    fn.configure({ WAYBILL_TEAM_LOG_BUCKETS: this.#teamBuckets.map(({ name }) => name).join(',') })
    const theirs = this.#teamBuckets.map(({ name }, index) =>
      Bucket.fromBucketName(this, `${fn.node.id}Team${index}`, name),
    )
    fn.allowUnder(
      PREFIXES,
      theirs.map(bucket => bucket.arnForObjects('*')),
      's3:PutObject',
    )
    // S3 uses a bucket's own key with the permissions of the writer.
    const keys = keysOf(this.#teamBuckets)
    if (keys.length > 0) fn.allow(keys, 'kms:GenerateDataKey')
  }

  #name(fn: WaybillFunction): void {
    fn.configure({ WAYBILL_LOG_BUCKET: this.bucket.bucketName })
  }

  #ownBucket(stage: Stage, { key }: DataKey): Bucket {
    const removalPolicy = stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY
    const accessLog = new Bucket(this, 'AccessLog', {
      ...CLOSED,
      removalPolicy,
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [
        { expiration: Duration.days(stage.logRetentionDays), noncurrentVersionExpiration: Duration.days(1) },
      ],
    })
    const bucket = new Bucket(this, 'Bucket', {
      ...CLOSED,
      removalPolicy,
      versioned: true,
      serverAccessLogsBucket: accessLog as IBucket,
      serverAccessLogsPrefix: 'log-bucket/',
      ...(key
        ? { encryption: BucketEncryption.KMS, encryptionKey: key, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      // With a lock, a stage for experiments could not be removed.
      ...(stage.keepData && {
        objectLockEnabled: true,
        objectLockDefaultRetention: ObjectLockRetention.governance(Duration.days(stage.signatureLockDays)),
      }),
      ...(stage.replica && { replicationRules: [copyTo(this, stage.replica)] }),
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(7), noncurrentVersionExpiration: Duration.days(30) },
      ],
    })
    if (stage.replica) acceptCopying(bucket, stage.replica.bucket)
    return bucket
  }
}

/** Copies every object and every change to the other region, encrypted with the key there if the stage has one. */
const copyTo = (scope: Construct, { bucket, keyArn }: NonNullable<Stage['replica']>): ReplicationRule => ({
  id: 'replica',
  destination: Bucket.fromBucketName(scope, 'Replica', bucket),
  deleteMarkerReplication: true,
  ...(keyArn !== undefined && {
    kmsKey: Key.fromKeyArn(scope, 'ReplicaKey', keyArn),
    sseKmsEncryptedObjects: true,
  }),
})

/** Accepts review results of the role that CDK makes for S3's copying: it must reach every object of both buckets. */
const acceptCopying = (bucket: Bucket, replica: string): void => {
  const because = 'S3 copies every object of this bucket into the one that the stage names, under the keys of both.'
  const own = flattenCfnReference(Stack.of(bucket).resolve(bucket.arnForObjects('*')))
  const patterns = [
    `Resource::${own}`,
    `Resource::arn:<AWS::Partition>:s3:::${replica}/*`,
    'Action::kms:GenerateDataKey*',
    'Action::kms:ReEncrypt*',
  ]
  for (const pattern of patterns) accept(bucket, { [`AwsSolutions-IAM5[${pattern}]`]: because })
}

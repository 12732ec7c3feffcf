import { Stack } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose'
import { type LogGroup, LogStream } from 'aws-cdk-lib/aws-logs'
import { CfnPipe } from 'aws-cdk-lib/aws-pipes'
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js'
import { Construct } from 'constructs'
import { accept } from '../stage/accepted.ts'
import type { LakeEnds } from './lake-ends.ts'
import { errorsOf, type LakeTable, PARTITION, prefixOf } from './lake-tables.ts'

export interface LakeFlowProps extends LakeEnds {
  /** `waybill-STAGE`. */
  readonly prefix: string
  readonly table: LakeTable
  readonly log: LogGroup
}

/** When Firehose writes a file: at this size or after this time. Few files make queries cheap. */
const BUFFER = { sizeInMBs: 64, intervalInSeconds: 900 }

const PATTERN = 'Objects under this one prefix of the log bucket; Firehose gives each file a name of its own.'

/** Moves changes of one kind from the table's stream into files for each day. */
export class LakeFlow extends Construct {
  readonly pipeName: string
  readonly deliveryName: string

  constructor(scope: Construct, id: string, props: LakeFlowProps) {
    super(scope, id)
    const { prefix, table } = props
    this.pipeName = `${prefix}-${table.name}`
    this.deliveryName = this.pipeName
    const delivery = this.#deliver(props)
    const description = `Changes of Waybill's table to ${prefixOf(table)}`
    const role = new Role(this, 'PipeRole', {
      description,
      assumedBy: from(this, 'pipes.amazonaws.com'),
      inlinePolicies: {
        flow: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
              resources: [props.streamArn],
            }),
            new PolicyStatement({ actions: ['firehose:PutRecordBatch'], resources: [delivery.attrArn] }),
            ...useKey(this, props.tableKeyArn, 'dynamodb', 'kms:Decrypt'),
          ],
        }),
      },
    })
    new CfnPipe(this, 'Pipe', {
      name: this.pipeName,
      description,
      roleArn: role.roleArn,
      source: props.streamArn,
      sourceParameters: {
        filterCriteria: { filters: [{ pattern: JSON.stringify(table.filter) }] },
        // From the oldest record, so that no change is lost before the pipe exists. A failed batch is halved and
        // tried again until its records are a day old.
        dynamoDbStreamParameters: {
          startingPosition: 'TRIM_HORIZON',
          batchSize: 100,
          maximumBatchingWindowInSeconds: 30,
          onPartialBatchItemFailure: 'AUTOMATIC_BISECT',
        },
      },
      target: delivery.attrArn,
      targetParameters: { inputTemplate: table.template },
    })
  }

  #deliver(props: LakeFlowProps): CfnDeliveryStream {
    const { table, log, bucketArn, keyArn } = props
    const stream = new LogStream(this, 'Log', { logGroup: log, logStreamName: table.name })
    const objects = [prefixOf(table), errorsOf(table)].map(under => `${bucketArn}/${under}*`)
    const role = new Role(this, 'DeliveryRole', {
      description: `Firehose adds files to ${prefixOf(table)}`,
      assumedBy: from(this, 'firehose.amazonaws.com'),
      inlinePolicies: {
        deliver: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources: objects }),
            new PolicyStatement({
              actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
              resources: [bucketArn],
            }),
            new PolicyStatement({
              actions: ['logs:PutLogEvents'],
              resources: [
                Stack.of(this).formatArn({
                  service: 'logs',
                  resource: `log-group:${log.logGroupName}:log-stream:${stream.logStreamName}`,
                }),
              ],
            }),
            ...useKey(this, props.bucketKeyArn, 's3', 'kms:Decrypt', 'kms:GenerateDataKey'),
          ],
        }),
      },
    })
    for (const object of objects) {
      accept(role, {
        [`AwsSolutions-IAM5[Resource::${flattenCfnReference(Stack.of(this).resolve(object))}]`]: PATTERN,
      })
    }
    const day = `${PARTITION}=!{timestamp:yyyy-MM-dd}/`
    return new CfnDeliveryStream(this, 'Delivery', {
      deliveryStreamName: this.deliveryName,
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput:
        keyArn === undefined ? { keyType: 'AWS_OWNED_CMK' } : { keyType: 'CUSTOMER_MANAGED_CMK', keyArn },
      extendedS3DestinationConfiguration: {
        // The bucket's default encryption is used.
        bucketArn,
        roleArn: role.roleArn,
        prefix: `${prefixOf(table)}${day}`,
        errorOutputPrefix: `${errorsOf(table)}!{firehose:error-output-type}/${day}`,
        compressionFormat: 'GZIP',
        fileExtension: '.ndjson.gz',
        bufferingHints: BUFFER,
        // A line each.
        processingConfiguration: { enabled: true, processors: [{ type: 'AppendDelimiterToRecord' }] },
        cloudWatchLoggingOptions: {
          enabled: true,
          logGroupName: log.logGroupName,
          logStreamName: stream.logStreamName,
        },
      },
    })
  }
}

/** A service that acts for this account. */
const from = (scope: Construct, service: string) =>
  new ServicePrincipal(service, { conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } } })

/** Permission to use a key, but only for the data of one service. */
const useKey = (scope: Construct, keyArn: string | undefined, service: string, ...actions: readonly string[]) =>
  keyArn === undefined
    ? []
    : [
        new PolicyStatement({
          actions: [...actions],
          resources: [keyArn],
          conditions: {
            StringEquals: { 'kms:ViaService': `${service}.${Stack.of(scope).region}.${Stack.of(scope).urlSuffix}` },
          },
        }),
      ]

import { existsSync } from 'node:fs'
import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { EventBus } from 'aws-cdk-lib/aws-events'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Code, LayerVersion } from 'aws-cdk-lib/aws-lambda'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { readStaticChecks } from '../../adapters/folder/static-checks.ts'
import { accept } from '../stage/accepted.ts'
import type { Stage } from '../stage/stage.ts'
import type { JobTable } from '../storage/job-table.ts'
import { InlineRole } from './inline-role.ts'
import type { WaybillFunction } from './waybill-function.ts'

/** How many times a message is received before it becomes a dead letter. */
const MOST_RECEIVES = 5
/** Lambda recommends six times the function's timeout, so that no message is handled twice at the same time. */
const VISIBILITY_TIMEOUTS = 6
/** How many runs there are at a time, and so how many checks the service gets at once. */
const BATCHES_AT_ONCE = 5
const MESSAGES_A_BATCH = 10
const TEND_MINUTES = 5

/** The resources of scheduled checks: queue, schedules, key, and the topic of their notices. */
export class Checks extends Construct {
  readonly queue: Queue
  readonly deadLetters: Queue
  readonly topic: Topic
  readonly key: Key
  readonly #group: CfnScheduleGroup
  readonly #schedulerRole: InlineRole
  readonly #jobs: JobTable

  constructor(
    scope: Construct,
    id: string,
    {
      stage,
      jobs,
      timeoutSeconds,
    }: { readonly stage: Stage; readonly jobs: JobTable; readonly timeoutSeconds: number },
  ) {
    super(scope, id)
    this.#jobs = jobs
    this.deadLetters = new Queue(this, 'DeadLetters', { ...CLOSED_QUEUE, retentionPeriod: Duration.days(14) })
    accept(this.deadLetters, { 'Serverless-SQSRedrivePolicy': 'It is itself where dead letters go.' })
    this.queue = new Queue(this, 'Queue', {
      ...CLOSED_QUEUE,
      // A run that has waited for a day is out of date; the next one replaces it.
      retentionPeriod: Duration.days(1),
      visibilityTimeout: Duration.seconds(timeoutSeconds * VISIBILITY_TIMEOUTS),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MOST_RECEIVES },
    })
    this.key = new Key(this, 'Key', {
      description: `Waybill ${stage.name}: manifests and webhooks of checks`,
      enableKeyRotation: true,
      removalPolicy: stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    this.topic = new Topic(this, 'Notices', { enforceSSL: true, masterKey: this.key })
    accept(this.topic, {
      'Serverless-SNSRedrivePolicy': 'It sends e-mail; the results stay with the check.',
    })
    for (const address of stage.checkNoticeEmails) this.topic.addSubscription(new EmailSubscription(address))

    // Two groups, so that the first has only schedules of checks, and leftover ones can be recognised and removed.
    this.#group = new CfnScheduleGroup(this, 'Group', { name: `waybill-${stage.name}-checks` })
    const maintenance = new CfnScheduleGroup(this, 'TendGroup', { name: `waybill-${stage.name}-tend` })
    this.#schedulerRole = this.#makeSchedulerRole([this.#group, maintenance])
    new CfnSchedule(this, 'Tend', {
      groupName: maintenance.name ?? '',
      description: `Waybill ${stage.name}: maintain all checks`,
      scheduleExpression: `rate(${TEND_MINUTES} minutes)`,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: this.queue.queueArn,
        roleArn: this.#schedulerRole.roleArn,
        input: JSON.stringify({ do: 'maintain' }),
        deadLetterConfig: { arn: this.deadLetters.queueArn },
      },
    }).addResourceDependency(maintenance)
  }

  /** Lets a function maintain checks, their runs and schedules, and deliver notices. */
  grant(fn: WaybillFunction): void {
    this.#jobs.grantChecks(fn)
    const groupName = this.#group.name ?? ''
    const schedules = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${groupName}/*`,
    })
    fn.allowUnder(
      'Schedules of checks only, which come and go with the checks; nothing else stands in their group.',
      [schedules],
      'scheduler:CreateSchedule',
      'scheduler:UpdateSchedule',
      'scheduler:DeleteSchedule',
    )
    fn.allowWhere(
      { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      [this.#schedulerRole.roleArn],
      'iam:PassRole',
    )
    this.grantSend(fn)
    fn.allow([this.queue.queueArn], 'sqs:SendMessage')
    fn.configure({
      WAYBILL_CHECKS_QUEUE_URL: this.queue.queueUrl,
      WAYBILL_CHECKS_QUEUE_ARN: this.queue.queueArn,
      WAYBILL_CHECKS_DEAD_LETTER_ARN: this.deadLetters.queueArn,
      WAYBILL_CHECKS_SCHEDULE_GROUP: groupName,
      WAYBILL_CHECKS_SCHEDULE_ROLE: this.#schedulerRole.roleArn,
    })
  }

  /** Lets a function encrypt webhooks. */
  grantSeal(fn: WaybillFunction): void {
    fn.allow([this.key.keyArn], 'kms:GenerateDataKey')
    fn.configure({ WAYBILL_CHECKS_KEY: this.key.keyArn })
  }

  /** Lets a function send notices as events and e-mails, and decrypt webhooks. */
  grantSend(fn: WaybillFunction): void {
    this.#grantPublish(fn)
    fn.allow([this.key.keyArn], 'kms:GenerateDataKey', 'kms:Decrypt')
    fn.configure({ WAYBILL_CHECKS_KEY: this.key.keyArn })
  }

  /** Lets a function find schedules that do not match their checks. */
  grantMaintain(fn: WaybillFunction): void {
    fn.allowUnder(
      'IAM knows no resource for listing schedules (Service Authorization Reference, "EventBridge Scheduler").',
      ['*'],
      'scheduler:ListSchedules',
    )
  }

  /** Gives the function the messages of the queue, and the stage's static checks (`stages/<stage>/checks/`). */
  feed(fn: WaybillFunction, staticChecks: string): void {
    fn.live.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: MESSAGES_A_BATCH,
        reportBatchItemFailures: true,
        maxConcurrency: BATCHES_AT_ONCE,
      }),
    )
    accept(fn.live, {
      'Serverless-LambdaEventSourceMappingDestination':
        'A queue keeps what fails by itself: its dead letters are the destination.',
    })
    if (!existsSync(staticChecks)) return
    // Read now, so that their errors are known before anything is deployed.
    readStaticChecks(staticChecks)
    fn.function.addLayers(
      new LayerVersion(this, 'Static', { code: Code.fromAsset(staticChecks), description: 'Waybill: static checks' }),
    )
    fn.configure({ WAYBILL_CHECKS_FOLDER: LAYER_FOLDER })
  }

  #grantPublish(fn: WaybillFunction): void {
    const bus = EventBus.fromEventBusName(this, `${fn.node.id}Bus`, 'default')
    fn.allow([bus.eventBusArn], 'events:PutEvents')
    fn.allow([this.topic.topicArn], 'sns:Publish')
    fn.configure({ WAYBILL_CHECKS_TOPIC: this.topic.topicArn })
  }

  #makeSchedulerRole(groups: readonly CfnScheduleGroup[]): InlineRole {
    const role = new InlineRole(this, 'SchedulerRole', {
      description: 'Waybill: schedules of checks write to their queue',
      // The service may act only for these groups of this account, not for schedules of others.
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnEquals: { 'aws:SourceArn': groups.map(({ attrArn }) => attrArn) },
        },
      }),
    })
    role.addToPolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn, this.deadLetters.queueArn],
      }),
    )
    return role
  }
}

/** The folder in which Lambda unpacks a layer. */
const LAYER_FOLDER = '/opt'

/** The properties of both queues. */
const CLOSED_QUEUE = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const

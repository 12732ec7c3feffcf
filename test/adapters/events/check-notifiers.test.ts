import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { SNSClient } from '@aws-sdk/client-sns'
import { SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { createEventBus } from '../../../lib/adapters/events/event-bus.ts'
import { CHECKS_SOURCE, createEventBridgeNotifier } from '../../../lib/adapters/events/eventbridge-notifier.ts'
import { createFileNotifier } from '../../../lib/adapters/events/file-notifier.ts'
import { createSeveralNotifiers } from '../../../lib/adapters/events/several-notifiers.ts'
import { createSnsNotifier } from '../../../lib/adapters/events/sns-notifier.ts'
import { createSnsTopic } from '../../../lib/adapters/events/sns-topic.ts'
import { createSqsCheckQueue } from '../../../lib/adapters/events/sqs-check-queue.ts'
import type { Digest, Notice } from '../../../lib/checks/notice.ts'
import { readTask } from '../../../lib/checks/read-task.ts'
import { type AwsAnswer, startAws } from '../../support/aws-server.ts'

const NOTICE: Notice = {
  id: 'check-1.1.failed',
  kind: 'failed',
  team: 'lab',
  check: 'guide',
  at: '2026-11-21T10:01:00.000Z',
  summary: 'Check guide fails: NoSuchBucketException /logBucket.',
  outcome: 'fail',
  previous: 'pass',
  diagnostics: [
    {
      code: 'NoSuchBucketException',
      severity: 'error',
      detail: 'Bucket mybucket does not exist',
      hint: 'Make it.',
      pointer: '/logBucket',
      line: 5,
      column: 11,
    },
  ],
}
const DIGEST: Digest = {
  id: 'digest.lab.2026-11-21',
  team: 'lab',
  at: '2026-11-21T06:00:00.000Z',
  summary: '2 checks of team lab: 1 failing, 0 unknown, 1 passing, 0 never run.',
  checks: [
    { check: 'a', outcome: 'fail', at: '2026-11-21T05:00:00.000Z', faults: ['NoSuchBucketException /logBucket'] },
    { check: 'b', outcome: 'pass', at: '2026-11-21T05:00:00.000Z', faults: [] },
  ],
}

let aws: Awaited<ReturnType<typeof startAws>>
let answer: AwsAnswer = {}
beforeAll(async () => {
  aws = await startAws(() => answer)
})
afterAll(() => aws.stop())
beforeEach(() => {
  answer = {}
  aws.requests.length = 0
})

describe('EventBridgeNotifier', () => {
  const open = () => createEventBridgeNotifier(createEventBus(new EventBridgeClient(aws.client), CHECKS_SOURCE))

  it('puts exactly this event', async () => {
    await open().notify(NOTICE, { email: true })

    expect(aws.requests).toEqual([
      {
        method: 'POST',
        path: '/',
        target: 'AWSEvents.PutEvents',
        body: {
          Entries: [
            {
              EventBusName: 'default',
              Source: 'waybill.checks',
              DetailType: 'Check failed',
              Detail: JSON.stringify(NOTICE),
              Time: Date.parse(NOTICE.at) / 1000,
            },
          ],
        },
      },
    ])
  })

  it('puts a digest', async () => {
    await open().digest(DIGEST)

    expect(aws.requests[0]?.body).toMatchObject({ Entries: [{ DetailType: 'Checks digest' }] })
  })

  it('fails where the bus did not take it, though the call succeeded', async () => {
    answer = { body: { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] } }

    await expect(open().notify(NOTICE, { email: true })).rejects.toThrow(
      'EventBridge took no event: ThrottlingException',
    )
  })
})

describe('SnsNotifier', () => {
  beforeEach(() => {
    answer = { body: '<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>' }
  })
  const open = () =>
    createSnsNotifier(createSnsTopic(new SNSClient(aws.client), 'arn:aws:sns:us-east-1:123456789012:notices'))
  const sent = () => aws.requests[0]?.body as Readonly<Record<string, string>>

  it('publishes what people can read, with attributes to filter by', async () => {
    await open().notify(NOTICE, { email: true })

    expect(sent()).toMatchObject({
      Action: 'Publish',
      TopicArn: 'arn:aws:sns:us-east-1:123456789012:notices',
      Subject: 'Waybill: Check guide fails: NoSuchBucketException /logBucket.',
      'MessageAttributes.entry.1.Name': 'team',
      'MessageAttributes.entry.1.Value.StringValue': 'lab',
      'MessageAttributes.entry.2.Name': 'check',
      'MessageAttributes.entry.3.Value.StringValue': 'failed',
    })
    expect(sent().Message).toBe(
      [
        'Check guide fails: NoSuchBucketException /logBucket.',
        '',
        '- error NoSuchBucketException: line 5, column 11 (/logBucket): Bucket mybucket does not exist Make it.',
        '',
        'team:  lab',
        'check: guide',
        'time:  2026-11-21T10:01:00.000Z',
        'id:    check-1.1.failed',
      ].join('\n'),
    )
  })

  it('keeps a subject to what SNS takes: 100 printable ASCII characters', async () => {
    await open().notify({ ...NOTICE, summary: `a\nb ü ${'x'.repeat(300)}` }, { email: true })

    expect(sent().Subject).toMatch(/^[\x20-\x7e]{100}$/)
  })

  it('publishes nothing of a check that does not want it', async () => {
    await open().notify(NOTICE, { email: false })

    expect(aws.requests).toEqual([])
  })

  it('publishes a digest as a table', async () => {
    await open().digest(DIGEST)

    expect(sent().Message).toBe(
      [
        DIGEST.summary,
        '',
        'fail       a  2026-11-21T05:00:00.000Z  NoSuchBucketException /logBucket',
        'pass       b  2026-11-21T05:00:00.000Z',
      ].join('\n'),
    )
  })
})

describe('SqsCheckQueue', () => {
  it('sends a message that the function understands', async () => {
    const url = 'https://sqs.us-east-1.amazonaws.com/123456789012/checks'
    const task = { do: 'webhook', team: 'lab', name: 'guide', checkId: 'check-1', notice: NOTICE } as const

    const MD5OfMessageBody = createHash('md5').update(JSON.stringify(task)).digest('hex')
    answer = { body: { MessageId: 'm-1', MD5OfMessageBody } }

    await createSqsCheckQueue(new SQSClient({ ...aws.client, useQueueUrlAsEndpoint: false }), url).add(task)

    const { target, body } = aws.requests[0] ?? {}
    const { QueueUrl = '', MessageBody = '' } = (body ?? {}) as { QueueUrl: string; MessageBody: string }
    expect({ target, QueueUrl }).toEqual({ target: 'AmazonSQS.SendMessage', QueueUrl: url })
    expect(readTask(MessageBody)).toEqual(task)
  })
})

describe('FileNotifier', () => {
  it('writes a line into the log and into a file that only its owner reads', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'waybill-notices-'))
    const file = join(folder, 'notices.jsonl')
    const lines: string[] = []
    const log = { info: (message: string) => void lines.push(message), error: () => undefined }
    const notifier = createFileNotifier(file, log)

    await notifier.notify(NOTICE, { email: true })
    await notifier.digest(DIGEST)

    const written = (await readFile(file, 'utf8')).trimEnd().split('\n')
    expect(written.map(line => JSON.parse(line))).toEqual([NOTICE, { kind: 'digest', ...DIGEST }])
    expect(lines).toEqual([`NOTICE ${NOTICE.summary}`, `DIGEST ${DIGEST.summary}`])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await rm(folder, { recursive: true })
  })
})

describe('several notifiers', () => {
  it('all send, and the first that fails is heard of', async () => {
    const told: string[] = []
    const notifier = (name: string, fails = false) => ({
      notify: async () => {
        if (fails) throw new Error(`${name} is down`)
        told.push(name)
      },
      digest: async () => void told.push(`${name} digest`),
    })

    const working = createSeveralNotifiers([notifier('a'), notifier('b')])
    await working.notify(NOTICE, { email: true })
    await working.digest(DIGEST)

    expect(told).toEqual(['a', 'b', 'a digest', 'b digest'])
    await expect(
      createSeveralNotifiers([notifier('c'), notifier('d', true)]).notify(NOTICE, { email: true }),
    ).rejects.toThrow('d is down')
  })
})

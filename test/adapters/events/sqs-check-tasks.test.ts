import { beforeEach, describe, expect, it } from '@jest/globals'
import type { SQSEvent } from 'aws-lambda'
import { runChecks } from '../../../lib/adapters/events/sqs-check-tasks.ts'
import { putCheck } from '../../../lib/checks/manage/put-check.ts'
import { WebhookError } from '../../../lib/webhooks/webhook-error.ts'
import { webhookHeaders } from '../../../lib/webhooks/webhook-signature.ts'
import { type CheckWorld, checkWorld } from '../../support/check-world.ts'
import { importManifest } from '../../support/manifests.ts'

const WEBHOOK = { url: 'https://hooks.example.com/waybill?token=abc', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }

let world: CheckWorld
let checkId = ''
beforeEach(async () => {
  world = checkWorld()
  const { check } = await putCheck(world.deps, {
    caller: { team: 'lab', principal: 'ann', role: 'member' },
    name: 'guide',
    manifest: importManifest(),
    schedule: { expression: 'rate(1 hour)', timeZone: 'UTC' },
    enabled: true,
    notify: { email: true, digest: false, unknownAfterMinutes: 60, webhook: WEBHOOK },
  })
  checkId = check.id
})

/** An event as SQS sends it (Lambda Developer Guide, "Using Lambda with Amazon SQS"). */
const event = (...bodies: (object | string)[]): SQSEvent => ({
  Records: bodies.map((body, index) => ({
    messageId: `message-${index}`,
    receiptHandle: 'MessageReceiptHandle',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1523232000000',
      SenderId: '123456789012',
      ApproximateFirstReceiveTimestamp: '1523232000001',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:checks',
    awsRegion: 'us-east-1',
  })),
})
const handle = (...bodies: (object | string)[]) => runChecks(world.deps)(event(...bodies))
const due = (runId: string) => ({
  do: 'run',
  team: 'lab',
  name: 'guide',
  checkId,
  runId,
  scheduledFor: '2026-11-21T11:00:00Z',
})
const runs = async () => (await world.deps.runs.list({ team: 'lab', name: 'guide' }, { limit: 10 })).runs

describe('a batch of messages', () => {
  it('is done for any messages', async () => {
    world.schedules.plans.clear()

    expect(await handle(due('run-1'), { do: 'maintain' })).toEqual({ batchItemFailures: [] })

    expect(await runs()).toEqual([
      expect.objectContaining({ runId: 'run-1', outcome: 'pass', scheduledFor: '2026-11-21T11:00:00.000Z' }),
    ])
    expect(world.schedules.plans.size).toBe(1)
  })

  it('names the messages that failed, and no other', async () => {
    const webhook = { do: 'webhook', team: 'lab', name: 'guide', checkId, notice: notice() }
    world.deps.webhooks.post = () => Promise.reject(new WebhookError('503', { isFinal: false }))

    expect(await handle('garbage', due('run-1'), webhook, { do: 'dance' }, {}, '[]')).toEqual({
      batchItemFailures: ['message-0', 'message-2', 'message-3', 'message-4', 'message-5'].map(itemIdentifier => ({
        itemIdentifier,
      })),
    })
    expect(await runs()).toHaveLength(1)
  })

  it('that is delivered twice is booked once', async () => {
    await handle(due('run-1'))
    await handle(due('run-1'))

    expect(await runs()).toHaveLength(1)
    expect(world.service.requests).toHaveLength(1)
  })

  it('that waited while a later run was made does nothing', async () => {
    world.pass(60 * 60)
    await handle(due('run-2'))
    await handle({ ...due('run-1'), scheduledFor: '2026-11-21T10:00:00Z' })

    expect((await runs()).map(({ runId }) => runId)).toEqual(['run-2'])
  })

  it('fails where the run could not be kept, so that it comes again', async () => {
    const runStore = { ...world.deps.runs, add: () => Promise.reject(new Error('the table is down')) }

    expect(await runChecks({ ...world.deps, runs: runStore })(event(due('run-1')))).toMatchObject({
      batchItemFailures: [{ itemIdentifier: 'message-0' }],
    })
    expect(await handle(due('run-1'))).toEqual({ batchItemFailures: [] })
    expect(await runs()).toHaveLength(1)
  })
})

const notice = () => ({
  id: `${checkId}.1.failed`,
  kind: 'failed',
  team: 'lab',
  check: 'guide',
  at: '2026-11-21T10:00:00.000Z',
  summary: 'Check guide fails.',
  diagnostics: [],
})

describe('a webhook', () => {
  it('gets the notice, signed as Standard Webhooks has it', async () => {
    await handle({ do: 'webhook', team: 'lab', name: 'guide', checkId, notice: notice() })

    const body = JSON.stringify({ type: 'check.failed', timestamp: '2026-11-21T10:00:00.000Z', data: notice() })
    expect(world.posted).toEqual([
      {
        url: new URL(WEBHOOK.url),
        body,
        headers: webhookHeaders({ id: notice().id, body }, WEBHOOK.secret, world.deps.clock()),
      },
    ])
  })

  it('that was taken away, or whose check was, gets nothing', async () => {
    const task = { do: 'webhook', team: 'lab', name: 'guide', checkId, notice: notice() }
    expect(await handle({ ...task, checkId: 'another' })).toEqual({ batchItemFailures: [] })
    expect(await handle({ ...task, name: 'gone' })).toEqual({ batchItemFailures: [] })

    expect(world.posted).toEqual([])
  })
})

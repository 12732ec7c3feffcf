import { CreateScheduleGroupCommand, DeleteScheduleGroupCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { createEventBridgeSchedules } from '../../../lib/adapters/events/eventbridge-schedules.ts'
import type { SchedulePlan } from '../../../lib/checks/ports.ts'
import { readTask } from '../../../lib/checks/read-task.ts'
import type { AwsRequest } from '../../support/aws-server.ts'
import { startScheduler } from '../../support/memory-scheduler.ts'

const OPTIONS = {
  group: 'checks',
  queueArn: 'arn:aws:sqs:us-east-1:123456789012:checks',
  roleArn: 'arn:aws:iam::123456789012:role/checks',
  deadLetterArn: 'arn:aws:sqs:us-east-1:123456789012:checks-dead',
}

const plan = (overrides: Partial<SchedulePlan> = {}): SchedulePlan => ({
  check: { team: 'lab', name: 'guide', id: '7f9c24e8-3b12-4a5e-9d3c-000000000001' },
  expression: 'cron(0 9 ? * MON-FRI *)',
  timeZone: 'Europe/Berlin',
  firstAt: new Date('2026-11-23T08:00:00Z'),
  anchor: new Date('2026-11-21T10:00:00Z'),
  windowMinutes: 15,
  ...overrides,
})

const target = (request: AwsRequest | undefined) => {
  const { Target } = (request?.body ?? {}) as { Target?: { Input: string } }
  return { Input: '', ...Target }
}

describe('EventBridgeSchedules', () => {
  let aws: Awaited<ReturnType<typeof startScheduler>>
  let client: SchedulerClient
  beforeAll(async () => {
    aws = await startScheduler()
    client = new SchedulerClient(aws.client)
  })
  afterAll(async () => {
    client.destroy()
    await aws.stop()
  })
  beforeEach(() => {
    aws.schedules.clear()
    aws.requests.length = 0
  })
  const open = () => createEventBridgeSchedules(client, OPTIONS)

  it('asks for exactly this schedule', async () => {
    await open().put(plan())

    const [request] = aws.requests
    expect(request).toMatchObject({ method: 'POST', path: '/schedules/7f9c24e8-3b12-4a5e-9d3c-000000000001' })
    expect(request?.body).toEqual({
      ClientToken: expect.any(String),
      Target: expect.any(Object),
      GroupName: 'checks',
      Description: 'Waybill check guide',
      State: 'ENABLED',
      ScheduleExpression: 'cron(0 9 ? * MON-FRI *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      ActionAfterCompletion: 'DELETE',
    })
    const { Input, ...rest } = target(request)
    expect(rest).toEqual({
      Arn: OPTIONS.queueArn,
      RoleArn: OPTIONS.roleArn,
      RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 20 },
      DeadLetterConfig: { Arn: OPTIONS.deadLetterArn },
    })
    expect(JSON.parse(Input)).toEqual({
      do: 'run',
      team: 'lab',
      name: 'guide',
      checkId: '7f9c24e8-3b12-4a5e-9d3c-000000000001',
      runId: '<aws.scheduler.execution-id>',
      scheduledFor: '<aws.scheduler.scheduled-time>',
    })
  })

  it('writes a task that the function understands', async () => {
    await open().put(plan())

    const filledIn = target(aws.requests[0])
      .Input.replace('<aws.scheduler.execution-id>', 'd32c5kddcf5bb8c3')
      .replace('<aws.scheduler.scheduled-time>', '2026-11-23T08:00:00Z')
    expect(readTask(filledIn)).toMatchObject({ do: 'run', name: 'guide', runId: 'd32c5kddcf5bb8c3' })
  })

  it('lets a rate begin when it is due next, and no other schedule', async () => {
    await open().put(plan({ expression: 'rate(1 minute)', windowMinutes: 0 }))
    await open().put(plan())

    expect(aws.requests[0]?.body).toMatchObject({
      StartDate: Date.parse('2026-11-23T08:00:00Z') / 1000,
      FlexibleTimeWindow: { Mode: 'OFF' },
    })
    expect(aws.requests[1]?.body).not.toHaveProperty('StartDate')
  })

  it('puts a schedule in the place of the one that is there', async () => {
    await open().put(plan())
    await open().put(plan({ expression: 'rate(1 day)' }))

    expect(aws.requests.map(({ method }) => method)).toEqual(['POST', 'POST', 'PUT'])
    expect([...aws.schedules.values()]).toEqual([expect.objectContaining({ ScheduleExpression: 'rate(1 day)' })])
  })

  it('removes a schedule, and minds none that is gone', async () => {
    await open().put(plan())
    await open().remove(plan().check.id)
    await open().remove(plan().check.id)

    expect(aws.requests.at(-1)).toMatchObject({
      method: 'DELETE',
      path: expect.stringMatching(/^\/schedules\/7f9c24e8-3b12-4a5e-9d3c-000000000001\?.*groupName=checks/),
    })
    expect(aws.schedules.size).toBe(0)
  })

  it('lists all of them, page by page, and reports which of them were tampered with', async () => {
    for (const id of ['1', '2', '3', '4', '5', '6', '7', '8']) {
      await open().put(plan({ check: { team: 'lab', name: id, id } }))
    }
    const change = (id: string, values: object) => Object.assign(aws.schedules.get(id) ?? {}, values)
    change('2', { State: 'DISABLED' })
    change('7', { Target: { Arn: 'arn:aws:sqs:us-east-1:123456789012:other' } })

    const { working, broken } = await open().list()

    expect([...working].sort()).toEqual(['1', '3', '4', '5', '6', '8'])
    expect([...broken].sort()).toEqual(['2', '7'])
  })

  it('fails where the service does', async () => {
    await aws.stop()

    await expect(open().put(plan())).rejects.toThrow()
    await expect(open().list()).rejects.toThrow()
  })
})

/** An AWS-compatible endpoint, such as a local emulator's. */
const ENDPOINT = process.env.WAYBILL_TEST_AWS_ENDPOINT

// No case without an endpoint, rather than a skipped one: it is an offer, not a need.
const againstAnEndpoint = (endpoint: string) => {
  const client = new SchedulerClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const group = 'waybill-test-checks'
  beforeAll(() => client.send(new CreateScheduleGroupCommand({ Name: group })))
  afterAll(async () => {
    await client.send(new DeleteScheduleGroupCommand({ Name: group }))
    client.destroy()
  })

  it('puts, replaces, lists and removes', async () => {
    const schedules = createEventBridgeSchedules(client, { ...OPTIONS, group })

    await schedules.put(plan())
    await schedules.put(plan({ expression: 'rate(1 day)', firstAt: new Date('2099-01-01T00:00:00Z') }))
    expect([...(await schedules.list()).working]).toEqual([plan().check.id])
    await schedules.remove(plan().check.id)
    await schedules.remove(plan().check.id)
    expect((await schedules.list()).working.size).toBe(0)
  })
}

if (ENDPOINT !== undefined) describe(`EventBridgeSchedules against ${ENDPOINT}`, () => againstAnEndpoint(ENDPOINT))

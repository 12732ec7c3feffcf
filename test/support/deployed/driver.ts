import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { createDynamoHistory } from '../../../lib/adapters/dynamo/audit-history.ts'
import { createDynamoJobStore } from '../../../lib/adapters/dynamo/job-store.ts'
import type { StoredSchedule } from './stand-ins/scheduler.ts'
import { ACCOUNT } from './template.ts'
import type { World } from './world.ts'

/** Who asks. Strangers are turned away, newcomers until they have a team, and clerks until they are the depot's staff. */
export type Who = 'member' | 'auditor' | 'operator' | 'clerk' | 'newcomer' | 'stranger'

export interface CallOptions {
  /** Default: a member of the team */
  readonly as?: Who | 'nobody'
  readonly body?: string | Uint8Array | object
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: answers of every route; each step of a test knows what it looks at
  readonly json: any
}

/** What people and services of AWS do with a stage that is deployed. */
export const createDriver = (world: World, headersOf: (who: Who) => Promise<Readonly<Record<string, string>>>) => {
  const { account, stack } = world
  const prefix = world.stage.customDomain === undefined ? `/${world.api.stage}` : ''
  const operator = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: account.url,
      region: account.region,
      credentials: { accessKeyId: OPERATOR, secretAccessKey: 'secret' },
    }),
  )
  account.roles.set(OPERATOR, [
    {
      Effect: 'Allow',
      Action: ['dynamodb:*', 'kms:*', 'secretsmanager:CreateSecret', 'lambda:GetFunctionConfiguration'],
      Resource: '*',
    },
  ])
  const jobsTable = stack.refOf('JobsDataTable057C95F9')
  const depotTable = world.depotApi && world.stacks[0]?.refOf('JobsDataTable057C95F9')

  type Item = Record<string, unknown>
  const items = async (table: string): Promise<readonly Item[]> =>
    (await operator.send(new ScanCommand({ TableName: table }))).Items ?? []
  const remove = (table: string, pk: string, sk: string) =>
    operator.send(new DeleteCommand({ TableName: table, Key: { pk, sk } }))
  const put = (table: string, item: Item) => operator.send(new PutCommand({ TableName: table, Item: item }))

  const headsSeen = new Set<string>()
  /** Whatever answers GET answers HEAD with the same, and no body. */
  const askHead = async (path: string, options: CallOptions) => {
    if (headsSeen.has(path)) return
    headsSeen.add(path)
    const head = await call('HEAD', path, options)
    if (head.status !== 200 || head.bytes.length > 0) throw new Error(`HEAD ${path}: ${head.status} ${head.text}`)
  }

  const call = async (method: string, path: string, options: CallOptions = {}): Promise<Answer> => {
    const { as = 'member', body, type, headers = {} } = options
    const isText = typeof body === 'string' || body instanceof Uint8Array || body === undefined
    const answered = await world.api.answer({
      method,
      target: path.startsWith(`${prefix}/v1`) ? path : `${prefix}${path}`,
      headers: {
        host: '127.0.0.1',
        ...(as !== 'nobody' && (await headersOf(as))),
        ...(body !== undefined && { 'content-type': type ?? (isText ? 'text/plain' : 'application/json') }),
        ...headers,
      },
      body: Buffer.from(isText ? (body ?? '') : JSON.stringify(body)),
    })
    const bytes = Buffer.from(answered.body)
    if (method === 'GET' && answered.status === 200) await askHead(path, options)
    const isJson = bytes.length > 0 && String(new Headers(answered.headers).get('content-type')).includes('json')
    return {
      status: answered.status,
      headers: new Headers(answered.headers),
      bytes,
      text: bytes.toString(),
      json: isJson ? JSON.parse(bytes.toString()) : undefined,
    }
  }

  const checksQueue = stack.refOf('ChecksQueue4DA222DC')

  /** What EventBridge Scheduler does when a schedule is due: it becomes the role, and calls the target. */
  const comeDue = async ({ Arn, RoleArn, Input }: StoredSchedule['Target']) => {
    const role = RoleArn.split('/').at(-1) ?? ''
    if (Arn.startsWith('arn:aws:lambda:')) {
      if (!account.ask(role, { action: 'lambda:InvokeFunction', resource: Arn }))
        throw new Error(`${role} may not call ${Arn}`)
      const name = SCHEDULED.find(short => Arn.includes(`-${short}:`))
      if (!name) throw new Error(`${Arn} is no function that a schedule calls`)
      return world.lambda(name).invoke({})
    }
    if (!account.ask(role, { action: 'sqs:SendMessage', resource: Arn }))
      throw new Error(`${role} may not write to ${Arn}`)
    const body = Input.replace('<aws.scheduler.execution-id>', `execution-${account.asked.length}`)
    return account.messages.send(checksQueue, body.replace('<aws.scheduler.scheduled-time>', new Date().toISOString()))
  }

  /** What Lambda does with a queue that feeds a function: it polls with the function's role, and removes what was done. */
  const deliver = async () => {
    const messages = account.messages.take(checksQueue)
    const role = [...account.roles.keys()].find(name => name.includes('runcheckrole')) ?? ''
    const resource = `arn:aws:sqs:${account.region}:${ACCOUNT}:${checksQueue.split('/').at(-1)}`
    for (const action of ['ReceiveMessage', 'GetQueueAttributes', 'DeleteMessage']) {
      account.ask(role, { action: `sqs:${action}`, resource })
    }
    const Records = messages.map(({ id: messageId, body }) => ({ messageId, body, eventSource: 'aws:sqs' }))
    const outcome = await world.lambda('run-check').invoke({ Records })
    if (outcome.kind !== 'result') throw new Error(`run-check: ${JSON.stringify(outcome)}`)
    // What Lambda asks of an answer to a batch.
    const { batchItemFailures } = outcome.result as { batchItemFailures: { itemIdentifier: string }[] }
    return { delivered: messages.length, failed: batchItemFailures.length }
  }

  const ownSchedules = new Map(stack.ofType('AWS::Scheduler::Schedule').map(([id, { Target }]) => [id, Target]))

  /** What AWS does where a schedule's target cannot be reached: it writes to the schedule's dead letters. */
  const failToReach = ({ RoleArn, DeadLetterConfig }: { RoleArn: string; DeadLetterConfig?: { Arn: string } }) =>
    account.ask(RoleArn.split('/').at(-1) ?? '', {
      action: 'sqs:SendMessage',
      resource: DeadLetterConfig?.Arn ?? '',
    })

  /** What Lambda does where an asynchronous invocation fails: it writes to the destination with the function's role. */
  const failAsynchronously = (name: string) => {
    const [, config] = stack
      .ofType('AWS::Lambda::EventInvokeConfig')
      .find(([id]) => id.startsWith(name.toLowerCase())) ?? ['', undefined]
    const role = [...account.roles.keys()].find(key => key.includes(`${name.toLowerCase()}role`)) ?? ''
    return account.ask(role, {
      action: 'sqs:SendMessage',
      resource: String(config?.DestinationConfig.OnFailure.Destination),
    })
  }

  return {
    call,
    comeDue,
    /** Lets a function's schedule come due, and tries what becomes of it where it fails. */
    runOnSchedule: async (name: 'Reconcile' | 'FollowJobs' | 'Notify' | 'SignHistory' | 'PurgeJobs') => {
      const schedule = [...ownSchedules].find(([id]) => id.startsWith(`${name}Schedule`))?.[1]
      if (!schedule) throw new Error(`There is no schedule for ${name}`)
      const mayReport = [failToReach(schedule), failAsynchronously(name)]
      if (!mayReport.every(Boolean)) throw new Error(`${name} may not report that it failed`)
      return comeDue(schedule)
    },
    deliver,
    checksQueue,
    /** The schedules of the template itself, by logical ID. */
    ownSchedules,
    /** The schedules of checks, by name. */
    schedules: () => account.schedules,
    /** What stands in the tables, past all functions. */
    jobsTable,
    depotTable,
    items,
    put,
    /** History, as if functions had written it at another time. */
    history: createDynamoHistory(operator, jobsTable, () => new Date()),
    /** Jobs, in the same way. */
    jobs: createDynamoJobStore(operator, jobsTable),
    remove,
    /** Lets the lease of everything that is open run out. */
    expireLeases: async () => {
      const open = (await items(jobsTable)).filter(({ sk, open }) => sk === 'RECORD' && open !== undefined)
      for (const record of open) {
        // A record has a lease.
        const lease = { ...(record.lease as object), until: '2020-01-01T00:00:00.000Z' }
        await put(jobsTable, { ...record, lease })
      }
    },
    failToReach,
  }
}

export type Driver = ReturnType<typeof createDriver>

/** Functions that schedules of the template call. */
const SCHEDULED = ['reconcile', 'follow-jobs', 'notify', 'sign-history', 'purge-jobs'] as const

/** Whoever operates the stage by hand: no role of the template. */
/** The access key of whoever operates the stage, with rights of their own. */
export const OPERATOR = 'operator'

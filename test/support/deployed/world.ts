import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RawAnswer } from '../../../lib/local/raw-answer.ts'
import { buildBundle } from '../bundles.ts'
import { exampleStage, stacksOf } from '../synth.ts'
import { type Account, startAccount } from './account.ts'
import { createGateway, type Gateway, type IncomingRequest } from './gateway.ts'
import type { Statement } from './iam.ts'
import { createLambda, type Lambda } from './lambda.ts'
import { ACCOUNT, type DeployedStack, deployStack, type Properties } from './template.ts'
import { LOCAL_CERTIFICATE, LOCAL_KEY } from './tls.ts'

export interface WorldOptions {
  /** Whom access keys of IAM stand for. */
  readonly identities?: ReadonlyMap<string, string>
  /** What functions are told otherwise than by the template, since it names addresses of the internet. */
  readonly overrides?: Readonly<Record<string, string>>
  /** Buckets that are not of the stack's own making. */
  readonly buckets?: readonly string[]
}

/** A stage, deployed into an account of its own: what its templates say, and the very bundles. */
export const deployWorld = async (name: string, options: WorldOptions) => {
  const stage = exampleStage(name)
  const account = await startAccount(stage.region)
  const folder = mkdtempSync(join(tmpdir(), 'waybill-world-'))
  const certificate = join(folder, 'certificate.pem')
  writeFileSync(certificate, LOCAL_CERTIFICATE)
  const { waybill, depot } = stacksOf(stage)
  const settings = { region: stage.region, endpoint: account.url }
  const depotStack = depot && deployStack(depot, settings)
  const stack = deployStack(waybill, { ...settings, ...(depotStack && { imports: depotStack.exports }) })
  const stacks = [...(depotStack ? [depotStack] : []), stack]
  for (const bucket of options.buckets ?? []) account.buckets.set(bucket, { isLocked: false })
  for (const each of stacks) await fillAccount(account, each)

  const lambdas = new Map<string, Lambda>()
  let ownLimits = false
  const aliases = new Map<string, string>()
  const aws = {
    AWS_REGION: stage.region,
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'session',
    AWS_ENDPOINT_URL: account.url,
    NODE_EXTRA_CA_CERTS: certificate,
  }
  let serviceUrl: string | undefined
  const lambda = (of: DeployedStack, properties: Properties): Lambda => {
    const fn = String(properties.FunctionName)
    const known = lambdas.get(fn)
    if (known) return known
    const environment = {
      ...properties.Environment.Variables,
      ...aws,
      ...options.overrides,
      ...(serviceUrl !== undefined && { WAYBILL_SERVICE_URL: serviceUrl }),
      AWS_ACCESS_KEY_ID: roleOf(properties),
    }
    const made = createLambda({
      name: fn,
      folder: buildBundle(fn.replace(`waybill-${name}-`, '')).folder,
      environment,
      timeoutSeconds: properties.Timeout,
      memoryMb: properties.MemorySize,
      hasOwnLimits: () => ownLimits,
      ...(properties.ReservedConcurrentExecutions !== undefined && {
        concurrency: properties.ReservedConcurrentExecutions,
      }),
    })
    lambdas.set(fn, watched(account, made, properties))
    return lambda(of, properties)
  }
  const lambdaNamed = (short: string): Lambda => {
    for (const of of stacks) {
      for (const [, properties] of of.ofType('AWS::Lambda::Function')) {
        if (properties.FunctionName === `waybill-${name}-${short}`) return lambda(of, properties)
      }
    }
    throw new Error(`${name} has no function ${short}`)
  }
  for (const of of stacks) {
    for (const [id, { FunctionName }] of of.ofType('AWS::Lambda::Alias')) aliases.set(of.refOf(id), FunctionName)
  }

  const gatewayOf = (of: DeployedStack, api: string): Gateway =>
    createGateway({
      stack: of,
      api,
      identities: options.identities ?? new Map(),
      hasCustomDomain: of === stack && stage.customDomain !== undefined,
      lambdaOf: alias => lambdaNamed(String(aliases.get(alias)).replace(`waybill-${name}-`, '')),
      mayInvoke: (alias, source) =>
        account.mayService('apigateway.amazonaws.com', {
          action: 'lambda:InvokeFunction',
          resource: alias,
          context: { 'aws:SourceArn': source, 'aws:SourceAccount': ACCOUNT },
        }),
    })
  const api = gatewayOf(stack, 'ApiCD79AAA0')
  const query = gatewayOf(stack, 'QueryApi98BB9989')
  const depotApi = depotStack && gatewayOf(depotStack, 'ApiCD79AAA0')
  const service = depotApi && (await serveTls(depotApi.answer))
  if (service) serviceUrl = `${service.url}/${depotApi.stage}/`

  return {
    stage,
    account,
    /** Whether functions wait for AWS only as long as when they are deployed. */
    setOwnLimits: (are: boolean) => {
      ownLimits = are
    },
    stack,
    stacks,
    api,
    query,
    depotApi,
    lambda: lambdaNamed,
    lambdas,
    stop: async () => {
      await service?.stop()
      await Promise.all([...lambdas.values()].map(each => each.stop()))
      await account.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

export type World = Awaited<ReturnType<typeof deployWorld>>

/** A role's name, which in this account is the ID of its access key as well. */
const roleOf = ({ Role }: Properties) => String(Role).split('/').at(-1) ?? ''

/** What stands in the account once a stack is deployed. */
const fillAccount = async (account: Account, stack: DeployedStack) => {
  const policy = (resource: string, statements: readonly Statement[]) =>
    account.resourcePolicies.set(resource, [...(account.resourcePolicies.get(resource) ?? []), ...statements])
  const encrypted = (resource: string, key: unknown) => {
    if (typeof key === 'string') account.keyOfResource.set(resource, key)
  }
  for (const [, { Roles = [], PolicyDocument }] of stack.ofType('AWS::IAM::Policy')) {
    for (const role of Roles) {
      account.roles.set(role, [...(account.roles.get(role) ?? []), ...PolicyDocument.Statement])
    }
  }
  for (const [, { FunctionName, Environment }] of stack.ofType('AWS::Lambda::Function')) {
    if (FunctionName) account.functions.set(String(FunctionName), Environment?.Variables ?? {})
  }
  for (const [id, { Policies = [] }] of stack.ofType('AWS::IAM::Role')) {
    for (const { PolicyDocument } of Policies) {
      const role = stack.refOf(id)
      account.roles.set(role, [...(account.roles.get(role) ?? []), ...PolicyDocument.Statement])
    }
  }
  for (const [id, properties] of stack.ofType('AWS::DynamoDB::Table')) {
    encrypted(stack.attributeOf(id, 'Arn'), properties.SSESpecification?.KMSMasterKeyId)
    await createTable(account, stack.refOf(id), properties)
  }
  for (const [id, { ObjectLockEnabled = false, BucketEncryption }] of stack.ofType('AWS::S3::Bucket')) {
    account.buckets.set(stack.refOf(id), { isLocked: ObjectLockEnabled })
    const [rule] = BucketEncryption?.ServerSideEncryptionConfiguration ?? []
    encrypted(stack.attributeOf(id, 'Arn'), rule?.ServerSideEncryptionByDefault?.KMSMasterKeyID)
  }
  for (const [id, { KmsMasterKeyId }] of stack.ofType('AWS::SNS::Topic')) encrypted(stack.refOf(id), KmsMasterKeyId)
  for (const [id, { KeyPolicy }] of stack.ofType('AWS::KMS::Key')) {
    policy(stack.attributeOf(id, 'Arn'), KeyPolicy.Statement)
  }
  for (const [id, { Name }] of stack.ofType('AWS::SecretsManager::Secret')) {
    account.secrets.put(Name, `drawn for ${Name}`, stack.refOf(id))
  }
  for (const [, { Bucket, PolicyDocument }] of stack.ofType('AWS::S3::BucketPolicy')) {
    policy(`arn:aws:s3:::${Bucket}`, PolicyDocument.Statement)
  }
  for (const [, { Queues, PolicyDocument }] of stack.ofType('AWS::SQS::QueuePolicy')) {
    for (const url of Queues) {
      policy(`arn:aws:sqs:${stack.region}:${ACCOUNT}:${url.split('/').at(-1)}`, PolicyDocument.Statement)
    }
  }
  for (const [, { Topics, PolicyDocument }] of stack.ofType('AWS::SNS::TopicPolicy')) {
    for (const topic of Topics) policy(topic, PolicyDocument.Statement)
  }
  for (const [, { FunctionName, Action, Principal, SourceArn }] of stack.ofType('AWS::Lambda::Permission')) {
    const Condition = { ArnLike: { 'aws:SourceArn': SourceArn } }
    policy(FunctionName, [
      { Effect: 'Allow', Action, Resource: FunctionName, Principal: { Service: Principal }, Condition },
    ])
  }
}

const createTable = async (account: Account, TableName: string, properties: Properties) => {
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, BillingMode } = properties
  const input = { TableName, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, BillingMode }
  const { status, body } = await account.dynamo.answer({
    method: 'POST',
    headers: {
      'x-amz-target': 'DynamoDB_20120810.CreateTable',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20261121T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=setup/20261121/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: Buffer.from(JSON.stringify(input)),
  })
  if (status !== 200) throw new Error(`The table ${TableName} could not be made: ${body}`)
}

/** What Lambda itself does with the function's role, whatever the function does: it writes its log, and its traces. */
const watched = (account: Account, lambda: Lambda, properties: Properties): Lambda => {
  const role = roleOf(properties)
  const group = `arn:aws:logs:${account.region}:${ACCOUNT}:log-group:${properties.LoggingConfig.LogGroup}`
  return {
    ...lambda,
    invoke: event => {
      account.ask(role, { action: 'logs:CreateLogStream', resource: group })
      account.ask(role, { action: 'logs:PutLogEvents', resource: `${group}:log-stream:live` })
      if (properties.TracingConfig?.Mode === 'Active') {
        account.ask(role, { action: 'xray:PutTraceSegments', resource: '*' })
        account.ask(role, { action: 'xray:PutTelemetryRecords', resource: '*' })
      }
      return lambda.invoke(event)
    },
  }
}

/** Serves over TLS on 127.0.0.1, as API Gateway does: links that the depot makes are https. */
const serveTls = async (answer: (request: IncomingRequest) => Promise<RawAnswer>) => {
  const server = createServer({ key: LOCAL_KEY, cert: LOCAL_CERTIFICATE }, async (incoming, outgoing) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const { method = 'GET', url: target = '/', headers } = incoming
    const answered = await answer({ method, target, headers, body: Buffer.concat(chunks) })
    outgoing.writeHead(answered.status, answered.headers).end(answered.body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on a TCP port has an address with a port.
  const { port } = server.address() as AddressInfo
  return {
    url: `https://127.0.0.1:${port}`,
    stop: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

import { createServer, type IncomingMessage } from 'node:http'
import { close, listen } from '../../../lib/local/http-server.ts'
import { aboutPrincipal, type Need, type Statement, verdictOf } from './iam.ts'
import { type AwsRequest, awsRequest, functionIn, needsOf, s3Place } from './requests.ts'
import { type AwsAnswer, accessDenied, json, xml } from './stand-ins/answer.ts'
import { createDynamo } from './stand-ins/dynamo.ts'
import { createKms } from './stand-ins/kms.ts'
import { createMessages } from './stand-ins/messages.ts'
import { type BucketSettings, createS3 } from './stand-ins/s3.ts'
import { createScheduler } from './stand-ins/scheduler.ts'
import { createSecrets } from './stand-ins/secrets.ts'
import { ACCOUNT } from './template.ts'

/** Something that was asked for, by whom, and whether policies let it be. */
export interface Asked {
  readonly role: string
  readonly need: Need
  readonly isAllowed: boolean
}

/** What stands between a test and a service: a fixed answer, or no answer at all. */
export type Fault = AwsAnswer | 'no answer' | undefined

/** What everybody carries who calls from a function of the account. */
const COMMON = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3', 'aws:PrincipalAccount': ACCOUNT }

/**
 * An AWS account, on 127.0.0.1: each request is first held against the policies of the role that signs it, of the resource
 * that it is about, and of the keys that this is encrypted with; and then answered by a stand-in.
 */
export const startAccount = async (region: string) => {
  const buckets = new Map<string, BucketSettings>()
  const dynamo = createDynamo()
  const s3 = createS3(buckets)
  const secrets = createSecrets(region)
  const kms = createKms()
  const messages = createMessages()
  const scheduler = createScheduler()

  /** The settings of each function, by its name. */
  const functions = new Map<string, Readonly<Record<string, string>>>()
  const roles = new Map<string, readonly Statement[]>()
  const resourcePolicies = new Map<string, readonly Statement[]>()
  const keyOfResource = new Map<string, string>()
  const asked: Asked[] = []
  let fault: (request: AwsRequest) => Fault = () => undefined

  /** Whether a role of the account may (IAM user guide, "Policy evaluation for requests within a single account"). */
  const isAllowed = (role: string, need: Need): boolean => {
    const full = { ...need, context: { ...COMMON, ...need.context } }
    const own = verdictOf(roles.get(role) ?? [], full)
    const policy = policyOf(need)
    if (!policy) return own === 'allowed'
    const aboutRole = verdictOf(aboutPrincipal(policy, ['AWS', `arn:aws:iam::${ACCOUNT}:role/${role}`]), full)
    if (own === 'denied' || aboutRole === 'denied') return false
    // A key's own policy comes first: only where it lets the account decide do its roles' policies count.
    if (need.action.startsWith('kms:')) {
      const root = verdictOf(aboutPrincipal(policy, ['AWS', `arn:aws:iam::${ACCOUNT}:root`]), full)
      return aboutRole === 'allowed' || (root === 'allowed' && own === 'allowed')
    }
    return own === 'allowed' || aboutRole === 'allowed'
  }

  const policyOf = ({ action, resource }: Need) =>
    resourcePolicies.get(action.startsWith('s3:') ? (resource.split('/')[0] ?? resource) : resource)

  /** Holds it against the policies, and notes it for the end of the test. */
  const ask = (role: string, need: Need): boolean => {
    const verdict = { role, need, isAllowed: isAllowed(role, need) }
    asked.push(verdict)
    return verdict.isAllowed
  }

  /** Whether a service of AWS may, by the resource's own policy alone. */
  const mayService = (service: string, need: Need): boolean => {
    const full = { ...need, context: { ...COMMON, ...need.context } }
    return verdictOf(aboutPrincipal(policyOf(need) ?? [], ['Service', service]), full) === 'allowed'
  }

  const answer = async (request: AwsRequest): Promise<AwsAnswer | 'no answer'> => {
    const { service } = request
    const role = roleOf(request)
    if (service === 's3' && !s3.has(s3Place(request).bucket)) return s3.answer(request)
    const needs = needsOf(request, { secretArn: secrets.arn })
    const all = [...needs, ...needs.flatMap(need => keyNeeds(need, keyOfResource))]
    for (const need of all) {
      if (!ask(role, need)) {
        return accessDenied(
          service,
          `${role} is not authorized to perform: ${need.action} on resource: ${need.resource}`,
        )
      }
    }
    const planned = fault(request)
    if (planned !== undefined) return planned
    switch (service) {
      case 'dynamodb':
        return dynamo.answer(request)
      case 's3':
        return hideMissing(request, role, s3.answer(request))
      case 'secretsmanager':
        return secrets.answer(request)
      case 'kms':
        return kms.answer(request)
      case 'sqs':
        return messages.sqs(request)
      case 'sns':
        return messages.sns(request)
      case 'events':
        return messages.eventBridge(request)
      case 'scheduler':
        return scheduler.answer(request)
      case 'lambda':
        return json({ Environment: { Variables: functions.get(functionIn(request)) } })
      case 'sts': {
        const identity = `<GetCallerIdentityResult><Arn>arn:aws:iam::${ACCOUNT}:user/${role}</Arn></GetCallerIdentityResult>`
        return xml(`<GetCallerIdentityResponse>${identity}</GetCallerIdentityResponse>`)
      }
      default:
        throw new Error(`Nothing stands in for ${service}`)
    }
  }

  /** S3 says of an object that it is not there only to those who may list the bucket. */
  const hideMissing = (request: AwsRequest, role: string, answered: AwsAnswer): AwsAnswer => {
    const { bucket, key } = s3Place(request)
    if (answered.status !== 404 || key === '') return answered
    const need = { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` }
    return ask(role, need) ? answered : accessDenied('s3', 'Access Denied')
  }

  const roleOf = ({ accessKeyId }: AwsRequest) => {
    if (!roles.has(accessKeyId)) throw new Error(`${accessKeyId} is no role of this account`)
    return accessKeyId
  }

  const errors: unknown[] = []
  const server = createServer(async (incoming, outgoing) => {
    try {
      const { method = '', url: target = '/', headers } = incoming
      const answered = await answer(awsRequest({ method, target, headers, body: await bodyOf(incoming) }))
      if (answered === 'no answer') return
      outgoing.writeHead(answered.status, answered.headers).end(answered.body ?? '')
    } catch (error) {
      errors.push(error)
      outgoing.writeHead(501).end()
    }
  })
  const url = await listen(server, 0)

  return {
    url,
    region,
    buckets,
    objects: s3.objects,
    hidden: s3.hidden,
    locks: s3.locks,
    dynamo,
    secrets,
    messages,
    schedules: scheduler.schedules,
    functions,
    roles,
    resourcePolicies,
    /** The KMS key, by the ARN of what is encrypted with it. */
    keyOfResource,
    asked,
    /** What the stand-ins could not make sense of: each is a fault of the tests. */
    errors,
    ask,
    mayService,
    /** From now on requests meet this before they meet a service. */
    failWith: (next: (request: AwsRequest) => Fault) => {
      fault = next
    },
    mend: () => {
      fault = () => undefined
    },
    stop: async () => {
      server.closeAllConnections()
      await close(server)
    },
  }
}

export type Account = Awaited<ReturnType<typeof startAccount>>

const bodyOf = async (incoming: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const READS = /^(?:dynamodb:(?:GetItem|BatchGetItem|Query)|s3:GetObject|secretsmanager:GetSecretValue)$/
const TABLE_WRITES = /^dynamodb:(?:PutItem|UpdateItem|DeleteItem)$/

/**
 * What a service asks of the key of what it encrypts, in the name of whoever asks the service (developer guides of DynamoDB,
 * "Encryption at rest"; S3, "Permissions for SSE-KMS"; SNS, "Key management").
 */
const keyNeeds = ({ action, resource }: Need, keys: ReadonlyMap<string, string>): Need[] => {
  const key = keys.get(resource.replace(/^(arn:aws:s3:::[^/]+)\/.*$/, '$1').replace(/\/index\/.*$/, ''))
  if (key === undefined) return []
  const service = action.split(':')[0] ?? ''
  const may = (...names: readonly string[]) =>
    names.map(name => ({
      action: `kms:${name}`,
      resource: key,
      context: { 'kms:ViaService': `${service}.${key.split(':')[3]}.amazonaws.com` },
    }))
  if (TABLE_WRITES.test(action)) return may('Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey')
  if (READS.test(action)) return service === 'dynamodb' ? may('Decrypt', 'DescribeKey') : may('Decrypt')
  if (action === 's3:PutObject') return may('GenerateDataKey')
  if (action === 'sns:Publish') return may('Decrypt', 'GenerateDataKey')
  return []
}

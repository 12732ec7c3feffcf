import type { Need } from './iam.ts'
import { ACCOUNT } from './template.ts'

/** A request of an AWS SDK, as it came. */
export interface AwsRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
  readonly service: string
  readonly region: string
  /** Whose credentials sign it. */
  readonly accessKeyId: string
}

const SCOPE = /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/

export const awsRequest = (
  incoming: Pick<AwsRequest, 'method' | 'headers' | 'body'> & { readonly target: string },
): AwsRequest => {
  const { method, target, headers, body } = incoming
  const [, accessKeyId = '', region = '', service = ''] = SCOPE.exec(String(headers.authorization)) ?? []
  const [path = '/', query = ''] = target.split(/\?(.*)/s)
  return { method, path, query: new URLSearchParams(query), headers, body, service, region, accessKeyId }
}

/** `DynamoDB_20120810.GetItem` -> `GetItem` */
export const operationOf = ({ headers }: AwsRequest): string => String(headers['x-amz-target']).split('.')[1] ?? ''

// biome-ignore lint/suspicious/noExplicitAny: inputs of eight services, read where their documentation says that it is
export const jsonOf = ({ body }: AwsRequest): any => JSON.parse(body.toString() || '{}')

/** `/bucket/key` as S3 gets it with the bucket in the path. */
export const s3Place = ({ path }: AwsRequest) => {
  const [, bucket = '', ...rest] = path.split('/').map(decodeURIComponent)
  return { bucket, key: rest.join('/') }
}

/** What else the account knows of what is asked for. */
export interface AccountFacts {
  /** A secret's whole ARN; `undefined`: there is none of that name. */
  secretArn(name: string): string | undefined
}

/** What a request needs of IAM (Service Authorization Reference, one page for each service). */
export const needsOf = (request: AwsRequest, facts: AccountFacts): Need[] => {
  const { service, region } = request
  const arn = (rest: string) => `arn:aws:${service}:${region}:${ACCOUNT}:${rest}`
  switch (service) {
    case 'dynamodb':
      return dynamoNeeds(request)
    case 's3':
      return [s3Need(request)]
    case 'secretsmanager': {
      // One that is made has a name, and is known by nothing else yet.
      const { Name, SecretId: id = Name } = jsonOf(request)
      const resource = id.startsWith('arn:') ? id : (facts.secretArn(id) ?? arn(`secret:${id}`))
      return [{ action: `secretsmanager:${operationOf(request)}`, resource }]
    }
    case 'kms': {
      const { KeyId } = jsonOf(request)
      return [
        { action: `kms:${operationOf(request)}`, resource: KeyId.startsWith('arn:') ? KeyId : arn(`key/${KeyId}`) },
      ]
    }
    case 'sqs': {
      const { QueueUrl } = jsonOf(request)
      return [{ action: `sqs:${operationOf(request)}`, resource: arn(String(QueueUrl.split('/').at(-1))) }]
    }
    case 'sns': {
      const form = new URLSearchParams(request.body.toString())
      return [{ action: `sns:${form.get('Action')}`, resource: String(form.get('TopicArn')) }]
    }
    case 'events':
      return jsonOf(request).Entries.map(({ EventBusName = 'default' }) => ({
        action: 'events:PutEvents',
        resource: arn(`event-bus/${EventBusName}`),
      }))
    case 'scheduler':
      return schedulerNeeds(request)
    case 'lambda':
      return [{ action: 'lambda:GetFunctionConfiguration', resource: arn(`function:${functionIn(request)}`) }]
    case 'sts':
      // Everybody may ask who they are.
      return []
    default:
      throw new Error(`It is unknown here what ${service} ${request.method} ${request.path} needs`)
  }
}

/** The function whose settings are asked for. */
export const functionIn = ({ path }: Pick<AwsRequest, 'path'>): string => {
  const [, name] = /^\/2015-03-31\/functions\/([\w-]+)\/configuration$/.exec(path) ?? []
  if (name === undefined) throw new Error(`It is unknown here what Lambda's ${path} needs`)
  return name
}

const dynamoNeeds = (request: AwsRequest): Need[] => {
  const operation = operationOf(request)
  const input = jsonOf(request)
  const need = (table: string, keys: readonly string[], index?: string): Need => ({
    action: `dynamodb:${operation}`,
    resource: `arn:aws:dynamodb:${request.region}:${ACCOUNT}:table/${table}${index === undefined ? '' : `/index/${index}`}`,
    context: { 'dynamodb:LeadingKeys': keys },
  })
  switch (operation) {
    case 'BatchGetItem':
      return Object.entries<{ Keys: { pk: { S: string } }[] }>(input.RequestItems).map(([table, { Keys }]) =>
        need(
          table,
          Keys.map(({ pk }) => pk.S),
        ),
      )
    case 'Query': {
      const [, hash = ''] = /#?\w+\s*=\s*(:\w+)/.exec(input.KeyConditionExpression) ?? []
      return [need(input.TableName, [input.ExpressionAttributeValues[hash].S], input.IndexName)]
    }
    case 'GetItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return [need(input.TableName, [input.Key.pk.S])]
    case 'PutItem':
      return [need(input.TableName, [input.Item.pk.S])]
    case 'Scan':
      return [need(input.TableName, [])]
    default:
      throw new Error(`It is unknown here what DynamoDB's ${operation} needs`)
  }
}

/** To remove a version is another action than to hide it. */
const deletionOf = ({ query }: AwsRequest) => (query.has('versionId') ? 'DeleteObjectVersion' : 'DeleteObject')

const s3Need = (request: AwsRequest): Need => {
  const { bucket, key } = s3Place(request)
  const name = request.query.has('retention')
    ? 'GetObjectRetention'
    : { GET: 'GetObject', HEAD: 'GetObject', PUT: 'PutObject', DELETE: deletionOf(request) }[request.method]
  if (name === undefined || (key === '' && !['GET', 'HEAD'].includes(request.method))) {
    throw new Error(`It is unknown here what S3's ${request.method} ${request.path} needs`)
  }
  if (key === '' && request.query.has('versions')) {
    const context = { 's3:prefix': request.query.get('prefix') ?? '' }
    return { action: 's3:ListBucketVersions', resource: `arn:aws:s3:::${bucket}`, context }
  }
  return key === ''
    ? { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` }
    : { action: `s3:${name}`, resource: `arn:aws:s3:::${bucket}/${key}` }
}

const schedulerNeeds = (request: AwsRequest): Need[] => {
  const [, name] = /^\/schedules\/([^/]+)$/.exec(request.path) ?? []
  const input = request.body.length > 0 ? jsonOf(request) : {}
  const arn = (rest: string) => `arn:aws:scheduler:${request.region}:${ACCOUNT}:${rest}`
  // ListSchedules knows no resource.
  if (name === undefined) return [{ action: 'scheduler:ListSchedules', resource: '*' }]
  const group = input.GroupName ?? request.query.get('groupName') ?? 'default'
  const verb = { POST: 'Create', PUT: 'Update', DELETE: 'Delete', GET: 'Get' }[request.method]
  const passed = input.Target?.RoleArn
  return [
    { action: `scheduler:${verb}Schedule`, resource: arn(`schedule/${group}/${name}`) },
    ...(passed === undefined
      ? []
      : [
          {
            action: 'iam:PassRole',
            resource: passed,
            context: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
          },
        ]),
  ]
}

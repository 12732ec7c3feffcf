import { createHash } from 'node:crypto'
import type { SynthesisedStack } from '../synth.ts'

export const ACCOUNT = '111122223333'

export interface Resource {
  readonly Type: string
  readonly Properties: Readonly<Record<string, unknown>>
}

/** What a resource is called once it is there, and what can be asked of it. */
interface Made {
  readonly ref: string
  readonly attributes: Readonly<Record<string, string>>
}

/** A stack as it stands in an account: its resources, and its template's values with every intrinsic resolved. */
export interface DeployedStack {
  readonly region: string
  readonly resources: ReadonlyMap<string, Resource>
  /** Resources of a type, by their logical IDs, resolved. */
  ofType(type: string): readonly (readonly [id: string, properties: Properties])[]
  refOf(id: string): string
  attributeOf(id: string, name: string): string
  exports: ReadonlyMap<string, string>
}

/** Properties of a resource whose shape its type tells; the harness reads no more of them than it knows. */
// biome-ignore lint/suspicious/noExplicitAny: CloudFormation has hundreds of shapes, and no types of them are at hand
export type Properties = Readonly<Record<string, any>>

export interface DeployOptions {
  readonly region: string
  /** Where the account's queues answer: a queue's `Ref` is its URL. */
  readonly endpoint: string
  readonly imports?: ReadonlyMap<string, string>
}

/** Gives each resource of a stack the name that it could have in an account, and resolves what refers to it. */
export const deployStack = (
  stack: SynthesisedStack,
  { region, endpoint, imports = new Map() }: DeployOptions,
): DeployedStack => {
  const template = stack.template.toJSON() as {
    Resources: Record<string, { readonly Type: string; readonly Properties?: Resource['Properties'] }>
    Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown } }>
  }
  const resources = new Map(
    Object.entries(template.Resources).map(([id, { Type, Properties = {} }]) => [id, { Type, Properties }]),
  )
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': ACCOUNT,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.stackName,
  }
  const known = new Map<string, Made>()
  const made = (id: string): Made => {
    const resource = resources.get(id)
    if (!resource) throw new Error(`${stack.stackName} has no resource ${id}`)
    const there = known.get(id) ?? make(id, resource)
    known.set(id, there)
    return there
  }
  const make = (id: string, { Type, Properties }: Resource): Made => {
    const name = `${stack.stackName}-${id}`.toLowerCase()
    const property = (key: string) => (Properties[key] === undefined ? undefined : String(resolve(Properties[key])))
    const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${ACCOUNT}:${rest}`
    const called = (ref: string, attributes: Record<string, string> = {}): Made => ({ ref, attributes })
    switch (Type) {
      case 'AWS::DynamoDB::Table': {
        const table = property('TableName') ?? name
        return called(table, { Arn: arn('dynamodb', `table/${table}`) })
      }
      case 'AWS::S3::Bucket': {
        const bucket = property('BucketName') ?? name
        return called(bucket, { Arn: `arn:aws:s3:::${bucket}` })
      }
      case 'AWS::SQS::Queue':
        return called(`${endpoint}/${ACCOUNT}/${name}`, { Arn: arn('sqs', name), QueueName: name })
      case 'AWS::SNS::Topic':
        return called(arn('sns', name), { TopicArn: arn('sns', name), TopicName: name })
      case 'AWS::KMS::Key':
        return called(uuidOf(name), { Arn: arn('kms', `key/${uuidOf(name)}`) })
      case 'AWS::IAM::Role':
        return called(name, { Arn: `arn:aws:iam::${ACCOUNT}:role/${name}` })
      case 'AWS::Lambda::Function': {
        const fn = property('FunctionName') ?? name
        return called(fn, { Arn: arn('lambda', `function:${fn}`) })
      }
      case 'AWS::Lambda::Alias':
        return called(arn('lambda', `function:${property('FunctionName')}:${property('Name')}`))
      case 'AWS::Lambda::Version':
        return called(arn('lambda', `function:${property('FunctionName')}:1`), { Version: '1' })
      case 'AWS::Logs::LogGroup': {
        const group = property('LogGroupName') ?? name
        return called(group, { Arn: arn('logs', `log-group:${group}:*`) })
      }
      case 'AWS::Scheduler::ScheduleGroup':
        return called(property('Name') ?? name, { Arn: arn('scheduler', `schedule-group/${property('Name')}`) })
      case 'AWS::SecretsManager::Secret':
        // Six characters of Secrets Manager's own come after the name.
        return called(arn('secretsmanager', `secret:${property('Name')}-${hashOf(name).slice(0, 6)}`))
      case 'AWS::ApiGateway::RestApi':
        return called(hashOf(name).slice(0, 10), { RootResourceId: `root-${id}` })
      case 'AWS::ApiGateway::Stage':
        return called(property('StageName') ?? id)
      default:
        return called(id)
    }
  }

  const attributeOf = (id: string, name: string): string => {
    const value = made(id).attributes[name]
    if (value === undefined) throw new Error(`${id} (${resources.get(id)?.Type}) has no ${name} here`)
    return value
  }
  const refOf = (id: string): string => pseudo[id] ?? made(id).ref
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve)
    if (typeof value !== 'object' || value === null) return value
    const [[name, argument] = ['', undefined], ...others] = Object.entries(value)
    const isIntrinsic = others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))
    if (!isIntrinsic) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each)]))
    // Each intrinsic has arguments of one shape (CloudFormation user guide, "Intrinsic functions").
    const list = argument as unknown[]
    switch (name) {
      case 'Ref':
        return argument === 'AWS::NoValue' ? undefined : refOf(String(argument))
      case 'Fn::GetAtt':
        return attributeOf(String(list[0]), String(list[1]))
      case 'Fn::Join':
        return (resolve(list[1]) as unknown[]).join(String(list[0]))
      case 'Fn::Select':
        return (resolve(list[1]) as unknown[])[Number(list[0])]
      case 'Fn::Split':
        return String(resolve(list[1])).split(String(list[0]))
      case 'Fn::Sub':
        return String(argument).replace(/\$\{([^}]+)\}/g, (_whole, id: string) => refOf(id))
      case 'Fn::ImportValue': {
        const found = imports.get(String(resolve(argument)))
        if (found === undefined) throw new Error(`No stack exports ${JSON.stringify(argument)}`)
        return found
      }
      default:
        throw new Error(`The intrinsic ${name} is not known here`)
    }
  }

  return {
    region,
    resources,
    refOf,
    attributeOf,
    ofType: type =>
      [...resources]
        .filter(([, { Type }]) => Type === type)
        .map(([id, { Properties }]) => [id, resolve(Properties) as Properties] as const),
    exports: new Map(
      Object.values(template.Outputs ?? {}).flatMap(({ Value, Export }) =>
        Export ? [[String(resolve(Export.Name)), String(resolve(Value))] as const] : [],
      ),
    ),
  }
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const uuidOf = (text: string) => hashOf(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')

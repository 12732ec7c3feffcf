import { Duration, Stack } from 'aws-cdk-lib'
import { type Conditions, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import {
  Alias,
  Architecture,
  type IVersion,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda'
import type { LogGroup } from 'aws-cdk-lib/aws-logs'
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js'
import { Construct } from 'constructs'
import type { SettingName } from '../../settings/settings.ts'
import { accept } from '../stage/accepted.ts'
import type { Stage } from '../stage/stage.ts'
import { stageLogGroup } from '../storage/stage-log-group.ts'
import { bundledCode } from './bundle.ts'
import type { AnyFunctionName, FunctionRow } from './functions.ts'
import { InlineRole } from './inline-role.ts'

/** Lambda's limit for all names and values together (Lambda quotas). */
const MAX_ENVIRONMENT_BYTES = 4096

/** Stands for a value that only the deployment knows, with the longest possible length. */
const UNKNOWN_VALUE = 'x'.repeat(256)

/** CDK's placeholder for a value that only the deployment knows. */
const TOKEN = /\$\{Token\[[^\]]*\]\}/g

const NO_DEAD_LETTERS = {
  gateway: 'API Gateway calls it and waits: the caller gets the failure and may retry.',
  queue: 'What it fails goes back to the queue, which has dead letters of its own.',
  schedule: "The alias that is called sends failures to a queue, as its destination; the function's own is not asked.",
} as const satisfies Record<FunctionRow['calledBy'], string>

/** A deployed function: the bundle of `lambdas/<name>.ts`, with its own role and log. */
export class WaybillFunction extends Construct {
  readonly role: InlineRole
  readonly logGroup: LogGroup
  readonly function: LambdaFunction
  /** The alias that callers use: a published version, never the latest upload. */
  readonly live: Alias
  /** The function's properties in this stage. */
  readonly row: FunctionRow
  readonly #environment = new Map<string, string>()

  constructor(
    scope: Construct,
    name: AnyFunctionName,
    { stage, key, row: ours }: { readonly stage: Stage; readonly key: IKey | undefined; readonly row: FunctionRow },
  ) {
    super(scope, name)
    const { memoryMb = ours.memoryMb, concurrency = ours.concurrency, provisioned } = stage.functions[name] ?? {}
    const row = { ...ours, memoryMb, concurrency, provisioned }
    this.row = row
    this.role = new InlineRole(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Waybill ${stage.name}: the function that ${row.does}`,
    })
    this.logGroup = stageLogGroup(this, 'Log', { stage, key, name: `/waybill/${stage.name}/${name}` })
    this.logGroup.grant(this.role, 'logs:CreateLogStream', 'logs:PutLogEvents')
    this.function = new LambdaFunction(this, 'Function', {
      functionName: `waybill-${stage.name}-${name}`,
      description: `Waybill ${stage.name}: ${row.does}`,
      code: bundledCode(name),
      handler: 'index.handler',
      role: this.role,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // Lambda's own lines about successful requests are a third of the log, and CloudWatch has their figures.
      ...(stage.watching === 'lean' && { systemLogLevelV2: SystemLogLevel.WARN }),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: row.memoryMb,
      timeout: Duration.seconds(row.timeoutSeconds),
      ...(stage.reserveConcurrency && { reservedConcurrentExecutions: row.concurrency }),
      tracing: stage.watching === 'lean' ? Tracing.DISABLED : Tracing.ACTIVE,
    })
    this.#setEnvironment('WAYBILL_STAGE', stage.name)
    this.live = new Alias(this, 'Live', {
      aliasName: 'live',
      version: this.function.currentVersion as IVersion,
      ...(row.provisioned !== undefined && { provisionedConcurrentExecutions: row.provisioned }),
    })
    accept(this.role, {
      'AwsSolutions-IAM5[Resource::*]': 'X-Ray takes traces of no resource in particular: its actions know no ARN.',
      'Serverless-LambdaStarPermissions': 'The same; AwsSolutions-IAM5 looks at each other wildcard by itself.',
    })
    accept(this.function, {
      'Serverless-LambdaDLQ': NO_DEAD_LETTERS[row.calledBy],
      ...(stage.watching === 'lean' && {
        'Serverless-LambdaTracing': 'A lean stage has no traces; its lines have how long a request took, by its ID.',
      }),
    })
    this.function.node.addValidation({ validate: () => this.#environmentFaults() })
  }

  /** Adds settings, by their names in `lib/settings/settings.ts`. */
  configure(settings: Readonly<Partial<Record<SettingName, string>>>): void {
    for (const [name, value] of Object.entries(settings)) this.#setEnvironment(name, value)
  }

  /** Allows actions on resources that end with `*`. `because` is the reason for reviewers. */
  allowUnder(because: string, resources: readonly string[], ...actions: readonly [string, ...string[]]): void {
    this.allow(resources, ...actions)
    for (const resource of resources) {
      const flat = flattenCfnReference(Stack.of(this).resolve(resource))
      accept(this.role, { [`AwsSolutions-IAM5[Resource::${flat}]`]: because })
    }
  }

  /** Allows exactly these actions on exactly these resources. */
  allow(resources: readonly string[], ...actions: readonly [string, ...string[]]): void {
    this.allowWhere({}, resources, ...actions)
  }

  /** Allows actions if the conditions hold. */
  allowWhere(conditions: Conditions, resources: readonly string[], ...actions: readonly [string, ...string[]]): void {
    this.role.addToPolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources], conditions }),
    )
  }

  #environmentFaults(): string[] {
    const bytes = [...this.#environment].reduce(
      (sum, [name, value]) => sum + name.length + Buffer.byteLength(value.replaceAll(TOKEN, UNKNOWN_VALUE)),
      0,
    )
    if (bytes <= MAX_ENVIRONMENT_BYTES) return []
    return [
      `The environment of ${this.node.id} has ${bytes} bytes; Lambda takes ${MAX_ENVIRONMENT_BYTES}. Name fewer teams, roles or keys in one stage.`,
    ]
  }

  #setEnvironment(name: string, value: string): void {
    this.#environment.set(name, value)
    this.function.addEnvironment(name, value)
  }
}

import { Duration, Lazy, Stack } from 'aws-cdk-lib'
import type { RestApi } from 'aws-cdk-lib/aws-apigateway'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import { Construct } from 'constructs'
import type { FunctionName } from '../../http/routes.ts'
import { accept } from '../stage/accepted.ts'
import type { Stage } from '../stage/stage.ts'
import type { DataKey } from '../storage/data-key.ts'
import type { FunctionSchedules } from './function-schedules.ts'
import { SMOKE_FUNCTIONS } from './functions.ts'
import { WaybillFunction } from './waybill-function.ts'

type SmokeSettings = NonNullable<Stage['smoke']>

interface SmokeProps {
  readonly stage: Stage
  readonly key: DataKey
  readonly settings: SmokeSettings
}

const configure = (fn: WaybillFunction, { teams }: Stage, { team, bucket, submit }: SmokeSettings): void =>
  fn.configure({
    WAYBILL_SMOKE_KEY: teams[team]?.keys[0] ?? '',
    WAYBILL_SMOKE_BUCKET: bucket,
    WAYBILL_SMOKE_SUBMIT: submit ? 'yes' : 'no',
  })

/** Tries new versions before they get requests. CodeDeploy continues only if they pass. */
export class ReleaseSmoke extends Construct {
  readonly function: WaybillFunction
  readonly #versions = new Map<string, string>()

  constructor(scope: Construct, id: string, { stage, key, settings }: SmokeProps) {
    super(scope, id)
    const row = SMOKE_FUNCTIONS['smoke-release']
    this.function = new WaybillFunction(this, 'smoke-release', { stage, key: key.key, row })
    configure(this.function, stage, settings)
    this.function.configure({
      WAYBILL_SMOKE_TEAM: settings.team,
      WAYBILL_SMOKE_VERSIONS: Lazy.string({
        produce: () => [...this.#versions].map(([name, arn]) => `${name}=${arn}`).join(','),
      }),
    })
  }

  /** Adds a function with routes to the smoke test. */
  covers(name: FunctionName, fn: WaybillFunction): void {
    this.#versions.set(name, fn.function.currentVersion.functionArn)
    this.function.allowUnder(
      'A version has a number that is only known when it is published.',
      [`${fn.function.functionArn}:*`],
      'lambda:InvokeFunction',
    )
  }
}

export interface Addresses {
  readonly api: RestApi
  readonly url: string
  readonly queryUrl: string
}

/** Acts like a caller at the stage's own address, every few minutes. */
export class SmokeCanary extends Construct {
  readonly function: WaybillFunction
  readonly #settings: SmokeSettings

  constructor(scope: Construct, id: string, { stage, key, settings }: SmokeProps) {
    super(scope, id)
    this.#settings = settings
    this.function = new WaybillFunction(this, 'smoke', { stage, key: key.key, row: SMOKE_FUNCTIONS.smoke })
    configure(this.function, stage, settings)
  }

  /** The setting that makes the function's role a member of its team. */
  get member(): string {
    return `${this.function.role.roleArn}=${this.#settings.team}`
  }

  /** Starts the smoke test, once the APIs exist. */
  begin({ api, url, queryUrl }: Addresses, { role }: FunctionSchedules): void {
    this.function.configure({ WAYBILL_SMOKE_URL: url, WAYBILL_SMOKE_QUERY_URL: queryUrl })
    this.function.allowUnder(
      'All routes of this one API, as any caller of the team may call them.',
      [Stack.of(this).formatArn({ service: 'execute-api', resource: api.restApiId, resourceName: 'prod/*' })],
      'execute-api:Invoke',
    )
    const schedule = new Schedule(this, 'Schedule', {
      description: `Waybill: ${this.function.row.does}`,
      schedule: ScheduleExpression.rate(Duration.minutes(this.#settings.everyMinutes)),
      target: new LambdaInvoke(this.function.live as IFunction, { role, retryAttempts: 0 }),
    })
    accept(schedule, {
      'Serverless-EventBridgeSchedulerDLQ': 'A run that is lost is missed by the alarm; the next one does the same.',
    })
  }
}

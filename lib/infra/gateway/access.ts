import { Duration } from 'aws-cdk-lib'
import {
  ApiKey,
  AuthorizationType,
  type MethodOptions,
  Period,
  type RestApi,
  TokenAuthorizer,
} from 'aws-cdk-lib/aws-apigateway'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import { needsCaller, type Route } from '../../http/routes.ts'
import { GATEWAY_REMEMBERS_SECONDS } from '../../settings/caller-ages.ts'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { Stage } from '../stage/stage.ts'
import { tiersOf } from '../stage/tiers.ts'

/** How the callers of a route are identified. */
export type CallerCheck = Pick<MethodOptions, 'authorizationType' | 'authorizer' | 'apiKeyRequired'>

const OPEN: CallerCheck = { authorizationType: AuthorizationType.NONE }

/** How long API Gateway may reuse an authoriser's answer for the same token. */
const KEEP_ANSWER = Duration.seconds(GATEWAY_REMEMBERS_SECONDS)

/** Identifies the callers of `/v1`, by IAM or by token. With tokens, each tier has a usage plan. */
export class CallerAccess extends Construct {
  readonly #access: CallerCheck
  readonly #stage: Stage

  constructor(scope: Construct, id: string, { stage, authorize }: { stage: Stage; authorize?: WaybillFunction }) {
    super(scope, id)
    this.#stage = stage
    this.#access = authorize
      ? {
          authorizationType: AuthorizationType.CUSTOM,
          authorizer: new TokenAuthorizer(this, 'Authorizer', {
            handler: authorize.live as IFunction,
            resultsCacheTtl: KEEP_ANSWER,
            validationRegex: '^[Bb][Ee][Aa][Rr][Ee][Rr] +\\S+ *$',
          }),
          apiKeyRequired: true,
        }
      : { authorizationType: AuthorizationType.IAM }
    authorize?.configure({ WAYBILL_USAGE_KEY_PREFIX: usageKeyPrefix(stage) })
  }

  of(route: Pick<Route, 'caller'>): CallerCheck {
    return needsCaller(route) ? this.#access : OPEN
  }

  /** Adds a usage plan for each tier, and one for callers without a team. Their keys only count, and only the authoriser sends them. */
  planUsage(api: RestApi): void {
    if (this.#stage.authentication.kind !== 'jwt') return
    const tiers = tiersOf(this.#stage)
    const plans = { ...tiers, [BESIDE_TEAMS]: tiers.standard }
    for (const [name, { rate, burst, perDay }] of Object.entries(plans)) {
      const value = usageKeyPrefix(this.#stage) + name
      const plan = api.addUsagePlan(`Usage${name}`, {
        name: value,
        apiStages: [{ stage: api.deploymentStage }],
        throttle: { rateLimit: rate, burstLimit: burst },
        quota: { limit: perDay, period: Period.DAY },
      })
      plan.addApiKey(new ApiKey(this, `Key${name}`, { apiKeyName: value, value }))
    }
  }
}

/** The same name as in the authoriser (`lib/http/kit/authorization.ts`). */
const BESIDE_TEAMS = '-auditors'

/** Long enough for API Gateway, whose keys need 20 characters. */
const usageKeyPrefix = (stage: Stage) => `waybill-${stage.name}-usage-plan-`

import { type IResource, LambdaIntegration, type Method, Resource, type RestApi } from 'aws-cdk-lib/aws-apigateway'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { type FunctionName, needsCaller, type Route } from '../../http/routes.ts'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import { accept } from '../stage/accepted.ts'
import type { Stage } from '../stage/stage.ts'
import type { DataKey } from '../storage/data-key.ts'
import type { CallerCheck } from './access.ts'
import { allowOrigins } from './cross-origin.ts'
import type { GatewayLogging } from './gateway-logging.ts'
import { gatewayPolicy } from './gateway-policy.ts'
import { addGatewayResponses, faultAnswers, problemAnswers } from './gateway-responses.ts'
import { closedRestApi } from './rest-api.ts'

export interface GatewayApiProps {
  readonly stage: Stage
  readonly key: DataKey
  readonly name: string
  readonly description: string
  readonly routes: readonly Route[]
  readonly functions: Readonly<Record<Exclude<FunctionName, 'console'>, WaybillFunction>> & {
    /** Only for stages with a web page. */
    readonly console?: WaybillFunction
  }
  readonly logging: GatewayLogging | undefined
  readonly accessOf: (route: Pick<Route, 'caller'>) => CallerCheck
  /** The form of the gateway's own answers: problems for `/v1`, XML for tools of the Query API. */
  readonly answers: 'problems' | 'xml'
}

/** A REST API made of the route table. */
export class GatewayApi extends Construct {
  readonly api: RestApi
  readonly accessLog: LogGroup

  constructor(scope: Construct, id: string, props: GatewayApiProps) {
    super(scope, id)
    const { stage, key, name, description, logging } = props
    const routes = props.routes.filter(route => props.functions[route.function] !== undefined)
    const { api, accessLog } = closedRestApi(this, {
      stage,
      key,
      name,
      description,
      logging,
      isFrontDoor: true,
      policy: gatewayPolicy(stage, routes),
    })
    this.api = api
    this.accessLog = accessLog
    const integrations = new Map(
      routes.flatMap(({ function: name }) => {
        const fn = props.functions[name]
        // One permission for all methods of a function.
        const settings = { scopePermissionToMethod: false }
        return fn ? [[name, new LambdaIntegration(fn.live as IFunction, settings)] as const] : []
      }),
    )
    for (const [path, ofPath] of Map.groupBy(routes, route => route.path)) {
      for (const { verb, route } of methodsOf(ofPath)) {
        const method = this.#resource(path).addMethod(verb, integrations.get(route.function), props.accessOf(route))
        acceptOpen(method, route)
      }
    }
    if (props.answers === 'xml') addGatewayResponses(this.api, faultAnswers)
    else {
      const [origin, ...others] = stage.corsOrigins
      // The gateway's own answers cannot depend on the origin, so pages can read them only if one origin is listed.
      const headers = origin !== undefined && others.length === 0 ? { 'Access-Control-Allow-Origin': origin } : {}
      const callersSign = stage.authentication.kind === 'iam'
      addGatewayResponses(this.api, problemAnswers({ callersSign }), headers)
      for (const [path, ofPath] of Map.groupBy(routes, route => route.path)) {
        allowOrigins(
          this.#resource(path),
          ofPath.map(({ method }) => method),
          stage,
        )
      }
      // After the named methods, so that a reader of the template finds those first.
      this.#answerTheRest(props)
    }
  }

  /** The API's address, with a `/` at its end. */
  get url(): string {
    return this.api.url
  }

  /**
   * Answers known callers with a function's 404 or 405 if no route matches. API Gateway itself would only answer that the
   * signature is missing.
   */
  #answerTheRest({ functions, accessOf }: GatewayApiProps): void {
    const integration = new LambdaIntegration(functions[ANSWERS_THE_REST].live as IFunction, {
      scopePermissionToMethod: false,
    })
    const access = accessOf({ caller: 'known' })
    const resources = this.api.node.findAll().filter(node => node instanceof Resource)
    for (const resource of [this.api.root, ...resources, this.api.root.addResource('{proxy+}')]) {
      if (!resource.node.tryFindChild('ANY')) resource.addMethod('ANY', integration, access)
    }
  }

  #resource(path: string): IResource {
    return path === '/' ? this.api.root : this.api.root.resourceForPath(path)
  }
}

/** The function that answers requests of known callers that match no method. */
const ANSWERS_THE_REST = 'look-up-jobs'

/**
 * The methods of a path. Each method is a resource, and a stack can have only 500. So if one function serves all methods of the
 * path for the same callers, it gets `ANY`, and answers 405 itself. For the same reason, methods of the function that answers
 * the rest are not named. `GET` includes `HEAD` (RFC 9110, section 9.3.2).
 */
const methodsOf = (routes: readonly Route[]): readonly { readonly verb: string; readonly route: Route }[] => {
  const [first, ...others] = routes
  if (!first) return []
  const isOne = others.every(route => route.function === first.function && needsCaller(route) === needsCaller(first))
  if (isOne && needsCaller(first)) return [{ verb: 'ANY', route: first }]
  const named = routes.filter(route => route.function !== ANSWERS_THE_REST || !needsCaller(route))
  return named.flatMap(route =>
    (route.method === 'GET' && route.caller !== 'signer' ? ['GET', 'HEAD'] : [route.method]).map(verb => ({
      verb,
      route,
    })),
  )
}

const acceptOpen = (method: Method, { caller }: Route) => {
  if (caller === 'anyone') accept(method, { 'AwsSolutions-APIG4': 'Shows only that Waybill is running.' })
  if (caller === 'signer') {
    accept(method, {
      'AwsSolutions-APIG4':
        "The function verifies the tool's own signature, of a version that API Gateway does not know.",
    })
  }
}

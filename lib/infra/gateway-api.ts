import { RemovalPolicy } from 'aws-cdk-lib'
import {
  AccessLogFormat,
  ApiKeySourceType,
  EndpointType,
  type IResource,
  LambdaIntegration,
  LogGroupLogDestination,
  type Method,
  MethodLoggingLevel,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { FunctionName, Route } from '../routes.ts'
import { accept } from './accepted.ts'
import type { Access } from './access.ts'
import { allowOrigins } from './cross-origin.ts'
import type { GatewayLogging } from './gateway-logging.ts'
import { addGatewayResponses, faultAnswers, problemAnswers } from './gateway-responses.ts'
import { gatewayPolicy, vpcEndpoints } from './private-endpoint.ts'
import type { Stage } from './stage.ts'
import type { WaybillFunction } from './waybill-function.ts'

/** The name of API Gateway's own stage: what stands before `/v1` where there is no custom domain. */
const GATEWAY_STAGE = 'prod'

export interface GatewayApiProps {
  readonly stage: Stage
  readonly name: string
  readonly description: string
  readonly routes: readonly Route[]
  readonly functions: Readonly<Record<FunctionName, WaybillFunction>>
  readonly logging: GatewayLogging
  readonly accessOf: (route: Route) => Access
  /** What the gateway's own answers are: problems for people and their pages, XML for tools of the Query API. */
  readonly answers: 'problems' | 'xml'
}

/** A REST API made from routes. */
export class GatewayApi extends Construct {
  readonly api: RestApi
  readonly accessLog: LogGroup
  readonly methods: readonly { readonly route: Route; readonly method: Method }[]

  constructor(scope: Construct, id: string, props: GatewayApiProps) {
    super(scope, id)
    const { stage } = props
    this.accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: `/waybill/${stage.name}/access/${props.name}`,
      retention: stage.logRetentionDays as RetentionDays,
      removalPolicy: stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    const policy = gatewayPolicy(stage)
    this.api = new RestApi(this, 'Api', {
      restApiName: `waybill-${stage.name}-${props.name}`,
      description: props.description,
      endpointConfiguration: stage.privateEndpoint
        ? { types: [EndpointType.PRIVATE], vpcEndpoints: vpcEndpoints(this, stage) }
        : { types: [EndpointType.REGIONAL] },
      ...(policy && { policy }),
      // A custom domain is where WAF, certificate and name are; the address behind it stays shut.
      disableExecuteApiEndpoint: stage.customDomain !== undefined,
      // All bodies are bytes, in and out: PDFs arrive as they are, and manifests in whatever encoding they have.
      binaryMediaTypes: ['*/*'],
      ...(stage.authentication.kind === 'jwt' && { apiKeySourceType: ApiKeySourceType.AUTHORIZER }),
      cloudWatchRole: false,
      deployOptions: {
        stageName: GATEWAY_STAGE,
        throttlingRateLimit: stage.throttling.rate,
        throttlingBurstLimit: stage.throttling.burst,
        tracingEnabled: true,
        metricsEnabled: true,
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        accessLogDestination: new LogGroupLogDestination(this.accessLog),
        accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    })
    this.api.deploymentStage.node.addDependency(props.logging.account)
    this.methods = props.routes.map(route => ({
      route,
      method: this.#resource(route.path).addMethod(
        route.method,
        new LambdaIntegration(props.functions[route.function].live as IFunction, { allowTestInvoke: false }),
        props.accessOf(route),
      ),
    }))
    accept(this.api, {
      'AwsSolutions-APIG2':
        'The functions validate: they tell every fault of a manifest with line and column, which models cannot.',
      'AwsSolutions-COG4':
        "Callers are known by IAM or by their own provider's tokens; user pools would be a second directory.",
      ...(!stage.waf && {
        'AwsSolutions-APIG3': 'This stage goes without WAF ("waf": false); throttling limits all the same.',
      }),
    })
    for (const { route, method } of this.methods) {
      if (route.caller === 'anyone')
        accept(method, { 'AwsSolutions-APIG4': 'Says that Waybill is up, and nothing else.' })
      if (route.caller === 'signer') {
        accept(method, {
          'AwsSolutions-APIG4':
            "The function verifies the tool's own signature, of a version that API Gateway does not know.",
        })
      }
    }
    if (props.answers === 'xml') addGatewayResponses(this.api, faultAnswers)
    else {
      const [origin, ...others] = stage.corsOrigins
      // The gateway's own answers cannot tell origins apart, so a page sees them only where there is but one.
      const headers = origin !== undefined && others.length === 0 ? { 'Access-Control-Allow-Origin': origin } : {}
      const callersSign = stage.authentication.kind === 'iam'
      addGatewayResponses(this.api, problemAnswers({ callersSign }), headers)
      for (const [path, routes] of Map.groupBy(props.routes, route => route.path)) {
        allowOrigins(
          this.#resource(path),
          routes.map(({ method }) => method),
          stage,
        )
      }
    }
  }

  /** Where the API answers, with a `/` at its end. */
  get url(): string {
    return this.api.url
  }

  #resource(path: string): IResource {
    return path === '/' ? this.api.root : this.api.root.resourceForPath(path)
  }
}

/** One line a request, never a body, a query string or a header that carries a credential. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  extendedRequestId: '$context.extendedRequestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  route: '$context.resourcePath',
  path: '$context.path',
  status: '$context.status',
  responseBytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  functionLatencyMs: '$context.integrationLatency',
  sourceIp: '$context.identity.sourceIp',
  userAgent: '$context.identity.userAgent',
  userArn: '$context.identity.userArn',
  team: '$context.authorizer.team',
  principal: '$context.authorizer.principal',
  error: '$context.error.responseType',
  wafStatus: '$context.wafResponseCode',
  traceId: '$context.xrayTraceId',
} as const

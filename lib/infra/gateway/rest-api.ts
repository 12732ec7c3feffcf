import { RemovalPolicy } from 'aws-cdk-lib'
import {
  AccessLogFormat,
  ApiKeySourceType,
  EndpointType,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { accept } from '../stage/accepted.ts'
import type { Stage } from '../stage/stage.ts'
import type { GatewayLogging } from './gateway-logging.ts'
import { gatewayPolicy, vpcEndpoints } from './private-endpoint.ts'

/** The name of API Gateway's own stage: what stands before `/v1` where there is no custom domain. */
const GATEWAY_STAGE = 'prod'

interface RestApiSettings {
  readonly stage: Stage
  readonly name: string
  readonly description: string
  readonly logging: GatewayLogging
  /** Whether it is behind the stage's custom domain or VPC endpoint. Default: no */
  readonly isFrontDoor?: boolean
}

/** A REST API without routes, and the log of who asked: what every API of ours has. */
export const closedRestApi = (
  scope: Construct,
  { stage, name, description, logging, isFrontDoor = false }: RestApiSettings,
) => {
  const accessLog = new LogGroup(scope, 'AccessLog', {
    logGroupName: `/waybill/${stage.name}/access/${name}`,
    // The days that a stage may name are this enumeration's own values.
    retention: stage.logRetentionDays as RetentionDays,
    removalPolicy: stage.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  })
  const policy = isFrontDoor ? gatewayPolicy(stage) : undefined
  const api = new RestApi(scope, 'Api', {
    restApiName: `waybill-${stage.name}-${name}`,
    description,
    endpointConfiguration:
      isFrontDoor && stage.privateEndpoint
        ? { types: [EndpointType.PRIVATE], vpcEndpoints: vpcEndpoints(scope, stage) }
        : { types: [EndpointType.REGIONAL] },
    ...(policy && { policy }),
    // A custom domain is where certificate and name are; the address behind it stays shut.
    disableExecuteApiEndpoint: isFrontDoor && stage.customDomain !== undefined,
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
      accessLogDestination: new LogGroupLogDestination(accessLog),
      accessLogFormat: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
    },
  })
  api.deploymentStage.node.addDependency(logging.account)
  accept(api, {
    'AwsSolutions-APIG2':
      'The functions validate: they report every fault of a manifest with line and column, which models cannot.',
    'AwsSolutions-COG4':
      "Callers are known by IAM or by their own provider's tokens; user pools would be a second directory.",
    ...(!(stage.waf && isFrontDoor) && {
      'AwsSolutions-APIG3': 'This API goes without WAF ("waf" of the stage); throttling limits all the same.',
    }),
  })
  return { api, accessLog }
}

/** One line a request: never a body, a query string, a header that carries a credential, or a path that is one (PDFs' links). */
export const ACCESS_LOG = {
  requestId: '$context.requestId',
  extendedRequestId: '$context.extendedRequestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  route: '$context.resourcePath',
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

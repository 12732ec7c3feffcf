import {
  AccessLogFormat,
  ApiKeySourceType,
  EndpointType,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway'
import type { PolicyDocument } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { accept } from '../stage/accepted.ts'
import type { Stage } from '../stage/stage.ts'
import type { DataKey } from '../storage/data-key.ts'
import { stageLogGroup } from '../storage/stage-log-group.ts'
import type { GatewayLogging } from './gateway-logging.ts'
import { vpcEndpoints } from './private-endpoint.ts'

/** The name of API Gateway's own stage: the prefix of `/v1` without a custom domain. */
const GATEWAY_STAGE = 'prod'

interface RestApiSettings {
  readonly stage: Stage
  readonly key: DataKey
  readonly name: string
  readonly description: string
  /** `undefined`: something else in the account lets API Gateway write logs. */
  readonly logging: GatewayLogging | undefined
  /** Whether it is behind the stage's custom domain or VPC endpoint. Default: no */
  readonly isFrontDoor?: boolean
  /** Who may reach it, besides callers that IAM allows. Default: no others if callers sign, otherwise everyone */
  readonly policy?: PolicyDocument | undefined
}

/** A REST API without routes, with an access log: the base of all our APIs. */
export const closedRestApi = (
  scope: Construct,
  { stage, key, name, description, logging, policy, isFrontDoor = false }: RestApiSettings,
) => {
  const accessLog = stageLogGroup(scope, 'AccessLog', {
    stage,
    key: key.key,
    name: `/waybill/${stage.name}/access/${name}`,
  })
  const api = new RestApi(scope, 'Api', {
    restApiName: `waybill-${stage.name}-${name}`,
    description,
    endpointConfiguration:
      isFrontDoor && stage.privateEndpoint
        ? { types: [EndpointType.PRIVATE], vpcEndpoints: vpcEndpoints(scope, stage) }
        : { types: [EndpointType.REGIONAL] },
    ...(policy && { policy }),
    // With a custom domain, API Gateway's own address is closed.
    disableExecuteApiEndpoint: isFrontDoor && stage.customDomain !== undefined,
    // All bodies are bytes in both directions, so that PDFs arrive unchanged, and manifests keep their encoding.
    binaryMediaTypes: ['*/*'],
    ...(stage.authentication.kind === 'jwt' && { apiKeySourceType: ApiKeySourceType.AUTHORIZER }),
    cloudWatchRole: false,
    deployOptions: {
      stageName: GATEWAY_STAGE,
      throttlingRateLimit: stage.throttling.rate,
      throttlingBurstLimit: stage.throttling.burst,
      tracingEnabled: stage.watching === 'full',
      metricsEnabled: true,
      loggingLevel: MethodLoggingLevel.ERROR,
      dataTraceEnabled: false,
      accessLogDestination: new LogGroupLogDestination(accessLog),
      accessLogFormat: AccessLogFormat.custom(JSON.stringify(accessLogOf(stage))),
    },
  })
  if (logging) api.deploymentStage.node.addDependency(logging.account)
  accept(api, {
    'AwsSolutions-APIG2':
      'The functions validate: they report every fault of a manifest with line and column, which models cannot.',
    'AwsSolutions-COG4':
      "Callers are known by IAM or by their own provider's tokens; user pools would be a second directory.",
    ...(stage.watching === 'lean' && {
      'Serverless-APIGWXrayEnabled': 'A lean stage has no traces; its lines have how long a request took, by its ID.',
    }),
    ...(!stage.waf && {
      'AwsSolutions-APIG3': 'This API goes without WAF ("waf" of the stage); throttling limits all the same.',
    }),
  })
  return { api, accessLog }
}

/** One line for each request. Never a body, a query string, a header with a credential, or a path that is one (links to PDFs). */
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

const { requestId, method, route, status, latencyMs, sourceIp, userAgent, error } = ACCESS_LOG

/** The facts that functions do not log: requests that did not reach one, their origin, and the whole time. */
export const LEAN_ACCESS_LOG = { requestId, method, route, status, latencyMs, sourceIp, userAgent, error } as const

const accessLogOf = ({ watching }: Stage) => (watching === 'lean' ? LEAN_ACCESS_LOG : ACCESS_LOG)

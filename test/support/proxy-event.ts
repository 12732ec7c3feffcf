import type { APIGatewayProxyEvent } from 'aws-lambda'
import type { Role } from '../../lib/teams/caller.ts'

/** A REST API proxy event, with the members that API Gateway's documentation shows. */
export const proxyEvent = (request: {
  /** As API Gateway spells it: `GET /v1/jobs/{jobId}`. */
  route: string
  params?: Record<string, string>
  headers?: Record<string, string>
  query?: Record<string, string[]>
  body?: string | Buffer | null
  base64?: boolean
  team?: string | undefined
  role?: Role
  stage?: string
  /** Where it came from, and with which access key it was signed. */
  identity?: { readonly sourceIp?: string; readonly userAgent?: string; readonly accessKey?: string }
}): APIGatewayProxyEvent => {
  const {
    route,
    params = {},
    headers = {},
    query,
    body = null,
    base64 = true,
    team,
    role = 'member',
    stage = '',
    identity,
  } = request
  const [httpMethod = '', resource = ''] = route.split(' ')
  const path = resource.replace(/\{(\w+)\}/g, (_whole, name: string) => params[name] ?? '')
  const bytes = body === null ? null : Buffer.from(body as string)
  const event = {
    resource,
    path,
    httpMethod,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: query ? Object.fromEntries(Object.entries(query).map(([k, v]) => [k, v.at(-1)])) : null,
    multiValueQueryStringParameters: query ?? null,
    pathParameters: Object.keys(params).length > 0 ? params : null,
    stageVariables: null,
    body: bytes === null ? null : bytes.toString(base64 ? 'base64' : 'utf8'),
    isBase64Encoded: base64,
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      requestId: 'request-1',
      path: `${stage}${path}`,
      httpMethod,
      resourcePath: resource,
      stage: stage.slice(1) || 'prod',
      identity,
      authorizer: team === undefined ? null : { team, principal: 'ann', role },
    },
  }
  // The rest of what API Gateway sends is not read by any function.
  return event as unknown as APIGatewayProxyEvent
}

import { randomUUID } from 'node:crypto'
import type { IncomingRequest as LocalRequest } from '../../../lib/local/http-server.ts'
import type { RawAnswer } from '../../../lib/local/raw-answer.ts'
import { type Statement, verdictOf } from './iam.ts'
import type { Invocation, Lambda } from './lambda.ts'
import { ACCOUNT, type DeployedStack, type Properties } from './template.ts'

/** A request as it reaches API Gateway, on whatever port. */
export type IncomingRequest = Omit<LocalRequest, 'port'>

/** One method of a REST API, as its template defines it. */
interface Method {
  readonly httpMethod: string
  /** `/v1/jobs/{jobId}` */
  readonly path: string
  readonly authorization: string
  readonly authorizerId: string | undefined
  readonly needsApiKey: boolean
  readonly integration: Properties
}

interface GatewayOptions {
  readonly stack: DeployedStack
  /** The API's logical ID. */
  readonly api: string
  /** Whom access keys of IAM stand for: ARNs by access key ID. */
  readonly identities: ReadonlyMap<string, string>
  /** The function behind an alias's ARN. */
  readonly lambdaOf: (aliasArn: string) => Lambda
  /** Whether the function lets API Gateway call it for this: `arn:aws:execute-api:…`. */
  readonly mayInvoke: (aliasArn: string, sourceArn: string) => boolean
  /** A custom domain stands for the stage, whose name then does not come before the path. */
  readonly hasCustomDomain: boolean
}

/** What API Gateway itself sets, so that what a function answers goes elsewhere (developer guide, "Important notes"). */
const REMAPPED = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'date',
  'expect',
  'host',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'via',
  'www-authenticate',
])

/** Quotas of REST APIs: a request's body, and its header lines together. */
const MAX_BODY_BYTES = 10 * 1024 * 1024
const MAX_HEADER_BYTES = 10_240

/** An API Gateway REST API that answers as its template says: routes, authorisers, gateway responses, binary media types. */
export const createGateway = (options: GatewayOptions) => {
  const { stack, api, identities, lambdaOf, mayInvoke, hasCustomDomain } = options
  const properties = new Map(stack.ofType('AWS::ApiGateway::RestApi')).get(api) ?? {}
  const apiId = stack.refOf(api)
  const isOurs = ([, of]: readonly [string, Properties]) => of.RestApiId === apiId
  const table = routesOf(stack, apiId)
  const responses = new Map(
    stack
      .ofType('AWS::ApiGateway::GatewayResponse')
      .filter(isOurs)
      .map(([, of]) => [String(of.ResponseType), of] as const),
  )
  const authorizers = new Map(stack.ofType('AWS::ApiGateway::Authorizer').filter(isOurs))
  const apiKeys = stack.ofType('AWS::ApiGateway::ApiKey').map(([, { Value }]) => Value)
  const [[, { StageName: stage = '' } = {}] = []] = stack.ofType('AWS::ApiGateway::Stage').filter(isOurs)
  const arnOf = (rest: string) => `arn:aws:execute-api:${stack.region}:${ACCOUNT}:${apiId}/${rest}`
  const remembered = new Map<string, AuthorizerAnswer>()
  /** Which methods were asked, and what came of it; `POST /v1/jobs`. */
  const served = new Map<string, Set<number>>()

  /** The gateway's own answer. */
  const respond = (type: string, requestId: string, path: string): RawAnswer => {
    const isOurFault = /^AUTHORIZER|^INTEGRATION|^API_CONF/.test(type)
    const found = responses.get(type) ?? responses.get(isOurFault ? 'DEFAULT_5XX' : 'DEFAULT_4XX')
    if (!found) throw new Error(`The template has no answer for ${type}`)
    const fill = (text: string) => text.replaceAll('$context.requestId', requestId).replaceAll('$context.path', path)
    return {
      status: Number(found.StatusCode),
      headers: {
        'x-amzn-ErrorType': type,
        ...Object.fromEntries(
          Object.entries(found.ResponseParameters ?? {}).map(([name, value]) => [
            name.replace('gatewayresponse.header.', ''),
            fill(String(value).replace(/^'|'$/g, '')),
          ]),
        ),
      },
      body: fill(found.ResponseTemplates['application/json']),
    }
  }

  const call = (aliasArn: string, source: string, event: unknown): Promise<Invocation> => {
    if (!mayInvoke(aliasArn, arnOf(source))) throw new Error(`API Gateway may not call ${aliasArn} for ${source}`)
    return lambdaOf(aliasArn).invoke(event)
  }

  /** Who asks: by IAM, by the authoriser, or nobody in particular; or the gateway's own no. */
  const authorise = async (
    method: Method,
    { method: verb, headers }: IncomingRequest,
    path: string,
  ): Promise<Who | string> => {
    const authorization = headers.authorization
    if (method.authorization === 'NONE') return {}
    if (method.authorization === 'AWS_IAM') {
      if (authorization === undefined) return 'MISSING_AUTHENTICATION_TOKEN'
      const [, accessKey = ''] =
        /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/[a-z0-9-]+\/execute-api\/aws4_request/.exec(authorization) ?? []
      const userArn = identities.get(accessKey)
      return userArn === undefined ? 'INVALID_SIGNATURE' : { identity: { userArn, accessKey } }
    }
    const id = String(method.authorizerId)
    const authorizer = authorizers.get(id)
    if (!authorizer) throw new Error(`The template has no authorizer ${id}`)
    const isWellFormed = new RegExp(authorizer.IdentityValidationExpression ?? '').test(authorization ?? '')
    if (authorization === undefined || !isWellFormed) return 'UNAUTHORIZED'
    const methodArn = arnOf(`${stage}/${verb}${path}`)
    const known = remembered.get(authorization)
    if (!known) {
      const event = { type: 'TOKEN', methodArn, authorizationToken: authorization }
      const outcome = await call(aliasOf(authorizer.AuthorizerUri), `authorizers/${id}`, event)
      if (outcome.kind === 'error' && outcome.message === 'Unauthorized') return 'UNAUTHORIZED'
      if (outcome.kind !== 'result') return 'AUTHORIZER_FAILURE'
      // What Lambda answers is what our authoriser's own type says.
      remembered.set(authorization, outcome.result as AuthorizerAnswer)
      return authorise(method, { method: verb, headers, target: path, body: undefined }, path)
    }
    const need = { action: 'execute-api:Invoke', resource: methodArn }
    if (verdictOf(known.policyDocument.Statement, need) !== 'allowed') return 'ACCESS_DENIED'
    if (method.needsApiKey && properties.ApiKeySourceType === 'AUTHORIZER') {
      if (!apiKeys.includes(known.usageIdentifierKey)) return 'INVALID_API_KEY'
    }
    // Whatever an authoriser answers, functions get texts.
    const context = Object.entries(known.context ?? {}).map(([name, value]) => [name, String(value)])
    return { authorizer: { ...Object.fromEntries(context), principalId: known.principalId } }
  }

  const eventOf = ({ method: verb, target, headers, body }: IncomingRequest, { method, params, path, who }: Routed) => {
    const { searchParams, pathname } = new URL(target, 'http://gateway')
    const single = Object.entries(headers).map(([name, value]) => [name, [value].flat().at(-1) ?? ''] as const)
    const names = [...new Set(searchParams.keys())]
    const isBinary = (properties.BinaryMediaTypes ?? []).includes('*/*')
    const hasBody = body !== undefined && body.length > 0
    return {
      resource: method.path,
      path,
      httpMethod: verb,
      headers: Object.fromEntries(single),
      multiValueHeaders: Object.fromEntries(single.map(([name, value]) => [name, [value]])),
      queryStringParameters:
        names.length > 0 ? Object.fromEntries(names.map(name => [name, searchParams.getAll(name).at(-1)])) : null,
      multiValueQueryStringParameters:
        names.length > 0 ? Object.fromEntries(names.map(name => [name, searchParams.getAll(name)])) : null,
      pathParameters: Object.keys(params).length > 0 ? params : null,
      stageVariables: null,
      requestContext: {
        accountId: ACCOUNT,
        apiId,
        stage,
        requestId: randomUUID(),
        path: pathname,
        resourcePath: method.path,
        httpMethod: verb,
        domainName: headers.host ?? `${apiId}.execute-api.${stack.region}.amazonaws.com`,
        requestTimeEpoch: Date.now(),
        identity: { sourceIp: '127.0.0.1', userAgent: headers['user-agent'] ?? null, userArn: null, ...who.identity },
        ...(who.authorizer && { authorizer: who.authorizer }),
      },
      body: hasBody ? Buffer.from(body).toString(isBinary ? 'base64' : 'utf8') : null,
      isBase64Encoded: hasBody && isBinary,
    }
  }

  const answer = async (request: IncomingRequest): Promise<RawAnswer> => {
    const { pathname } = new URL(request.target, 'http://gateway')
    const requestId = randomUUID()
    const no = (type: string) => respond(type, requestId, pathname)
    if (JSON.stringify(request.headers).length > MAX_HEADER_BYTES) return no('DEFAULT_4XX')
    if (request.body === undefined || request.body.length > MAX_BODY_BYTES) return no('REQUEST_TOO_LARGE')
    if (!hasCustomDomain && pathname !== `/${stage}` && !pathname.startsWith(`/${stage}/`)) {
      return { status: 403, headers: { 'x-amzn-ErrorType': 'ForbiddenException' }, body: '{"message":"Forbidden"}' }
    }
    const path = hasCustomDomain ? pathname : pathname.slice(stage.length + 1) || '/'
    const found = route(table, request.method, path)
    if (!found) return no('MISSING_AUTHENTICATION_TOKEN')
    const who = await authorise(found.method, request, path)
    if (typeof who === 'string') return no(who)
    const { method } = found
    const name = `${method.httpMethod} ${method.path}`
    const answered = await integrate({ ...found, path, who }, request, no)
    served.set(name, (served.get(name) ?? new Set()).add(answered.status))
    return request.method === 'HEAD' ? { ...answered, body: '' } : answered
  }

  const integrate = async (
    routed: Routed,
    request: IncomingRequest,
    no: (type: string) => RawAnswer,
  ): Promise<RawAnswer> => {
    const { integration, path: resource, httpMethod } = routed.method
    if (integration.Type === 'MOCK') {
      const [response] = integration.IntegrationResponses
      const headers = Object.entries(response.ResponseParameters ?? {}).map(([header, value]) => [
        header.replace('method.response.header.', ''),
        String(value).replace(/^'|'$/g, ''),
      ])
      return { status: Number(response.StatusCode), headers: Object.fromEntries(headers), body: '' }
    }
    const verb = httpMethod === 'ANY' ? '*' : httpMethod
    const source = `${stage}/${verb}${resource.replace(/\{[^}]+\}/g, '*')}`
    const outcome = await call(aliasOf(integration.Uri), source, eventOf(request, routed))
    if (outcome.kind === 'too-large') return no('REQUEST_TOO_LARGE')
    // Lambda's own 429 is a failure of the integration; an error of the function has no type of its own.
    if (outcome.kind === 'throttled') return no('INTEGRATION_FAILURE')
    const result = outcome.kind === 'result' ? (outcome.result as ProxyResult | null) : null
    if (typeof result?.statusCode !== 'number') {
      crashes.push(outcome)
      return no('DEFAULT_5XX')
    }
    const headers = Object.entries(result.headers ?? {}).map(([header, value]) => [
      REMAPPED.has(header.toLowerCase()) ? `x-amzn-Remapped-${header}` : header,
      String(value),
    ])
    return {
      status: result.statusCode,
      headers: { ...Object.fromEntries(headers), Date: new Date().toUTCString() },
      body: Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8'),
    }
  }
  /** What functions were invoked for and gave no answer to. */
  const crashes: Invocation[] = []

  return {
    answer,
    served,
    methods: table.methods,
    crashes,
    stage,
    /** What API Gateway does when the time is over for which it remembers who a caller is. */
    forgetCallers: () => remembered.clear(),
  }
}

export type Gateway = ReturnType<typeof createGateway>

interface Who {
  readonly identity?: object
  readonly authorizer?: object
}

interface Found {
  readonly method: Method
  readonly params: Readonly<Record<string, string>>
}

interface Routed extends Found {
  readonly path: string
  readonly who: Who
}

interface AuthorizerAnswer {
  readonly principalId: string
  readonly policyDocument: { readonly Statement: readonly Statement[] }
  readonly context?: object
  readonly usageIdentifierKey?: string
}

interface ProxyResult {
  readonly statusCode: number
  readonly headers?: Readonly<Record<string, unknown>>
  readonly body?: string
  readonly isBase64Encoded?: boolean
}

const routesOf = (stack: DeployedStack, apiId: string) => {
  const resources = new Map(
    stack.ofType('AWS::ApiGateway::Resource').filter(([, { RestApiId }]) => RestApiId === apiId),
  )
  const pathOf = (id: string): string => {
    const found = resources.get(id)
    return found ? `${pathOf(found.ParentId)}/${found.PathPart}` : ''
  }
  const methods = stack
    .ofType('AWS::ApiGateway::Method')
    .filter(([, { RestApiId }]) => RestApiId === apiId)
    .map(
      ([, of]): Method => ({
        httpMethod: of.HttpMethod,
        path: pathOf(of.ResourceId) || '/',
        authorization: of.AuthorizationType ?? 'NONE',
        authorizerId: of.AuthorizerId,
        needsApiKey: of.ApiKeyRequired ?? false,
        integration: of.Integration,
      }),
    )
  return { methods, paths: ['/', ...[...resources.keys()].map(pathOf)] }
}

/** `arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ALIAS-ARN/invocations` */
const aliasOf = (uri: string) => /functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? ''

/**
 * The resource that says most about the path, and of it the method itself or `ANY`. What lies under a resource that has
 * neither is not served by a greedy parameter above it.
 */
const route = (
  { methods, paths }: { readonly methods: readonly Method[]; readonly paths: readonly string[] },
  verb: string,
  path: string,
): Found | undefined => {
  const parts = path === '/' ? [] : path.slice(1).replace(/\/$/, '').split('/')
  const [best] = paths
    .flatMap(resource => {
      const match = matchPath(resource === '/' ? [] : resource.slice(1).split('/'), parts)
      return match ? [{ resource, ...match }] : []
    })
    .toSorted((one, other) => other.score - one.score)
  const there = methods.filter(method => method.path === best?.resource)
  const method =
    there.find(({ httpMethod }) => httpMethod === verb) ?? there.find(({ httpMethod }) => httpMethod === 'ANY')
  return method && best && { method, params: best.params }
}

/** A literal part says more than a parameter, and that more than a greedy one. */
const matchPath = (wanted: readonly string[], parts: readonly string[]) => {
  const params: Record<string, string> = {}
  let score = wanted.length === parts.length ? 1 : 0
  for (const [index, part] of wanted.entries()) {
    const has = parts[index]
    if (has === undefined || has === '') return undefined
    if (part.endsWith('+}')) {
      params[part.slice(1, -2)] = decoded(parts.slice(index).join('/'))
      return { params, score: index * 100 }
    }
    if (part.startsWith('{')) {
      params[part.slice(1, -1)] = decoded(has)
      score += 101
    } else if (part === has) score += 110
    else return undefined
  }
  return wanted.length === parts.length ? { params, score } : undefined
}

const decoded = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

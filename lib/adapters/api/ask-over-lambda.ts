import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { type Ask, pathOf, type SmokeRequest } from '../../smoke/ask.ts'
import type { Caller } from '../../teams/caller.ts'
import { AWS_LIMITS, limited } from '../system/aws-limits.ts'

/** A function's answer to API Gateway. */
interface ProxyResult {
  readonly statusCode?: number
  readonly headers?: Readonly<Record<string, string | number | boolean>>
  readonly body?: string
  readonly isBase64Encoded?: boolean
}

export interface OverLambda {
  /** Default: a client with the function's own credentials */
  readonly client?: LambdaClient
  /** The ARN of the function's version for a route. */
  readonly versionOf: (request: SmokeRequest) => string
  /** The caller that API Gateway would have identified. */
  readonly caller: Caller
  readonly newId: () => string
}

/** Calls new versions of functions directly, with the event that API Gateway would send, before they get requests of callers. */
export const askOverLambda =
  ({ client = openLambda(), versionOf, caller, newId }: OverLambda): Ask =>
  async request => {
    const event = proxyEvent(request, caller, newId())
    const { FunctionError, Payload } = await client.send(
      new InvokeCommand({ FunctionName: versionOf(request), Payload: new TextEncoder().encode(JSON.stringify(event)) }),
    )
    const text = new TextDecoder().decode(Payload)
    if (FunctionError !== undefined) throw new Error(`the function ended with an error: ${text.slice(0, MOST_SHOWN)}`)
    // A function of ours answers so; what is missing shows in the steps.
    const { statusCode = 0, headers = {}, body = '', isBase64Encoded = false } = JSON.parse(text) as ProxyResult
    return {
      status: statusCode,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
      body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
    }
  }

const MOST_SHOWN = 300

/** Longer than the timeout of every function behind API Gateway, in milliseconds. */
const ANSWER_MS = 30_000

/** No second attempt: the first one may have done its work, even if its answer is late. */
const openLambda = () =>
  limited(
    new LambdaClient({
      ...AWS_LIMITS,
      maxAttempts: 1,
      requestHandler: { ...AWS_LIMITS.requestHandler, requestTimeout: ANSWER_MS, socketTimeout: ANSWER_MS },
    }),
    'Lambda',
  )

/** What handlers read of API Gateway's event (API Gateway developer guide, "Input format of a Lambda function for proxy integration"). */
const proxyEvent = (request: SmokeRequest, caller: Caller, requestId: string) => {
  const { method, route, params = {}, query = {}, headers = {}, body } = request
  const path = pathOf(request)
  return {
    resource: route,
    path,
    httpMethod: method,
    headers,
    pathParameters: params,
    queryStringParameters: query,
    multiValueQueryStringParameters: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
    body: body === undefined ? null : Buffer.from(body).toString('base64'),
    isBase64Encoded: body !== undefined,
    requestContext: { requestId, path, httpMethod: method, resourcePath: route, authorizer: { ...caller } },
  }
}

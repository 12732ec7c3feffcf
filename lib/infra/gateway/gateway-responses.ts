import { isDeepStrictEqual } from 'node:util'
import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway'
import { problemOf } from '../../http/kit/problem.ts'
import { RequestError, type RequestErrorCode } from '../../http/kit/request-error.ts'
import { encodeFault } from '../../query-api/answer.ts'
import { FAULTS, type FaultCode } from '../../query-api/faults.ts'

/*
 * What API Gateway answers where no function is asked. It has one answer of a kind for a whole API and chooses a template by
 * the request's Accept header alone, which tools of the Query API do not send. So the Query endpoint, which must answer XML
 * always, is an API of its own.
 *
 * A template only has its variables replaced (API Gateway developer guide, "Gateway responses"), so both kinds of answer are
 * made here by the code that makes them elsewhere, with variables for what only the gateway knows.
 */

const REQUEST_ID = '$context.requestId'
const RETRY_SECONDS = '1'

/** The gateway's own answer in the words of both APIs. `undefined`: a failure on our side. */
interface GatewayAnswer {
  readonly problem: RequestErrorCode | undefined
  readonly fault: FaultCode
  readonly detail: string
  readonly headers?: Readonly<Record<string, string>>
}

const NOT_UNDERSTOOD = 'API Gateway cannot make sense of the request.'
const OUR_SIDE = 'An internal error occurred. Quote the request ID when you ask for help.'
const SIGN = 'Sign the request with AWS Signature Version 4 for the service execute-api'
const RETRY = { 'Retry-After': RETRY_SECONDS }

/** Every kind of answer that API Gateway itself makes. */
const ANSWERS = {
  ACCESS_DENIED: { problem: 'NOT_ALLOWED', fault: 'SignatureDoesNotMatch', detail: 'The caller may not use this API.' },
  API_CONFIGURATION_ERROR: { problem: undefined, fault: 'InternalFailure', detail: OUR_SIDE },
  AUTHORIZER_CONFIGURATION_ERROR: { problem: undefined, fault: 'InternalFailure', detail: OUR_SIDE },
  AUTHORIZER_FAILURE: {
    problem: 'IDENTITY_PROVIDER_UNREACHABLE',
    fault: 'InternalFailure',
    detail: 'The caller could not be identified now. Send the same request again later.',
    headers: RETRY,
  },
  BAD_REQUEST_BODY: { problem: 'FIELD_INVALID', fault: 'MalformedQueryString', detail: NOT_UNDERSTOOD },
  BAD_REQUEST_PARAMETERS: { problem: 'QUERY_INVALID', fault: 'MalformedQueryString', detail: NOT_UNDERSTOOD },
  DEFAULT_4XX: { problem: 'QUERY_INVALID', fault: 'MalformedQueryString', detail: NOT_UNDERSTOOD },
  DEFAULT_5XX: { problem: undefined, fault: 'InternalFailure', detail: OUR_SIDE },
  EXPIRED_TOKEN: { problem: 'NOT_AUTHENTICATED', fault: 'RequestExpired', detail: 'The security token has expired.' },
  // Also for a function that takes no more requests: API Gateway has no other kind for Lambda's 429.
  INTEGRATION_FAILURE: {
    problem: 'SERVER_BUSY',
    fault: 'ServiceUnavailable',
    detail: 'Waybill has too much to do. Send the same request again: what was done already is not done twice.',
    headers: RETRY,
  },
  INTEGRATION_TIMEOUT: {
    problem: 'REQUEST_TIMEOUT',
    fault: 'ServiceUnavailable',
    detail: 'No answer came in time. The same request sent again goes on where this one stopped.',
    headers: RETRY,
  },
  INVALID_API_KEY: { problem: 'NOT_ALLOWED', fault: 'SignatureDoesNotMatch', detail: 'The team has no usage plan.' },
  INVALID_SIGNATURE: {
    problem: 'NOT_AUTHENTICATED',
    fault: 'SignatureDoesNotMatch',
    detail: `${SIGN}; this one is not.`,
  },
  MISSING_AUTHENTICATION_TOKEN: {
    problem: 'NOT_AUTHENTICATED',
    fault: 'MalformedQueryString',
    detail: `${SIGN}.`,
  },
  QUOTA_EXCEEDED: {
    problem: 'USAGE_EXCEEDED',
    fault: 'ServiceUnavailable',
    detail: "The team's plan allows no more requests until midnight UTC.",
  },
  REQUEST_TOO_LARGE: {
    problem: 'BODY_TOO_LARGE',
    fault: 'RequestEntityTooLarge',
    detail: 'The request is larger than API Gateway takes.',
  },
  RESOURCE_NOT_FOUND: {
    problem: 'ROUTE_NOT_FOUND',
    fault: 'MalformedQueryString',
    detail: 'This route does not exist.',
  },
  THROTTLED: {
    problem: 'REQUEST_THROTTLED',
    fault: 'Throttling',
    detail: 'Nothing was done. Send the same request again, more slowly.',
    headers: RETRY,
  },
  UNAUTHORIZED: {
    problem: 'NOT_AUTHENTICATED',
    fault: 'SignatureDoesNotMatch',
    detail: 'Send a valid token of your identity provider: Authorization: Bearer TOKEN.',
    headers: { 'WWW-Authenticate': 'Bearer realm="waybill"' },
  },
  UNSUPPORTED_MEDIA_TYPE: {
    problem: 'MEDIA_TYPE_UNSUPPORTED',
    fault: 'MalformedQueryString',
    detail: 'The Content-Type is not supported.',
  },
  WAF_FILTERED: {
    problem: 'REQUEST_BLOCKED',
    fault: 'SignatureDoesNotMatch',
    detail: 'The firewall of this API refused the request. Quote the request ID when you ask for help.',
  },
} as const satisfies Readonly<Record<string, GatewayAnswer>>

/** With tokens, a request without one is `UNAUTHORIZED`, so this kind only remains for unknown addresses. */
const NO_SUCH_ROUTE: GatewayAnswer = {
  ...ANSWERS.MISSING_AUTHENTICATION_TOKEN,
  problem: 'ROUTE_NOT_FOUND',
  detail: 'This route does not exist.',
}

/** The Query API has no route with API Gateway's own signature, so a request without one is for an unknown address. */
const NO_SUCH_PATH: GatewayAnswer = {
  ...ANSWERS.MISSING_AUTHENTICATION_TOKEN,
  detail: 'This path does not exist. Send the request to the endpoint itself, by GET or POST.',
}

interface Rendered {
  readonly status: number
  readonly contentType: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** Problems (RFC 9457), in the same form as the functions' answers. */
export const problemAnswers =
  ({ callersSign }: { readonly callersSign: boolean }) =>
  (name: string, answer: GatewayAnswer): Rendered | undefined => {
    if (OF_MAPPINGS.has(name) || (!callersSign && OF_SIGNATURES.has(name))) return undefined
    const {
      problem: code,
      detail,
      headers = {},
    } = name === 'MISSING_AUTHENTICATION_TOKEN' && !callersSign ? NO_SUCH_ROUTE : answer
    const error = code === undefined ? undefined : new RequestError(code, detail, { headers })
    const { problem, headers: sent } = problemOf(error, { instance: '$context.path', requestId: REQUEST_ID })
    return {
      status: problem.status,
      contentType: 'application/problem+json',
      body: JSON.stringify(problem),
      headers: sent,
    }
  }

/** Answers that only an authoriser or a usage plan causes. APIs whose functions verify signatures have neither. */
const OF_AUTHORIZERS: ReadonlySet<string> = new Set<keyof typeof ANSWERS>([
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'INVALID_API_KEY',
  'QUOTA_EXCEEDED',
  'UNAUTHORIZED',
])

/** Answers that only a gateway causes that validates or maps bodies. Here, functions get every body unchanged. */
const OF_MAPPINGS: ReadonlySet<string> = new Set<keyof typeof ANSWERS>([
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'UNSUPPORTED_MEDIA_TYPE',
])

/** Answers that only a method causes whose callers sign with IAM. */
const OF_SIGNATURES: ReadonlySet<string> = new Set<keyof typeof ANSWERS>(['EXPIRED_TOKEN', 'INVALID_SIGNATURE'])

/** XML, in the same form as the service's own front end. */
export const faultAnswers = (name: string, answer: GatewayAnswer): Rendered | undefined => {
  if (OF_MAPPINGS.has(name) || OF_AUTHORIZERS.has(name) || OF_SIGNATURES.has(name)) return undefined
  const { fault, detail, headers = {} } = name === 'MISSING_AUTHENTICATION_TOKEN' ? NO_SUCH_PATH : answer
  const { status } = FAULTS[fault]
  const body = encodeFault({ code: fault, message: detail }, status, REQUEST_ID)
  return { status, contentType: 'text/xml', body, headers }
}

/**
 * Replaces all answers of an API's gateway with our own. A kind gets no resource if its answer is the same as the default, or if
 * nothing here causes it: API Gateway then answers with `DEFAULT_4XX` or `DEFAULT_5XX`, and a stack can have only 500 resources.
 */
export const addGatewayResponses = (
  api: RestApi,
  render: (name: string, answer: GatewayAnswer) => Rendered | undefined,
  headersForAll: Readonly<Record<string, string>> = {},
): void => {
  for (const [name, answer] of Object.entries<GatewayAnswer>(ANSWERS)) {
    const rendered = render(name, answer)
    if (rendered === undefined || isDefault(name, rendered, render)) continue
    const { status, contentType, body, headers } = rendered
    const all = { ...headersForAll, ...headers, 'Content-Type': contentType }
    api.addGatewayResponse(name, {
      type: ResponseType.of(name),
      statusCode: String(status),
      responseHeaders: Object.fromEntries(Object.entries(all).map(([header, value]) => [header, `'${value}'`])),
      // This key is the default for every Accept. The real media type is in the answer's header.
      templates: { 'application/json': body },
    })
  }
}

const isDefault = (
  name: string,
  rendered: Rendered,
  render: (name: string, answer: GatewayAnswer) => Rendered | undefined,
): boolean => {
  const fallback = rendered.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'
  return name !== fallback && isDeepStrictEqual(rendered, render(fallback, ANSWERS[fallback]))
}

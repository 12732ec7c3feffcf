import { beforeAll, describe, expect, it } from '@jest/globals'
import { ResponseType } from 'aws-cdk-lib/aws-apigateway'
import { XMLParser } from 'fast-xml-parser'
import { PROBLEMS } from '../../../lib/http/kit/problem.ts'
import { exampleStage, resourcesOf, templateOf } from '../../support/synth.ts'

interface GatewayResponse {
  readonly kind: string
  readonly status: number
  readonly contentType: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

const answersOf = (stage = exampleStage()) => {
  const template = templateOf(stage)
  const byApi = Map.groupBy(
    Object.values(resourcesOf(template, 'AWS::ApiGateway::GatewayResponse')),
    ({ Properties }) =>
      (Properties.RestApiId as { Ref: string }).Ref.startsWith('Query') ? ('query' as const) : ('v1' as const),
  )
  const read = (api: 'v1' | 'query'): GatewayResponse[] =>
    (byApi.get(api) ?? []).map(({ Properties }) => {
      const headers = Properties.ResponseParameters as Record<string, string>
      const templates = Properties.ResponseTemplates as Record<string, string>
      return {
        kind: String(Properties.ResponseType),
        status: Number(Properties.StatusCode),
        contentType: headers['gatewayresponse.header.Content-Type'] ?? '',
        body: templates['application/json'] ?? '',
        headers,
      }
    })
  return { v1: read('v1'), query: read('query') }
}

let iam: ReturnType<typeof answersOf>
beforeAll(() => {
  iam = answersOf()
})

const KINDS = Object.values(ResponseType)
  .map(({ responseType }: ResponseType) => responseType)
  .sort()

describe("the gateway's own answers", () => {
  it('are all of ours, on both APIs: of its own kind or the default, which is no resource again', () => {
    const kindsOf = (answers: readonly GatewayResponse[]) => answers.map(({ kind }) => kind)
    // No integration validates or maps a body.
    const byDefault = [
      'API_CONFIGURATION_ERROR',
      'BAD_REQUEST_BODY',
      'BAD_REQUEST_PARAMETERS',
      'UNSUPPORTED_MEDIA_TYPE',
    ]
    const ofSignatures = ['EXPIRED_TOKEN', 'INVALID_SIGNATURE']

    expect([...kindsOf(iam.v1), ...byDefault, 'AUTHORIZER_CONFIGURATION_ERROR'].sort()).toEqual(KINDS)
    const ofAuthorizers = [
      'AUTHORIZER_CONFIGURATION_ERROR',
      'AUTHORIZER_FAILURE',
      'INVALID_API_KEY',
      'QUOTA_EXCEEDED',
      'UNAUTHORIZED',
    ]
    expect([...kindsOf(iam.query), ...byDefault, ...ofAuthorizers, ...ofSignatures].sort()).toEqual(KINDS)
    const tokens = answersOf(exampleStage('example-public'))
    expect(kindsOf(tokens.v1)).toEqual(
      expect.arrayContaining(['AUTHORIZER_FAILURE', 'INVALID_API_KEY', 'UNAUTHORIZED']),
    )
    expect(kindsOf(tokens.v1).filter(kind => ofSignatures.includes(kind))).toEqual([])
    for (const answers of [iam.v1, iam.query, tokens.v1]) {
      expect(kindsOf(answers)).toEqual(expect.arrayContaining(['DEFAULT_4XX', 'DEFAULT_5XX']))
    }
  })

  it('are problems of the list under /v1, with the status that the list gives', () => {
    for (const { body, status, contentType } of iam.v1) {
      const problem = JSON.parse(body)
      const known = Object.entries(PROBLEMS).find(([code]) => code === problem.code)

      expect(known?.[1]).toEqual({ status, title: problem.title })
      expect(problem).toMatchObject({ status, requestId: '$context.requestId', instance: '$context.path' })
      expect(contentType).toBe("'application/problem+json'")
    }
  })

  it('are XML on the Query endpoint, in the form that clients of the service read', () => {
    for (const { body, status, contentType } of iam.query) {
      const { ErrorResponse } = new XMLParser().parse(body)

      expect(ErrorResponse.Error).toEqual({
        Type: status < 500 ? 'Sender' : 'Receiver',
        Code: expect.stringMatching(/^[A-Z]\w+$/),
        Message: expect.stringMatching(/\S/),
      })
      expect(ErrorResponse.RequestId).toBe('$context.requestId')
      expect(contentType).toBe("'text/xml'")
    }
  })

  it('carry no character that a template or a header would take as its own', () => {
    for (const { body, headers } of [...iam.v1, ...iam.query]) {
      expect(body.replace(/\$context\.(?:requestId|path)\b/g, '')).not.toContain('$')
      for (const value of Object.values(headers)) expect(value).toMatch(/^'[^']*'$/)
    }
  })

  const codeFor = (answers: readonly GatewayResponse[], kind: string) =>
    JSON.parse(answers.find(answer => answer.kind === kind)?.body ?? '{}').code

  it('ask a caller who has not signed to sign', () => {
    expect(codeFor(iam.v1, 'MISSING_AUTHENTICATION_TOKEN')).toBe('NOT_AUTHENTICATED')
  })

  it('distinguish an address that leads nowhere from a missing token, where callers send tokens', () => {
    const { v1 } = answersOf(exampleStage('example-public'))

    expect(codeFor(v1, 'MISSING_AUTHENTICATION_TOKEN')).toBe('ROUTE_NOT_FOUND')
    expect(codeFor(v1, 'UNAUTHORIZED')).toBe('NOT_AUTHENTICATED')
  })

  it('may be read by a page of the one origin that the stage lists', () => {
    const { v1, query } = answersOf(exampleStage('example-public'))

    for (const { headers } of v1) {
      expect(headers['gatewayresponse.header.Access-Control-Allow-Origin']).toBe("'https://console.example.com'")
    }
    expect(query.filter(({ headers }) => 'gatewayresponse.header.Access-Control-Allow-Origin' in headers)).toEqual([])
  })
})

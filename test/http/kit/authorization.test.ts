import { beforeEach, describe, expect, it } from '@jest/globals'
import { authorize, callerOrProblem } from '../../../lib/http/kit/authorization.ts'
import { createHandler } from '../../../lib/http/kit/handler.ts'
import { problemOf } from '../../../lib/http/kit/problem.ts'
import { AuthorizationFailure, type AuthorizationFailureKind } from '../../../lib/teams/authorization-failure.ts'
import type { Caller } from '../../../lib/teams/caller.ts'
import { readResult } from '../../support/http-answer.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { directoryOf, teamOf } from '../../support/teams.ts'

const ANN: Caller = { team: 'lab', principal: 'ann@example.com', role: 'member' }
const CEM: Caller = { team: '-auditors', principal: 'cem@example.com', role: 'auditor' }
const METHOD_ARN = 'arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/GET/v1/jobs/AB123'

let lines: string[]
beforeEach(() => {
  lines = []
})
const log = {
  info: (message: string, fields = {}) => void lines.push(`info ${message} ${JSON.stringify(fields)}`),
  error: (message: string, fields = {}) => void lines.push(`error ${message} ${JSON.stringify(fields)}`),
}
const answering = (outcome: Caller | AuthorizationFailureKind | Error) => ({
  callerOf: async (authorization: string | undefined) => {
    if (authorization !== 'Bearer good') throw new AuthorizationFailure('token-missing', 'Send a token.')
    if (typeof outcome === 'string') throw new AuthorizationFailure(outcome, 'The token has "expired".')
    if (outcome instanceof Error) throw outcome
    return outcome
  },
})
const TOKEN = { methodArn: METHOD_ARN, authorizationToken: 'Bearer good' }

describe("API Gateway's authoriser", () => {
  it('lets a caller into the whole stage, so that its answer can be kept, and reports the functions who it is', async () => {
    const answer = await authorize({ authorizer: answering(ANN), log, usageKeyPrefix: 'waybill-prod-' })(TOKEN)

    expect(answer).toEqual({
      principalId: 'ann@example.com',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: 'execute-api:Invoke',
            Effect: 'Allow',
            Resource: 'arn:aws:execute-api:eu-west-1:123456789012:abc123/prod/*',
          },
        ],
      },
      context: ANN,
      usageIdentifierKey: 'waybill-prod-standard',
    })
  })

  it('counts a team by its tier, and shows how often one team of it may ask', async () => {
    const usage = {
      teams: { get: async (name: string) => teamOf(name, { tier: 'large' }) },
      tiers: { large: { rate: 100, burst: 200 } },
    }

    expect(await authorize({ authorizer: answering(ANN), log, usageKeyPrefix: 'w-', usage })(TOKEN)).toMatchObject({
      usageIdentifierKey: 'w-large',
      context: { ...ANN, rate: 100, burst: 200 },
    })
  })

  it('counts auditors together, and no caller where there are no usage plans', async () => {
    const authorizer = answering(CEM)

    expect(await authorize({ authorizer, log, usageKeyPrefix: 'w-' })(TOKEN)).toMatchObject({
      usageIdentifierKey: 'w--auditors',
      context: CEM,
    })
    expect(await authorize({ authorizer, log })(TOKEN)).not.toHaveProperty('usageIdentifierKey')
  })

  it('does not take a bug for an error of the caller: it fails as what it is', async () => {
    const authorizer = { callerOf: () => Promise.reject(new TypeError('a bug')) }

    await expect(authorize({ authorizer, log })(TOKEN)).rejects.toThrow('a bug')
  })

  it('finds the token in a whole request too, however its header is written', async () => {
    const headers = { Host: 'a', AUTHORIZATION: 'Bearer good' }

    const answer = await authorize({ authorizer: answering(ANN), log })({ methodArn: METHOD_ARN, headers })

    expect(answer.principalId).toBe('ann@example.com')
  })

  it.each([
    ['no token', { methodArn: METHOD_ARN, headers: null }, 'token-missing'],
    ['a token that is refused', TOKEN, 'token-invalid'],
  ] as const)('makes API Gateway answer 401 to %s', async (_what, event, kind) => {
    // API Gateway developer guide: "Unauthorized", to the letter, is what becomes 401.
    await expect(authorize({ authorizer: answering(kind), log })(event)).rejects.toThrow(/^Unauthorized$/)
    expect(lines).toEqual([expect.stringContaining(kind)])
  })

  it('denies a good token that names no team: 403', async () => {
    const answer = await authorize({ authorizer: answering('no-team'), log })(TOKEN)

    expect(answer.policyDocument.Statement).toMatchObject([{ Effect: 'Deny' }])
  })

  it('fails while the keys cannot be fetched, since the token may be valid', async () => {
    const answer = authorize({ authorizer: answering('provider-unreachable'), log })(TOKEN)

    await expect(answer).rejects.toThrow(AuthorizationFailure)
    expect(lines).toEqual([expect.stringMatching(/^error The identity provider cannot be reached/)])
  })

  it('writes no token to the log', async () => {
    await authorize({ authorizer: answering('token-invalid'), log })(TOKEN).catch(() => undefined)

    expect(lines.join()).not.toContain('good')
  })
})

describe('a refused token on one machine', () => {
  it.each([
    ['token-missing', 401, 'NOT_AUTHENTICATED', { 'WWW-Authenticate': 'Bearer realm="waybill"' }, false],
    [
      'token-invalid',
      401,
      'NOT_AUTHENTICATED',
      {
        'WWW-Authenticate':
          'Bearer realm="waybill", error="invalid_token", error_description="The token has \'expired\'."',
      },
      false,
    ],
    ['no-team', 403, 'NOT_ALLOWED', {}, false],
    ['provider-unreachable', 503, 'IDENTITY_PROVIDER_UNREACHABLE', { 'Retry-After': '5' }, true],
  ] as const)('as %s is a problem: %i %s', async (kind, status, code, headers, retryable) => {
    const error = await callerOrProblem(answering(kind), 'Bearer good').catch((caught: unknown) => caught)

    const answer = problemOf(error, { instance: '/v1/jobs', requestId: 'r-1' })
    expect(answer).toMatchObject({ problem: { status, code, retryable }, headers })
  })
})

describe('a request signed with IAM credentials', () => {
  const teams = directoryOf({
    teams: { lab: { roles: ['arn:aws:iam::123456789012:role/lab'], keys: [] } },
    auditors: ['arn:aws:iam::123456789012:role/audit'],
  })
  const seen: Caller[] = []
  const handler = createHandler<'submit-jobs'>(
    {
      'POST /v1/jobs': async ({ caller }) => {
        seen.push(caller)
        return { status: 200, body: {} }
      },
      'POST /v1/batches': async () => ({ status: 200, body: {} }),
      'POST /v1/templates/{name}/jobs': async () => ({ status: 200, body: {} }),
      'POST /v1/jobs/{jobId}/clone': async () => ({ status: 200, body: {} }),
    },
    { log, clock: () => new Date(0), teams },
  )
  const ask = async (userArn: string | null, team?: string) => {
    const event = proxyEvent({ route: 'POST /v1/jobs', team })
    return readResult(
      await handler({ ...event, requestContext: { ...event.requestContext, identity: identityOf(userArn) } }),
    )
  }
  // What API Gateway sends of an IAM identity, as far as the functions read it.
  const identityOf = (userArn: string | null) =>
    ({ userArn, accountId: '123456789012' }) as ReturnType<typeof proxyEvent>['requestContext']['identity']

  it("is its team's", async () => {
    const arn = 'arn:aws:sts::123456789012:assumed-role/lab/ann'

    expect((await ask(arn)).status).toBe(200)
    expect(seen.at(-1)).toEqual({ team: 'lab', principal: arn, role: 'member' })
  })

  it("is an auditor's: 403 for what changes something", async () => {
    expect(await ask('arn:aws:sts::123456789012:assumed-role/audit/cem')).toMatchObject({
      status: 403,
      body: { code: 'NOT_ALLOWED' },
    })
  })

  it('of a caller who is not in the table is refused with what an operator needs: 403', async () => {
    const { status, body } = await ask('arn:aws:sts::123456789012:assumed-role/guest/eve')

    expect(status).toBe(403)
    expect(body.detail).toContain('arn:aws:sts::123456789012:assumed-role/guest/eve is of no team')
  })

  it('that is not signed at all learns how: 401', async () => {
    const { status, headers } = await ask(null)

    expect(status).toBe(401)
    expect(headers['WWW-Authenticate']).toBe('AWS4-HMAC-SHA256, Bearer realm="waybill"')
  })

  it('is whose an authoriser found, where one did', async () => {
    await ask('arn:aws:sts::123456789012:assumed-role/guest/eve', 'film')

    expect(seen.at(-1)).toMatchObject({ team: 'film' })
  })
})

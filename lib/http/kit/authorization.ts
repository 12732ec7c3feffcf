import type { APIGatewayAuthorizerResult } from 'aws-lambda'
import type { Log } from '../../system.ts'
import { AuthorizationFailure } from '../../teams/authorization-failure.ts'
import type { Authorizer } from '../../teams/authorizer.ts'
import type { Caller } from '../../teams/caller.ts'
import type { TeamDirectory } from '../../teams/directory.ts'
import { isGroup, STANDARD_TIER } from '../../teams/team.ts'
import type { Tiers } from '../../teams/tiers.ts'
import { RequestError } from './request-error.ts'

/** The event of API Gateway for an authoriser: the token, or the request with the token. */
export interface AuthorizerEvent {
  readonly methodArn: string
  readonly authorizationToken?: string
  readonly headers?: { readonly [name: string]: string | undefined } | null
}

export interface AuthorizationDeps {
  readonly authorizer: Authorizer
  readonly log: Log
  /** The start of the API key that counts requests against a tier's usage plan; the tier's name follows. */
  readonly usageKeyPrefix?: string | undefined
  /** The teams, and the request limits of each tier. Default: no limits */
  readonly usage?: { readonly teams: Pick<TeamDirectory, 'get'>; readonly tiers: Tiers } | undefined
}

/** API Gateway answers 401 only if an authoriser throws exactly this message, and otherwise 500. */
const UNAUTHORIZED = 'Unauthorized'

/**
 * API Gateway's authoriser. It only identifies the caller; each function checks by its route what the caller may do. So API
 * Gateway may reuse an answer for every request with the same token.
 */
export const authorize =
  ({ authorizer, log, usageKeyPrefix, usage }: AuthorizationDeps) =>
  async (event: AuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    try {
      const caller = await authorizer.callerOf(authorizationOf(event))
      const tier = isGroup(caller.team) ? BESIDE_TEAMS : ((await usage?.teams.get(caller.team))?.tier ?? STANDARD_TIER)
      return {
        ...policy('Allow', event.methodArn, caller.principal),
        context: { ...caller, ...(usage?.tiers[tier] ?? usage?.tiers[STANDARD_TIER]) },
        ...(usageKeyPrefix !== undefined && { usageIdentifierKey: usageKeyPrefix + tier }),
      }
    } catch (error) {
      if (!(error instanceof AuthorizationFailure)) throw error
      if (error.kind === 'provider-unreachable') {
        log.error('The identity provider cannot be reached', { error })
        throw error
      }
      log.info('A caller is not known', { kind: error.kind, reason: error.message })
      if (error.kind === 'no-team') return policy('Deny', event.methodArn, 'nobody')
      throw new Error(UNAUTHORIZED)
    }
  }

/** Auditors and operators share a plan. No tier's name begins with a hyphen. */
const BESIDE_TEAMS = '-auditors'

const authorizationOf = ({ authorizationToken, headers }: AuthorizerEvent) =>
  authorizationToken ?? Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization')?.[1]

/** Allows or denies every route of the stage: `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH`. */
const policy = (effect: 'Allow' | 'Deny', methodArn: string, principalId: string): APIGatewayAuthorizerResult => {
  const [api, stage] = methodArn.split('/')
  return {
    principalId,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: `${api}/${stage}/*` }],
    },
  }
}

/** The error for a failed authorisation, as the gateway on one machine answers it. */
const authorizationError = ({ kind, message }: AuthorizationFailure): RequestError => {
  switch (kind) {
    case 'token-missing':
      return new RequestError('NOT_AUTHENTICATED', message, { headers: challenge() })
    case 'token-invalid':
      return new RequestError('NOT_AUTHENTICATED', message, { headers: challenge('invalid_token', message) })
    case 'no-team':
      return new RequestError('NOT_ALLOWED', message)
    case 'provider-unreachable':
      return new RequestError('IDENTITY_PROVIDER_UNREACHABLE', message, { headers: { 'Retry-After': '5' } })
  }
}

/** The challenge of RFC 6750, section 3: which credentials the caller needs, and why its own were refused. */
const challenge = (error?: string, description = '') => ({
  'WWW-Authenticate': [
    'Bearer realm="waybill"',
    ...(error === undefined ? [] : [`error="${error}"`, `error_description="${description.replace(/["\\]/g, "'")}"`]),
  ].join(', '),
})

/** Asks an authoriser, and turns a failure into a `RequestError`. */
export const callerOrProblem = async (authorizer: Authorizer, authorization: string | undefined): Promise<Caller> => {
  try {
    return await authorizer.callerOf(authorization)
  } catch (error) {
    throw error instanceof AuthorizationFailure ? authorizationError(error) : error
  }
}

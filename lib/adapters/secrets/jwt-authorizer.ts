import { JwtVerifier } from 'aws-jwt-verify'
import {
  JwksValidationError,
  JwkValidationError,
  JwtExpiredError,
  JwtInvalidAudienceError,
  JwtInvalidIssuerError,
  JwtInvalidSignatureAlgorithmError,
  JwtNotBeforeError,
  JwtParseError,
} from 'aws-jwt-verify/error'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import type { JwtPayload } from 'aws-jwt-verify/jwt-model'
import type { Clock, Log } from '../../system.ts'
import { AuthorizationFailure } from '../../teams/authorization-failure.ts'
import type { Authorizer } from '../../teams/authorizer.ts'
import type { Caller } from '../../teams/caller.ts'
import type { TeamDirectory } from '../../teams/directory.ts'
import { parseIdentity } from '../../teams/teams.ts'
import { callerOfClaims } from '../../teams/who-asks.ts'
import { fetchKeys, KeysUnreachable } from './issuer-keys.ts'

/** The accepted issuer, and the claims that can be members of teams, besides the subject. */
export interface JwtRules {
  readonly issuer: string
  readonly audience: string
  /** Where the issuer publishes its keys. */
  readonly jwksUrl: URL
  /** The claim that names the bearer's team. */
  readonly teamClaim: string
  /** The claim that lists the bearer's groups. */
  readonly groupsClaim: string
}

interface JwtDeps {
  readonly clock: Clock
  readonly log: Log
  readonly teams: Pick<TeamDirectory, 'find'>
  /** Called while the issuer's keys are on their way: what is needed once the token is verified can be loaded then. */
  readonly whileFetching?: () => void
  /** How long the issuer's keys are waited for. Default: 3000 */
  readonly fetchTimeoutMs?: number
}

const FETCH_TIMEOUT_MS = 3_000

/** For how long a key that the issuer has withdrawn may still be trusted. */
const KEYS_MAX_AGE_MS = 15 * 60_000

/**
 * Reads the caller from a JWT of an OpenID Connect provider, signed with RS, ES or EdDSA and a key of the provider's own.
 * Keys are kept; an unknown one is looked for again, at most every ten seconds.
 */
export const createJwtAuthorizer = (rules: JwtRules, deps: JwtDeps): Authorizer => {
  const { clock, log, teams, whileFetching, fetchTimeoutMs = FETCH_TIMEOUT_MS } = deps
  const { issuer, audience } = rules
  const jwksUri = rules.jwksUrl.href
  const fetch = (address: string) => {
    const keys = fetchKeys(address, fetchTimeoutMs)
    whileFetching?.()
    return keys
  }
  const verifier = JwtVerifier.create(
    { issuer, audience, jwksUri },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch } }) },
  )
  let keysFrom = clock().getTime()

  /** Fetches old keys again. If that fails, the old ones stay in use. */
  const refreshKeys = async () => {
    const now = clock().getTime()
    if (now - keysFrom < KEYS_MAX_AGE_MS) return
    keysFrom = now
    await verifier.hydrate().catch((error: unknown) => {
      log.error("the identity provider's keys could not be fetched again; the earlier ones stay in use", { error })
    })
  }

  return {
    callerOf: async authorization => {
      const token = bearerToken(authorization)
      await refreshKeys()
      const claims = await verifier.verify(token).catch((error: unknown) => {
        throw failureOf(error)
      })
      // The verifier takes a token without an end as one that never ends (RFC 7519, section 4.1.4, leaves it open).
      if (claims.exp === undefined) throw new AuthorizationFailure('token-invalid', 'The token has no expiry (exp).')
      return callerOf(claims, rules, teams)
    },
  }
}

/** RFC 6750, section 2.1; the scheme's name in any case (RFC 9110, section 11.1). */
const bearerToken = (authorization: string | undefined): string => {
  const [, token] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? []
  if (token !== undefined) return token
  throw new AuthorizationFailure(
    'token-missing',
    'Send a token of your identity provider: Authorization: Bearer TOKEN.',
  )
}

const callerOf = (claims: JwtPayload, rules: JwtRules, teams: JwtDeps['teams']): Promise<Caller> => {
  const principal = claims.sub ?? ''
  if (principal === '') throw new AuthorizationFailure('token-invalid', 'The token has no subject (sub).')
  const names = [...new Set(['sub', rules.teamClaim, rules.groupsClaim])]
  // What cannot be a member's claim is no member's.
  const identities = names.flatMap(name =>
    [claims[name]].flat().flatMap(value => {
      const identity = typeof value === 'string' ? parseIdentity(`${name}=${value}`) : undefined
      return identity && 'claim' in identity ? [identity] : []
    }),
  )
  return callerOfClaims(teams, principal, identities, names)
}

const failureOf = (cause: unknown): AuthorizationFailure => {
  if ([KeysUnreachable, JwksValidationError, JwkValidationError].some(kind => cause instanceof kind)) {
    const message =
      "The identity provider's keys cannot be fetched, so the token cannot be verified. Send the same request later."
    return new AuthorizationFailure('provider-unreachable', message, { cause })
  }
  const [, why] = REASONS.find(([kind]) => cause instanceof kind) ?? [undefined, 'is not signed by a known key']
  return new AuthorizationFailure('token-invalid', `The token ${why}.`, { cause })
}

/** In our words: the library's own quote the token's claims and what is expected of them. */
const REASONS = [
  [JwtExpiredError, 'has expired'],
  [JwtNotBeforeError, 'is not valid yet'],
  [JwtInvalidAudienceError, 'has another audience (aud)'],
  [JwtInvalidIssuerError, 'is of another issuer (iss)'],
  [JwtInvalidSignatureAlgorithmError, 'is signed with an algorithm that is not taken here (alg)'],
  [JwtParseError, 'is not a JWT'],
] as const

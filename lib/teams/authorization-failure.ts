export type AuthorizationFailureKind =
  /** The token is missing. */
  | 'token-missing'
  /** The token is not valid; another one may be. */
  | 'token-invalid'
  /** The token is good, but names no team, so there is nothing that its bearer may do. */
  | 'no-team'
  /** Unknown now: the provider's keys cannot be fetched. */
  | 'provider-unreachable'

/** A token that names no caller. The message says why, and quotes nothing of the token. */
export class AuthorizationFailure extends Error {
  override readonly name = 'AuthorizationFailure'
  readonly kind: AuthorizationFailureKind

  constructor(kind: AuthorizationFailureKind, message: string, { cause }: { cause?: unknown } = {}) {
    super(message, { cause })
    this.kind = kind
  }
}

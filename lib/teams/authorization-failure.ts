export type AuthorizationFailureKind =
  /** The token is missing. */
  | 'token-missing'
  /** The token is not valid; another one may be. */
  | 'token-invalid'
  /** The token is valid, but names no team, so its bearer may do nothing. */
  | 'no-team'
  /** Unknown now: the provider's keys cannot be fetched. */
  | 'provider-unreachable'

/** A token gives no caller. The message shows why, without a quote from the token. */
export class AuthorizationFailure extends Error {
  override readonly name = 'AuthorizationFailure'
  readonly kind: AuthorizationFailureKind

  constructor(kind: AuthorizationFailureKind, message: string, { cause }: { cause?: unknown } = {}) {
    super(message, { cause })
    this.kind = kind
  }
}

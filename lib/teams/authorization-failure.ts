export type AuthorizationFailureKind =
  /** There is no token. */
  | 'token-missing'
  /** The token is none that the identity provider would let pass: another one may. */
  | 'token-invalid'
  /** The token is good, but names no team, so there is nothing that its bearer may do. */
  | 'no-team'
  /** Nobody can tell now: the provider's keys cannot be had. */
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

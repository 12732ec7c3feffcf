import { ApiProblem } from '../api/problem.ts'

/** What the page has about signing in. */
export interface SignInConfig {
  readonly issuer: string
  readonly clientId: string
  readonly scope: string
  readonly audience: string
  /** Where callers sign with IAM: what the page assumes, and where. Default: it sends tokens as they are */
  readonly aws?: AwsConfig
}

export interface AwsConfig {
  /** ARNs, in the order in which STS is asked for them. */
  readonly roles: readonly string[]
  readonly stsUrl: string
  readonly region: string
}

/** Someone who has signed in. */
export interface Session {
  /**
   * The request with what proves who sends it.
   *
   * @throws SessionEnded
   */
  readonly authorize: (request: Request) => Promise<Request>
  /** How lines for a terminal prove the same. */
  readonly proof: Proof
  readonly signOut: () => Promise<void>
  /** Goes to the provider, and comes back to the same place. */
  readonly signInAgain: () => Promise<void>
}

/** How a request proves who sends it: not at all, by a token, or by a signature for a region. */
export type Proof = { readonly is: 'none' } | { readonly is: 'token' } | { readonly is: 'aws'; readonly region: string }

/** The provider gives no further token, or the person has signed out in another tab. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded'
}

/** The person has signed out here, and has not asked to come in again. */
export class SignedOut extends Error {
  override readonly name = 'SignedOut'
}

/** Tokens are held here and nowhere else: no storage, no cookie, no address. A reload signs in again at the provider. */
let current: Session | undefined

export const holdSession = (session: Session): void => {
  current = session
}

/** @throws SessionEnded */
export const authorized = async (request: Request): Promise<Request> => current?.authorize(request) ?? request

export const proofHere = (): Proof => current?.proof ?? { is: 'none' }

export const isSignedIn = (): boolean => current !== undefined

export const signOut = (): void => void current?.signOut()

export const signInAgain = (): void => void current?.signInAgain()

/** Whether the person has to sign in again: the session has ended, or the API takes its token no longer. */
export const isSessionOver = (error: unknown): boolean =>
  error instanceof SessionEnded || (isSignedIn() && error instanceof ApiProblem && error.problem.status === 401)

import { ApiProblem } from '../api/problem.ts'

/** What `console/config.json` says of signing in; `null`: nobody does. */
export interface SignInConfig {
  readonly issuer: string
  readonly clientId: string
  readonly scope: string
  readonly audience: string
}

/** Somebody who has signed in. */
export interface Session {
  /** @throws SessionEnded */
  readonly token: () => Promise<string>
  readonly signOut: () => Promise<void>
  /** Goes to the provider, and comes back to the same place. */
  readonly signInAgain: () => Promise<void>
}

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

/**
 * `undefined`: nobody signs in here.
 *
 * @throws SessionEnded
 */
export const accessToken = async (): Promise<string | undefined> => current?.token()

export const isSignedIn = (): boolean => current !== undefined

export const signOut = (): void => void current?.signOut()

export const signInAgain = (): void => void current?.signInAgain()

/** Whether the person has to sign in again: the session has ended, or the API takes its token no longer. */
export const isSessionOver = (error: unknown): boolean =>
  error instanceof SessionEnded || (isSignedIn() && error instanceof ApiProblem && error.problem.status === 401)

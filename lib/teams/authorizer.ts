import type { Caller } from './caller.ts'

/** Finds who asks, from what a request carries to prove it. */
export interface Authorizer {
  /**
   * @param authorization the request's `Authorization` header
   * @throws AuthorizationFailure
   */
  callerOf(authorization: string | undefined): Promise<Caller>
}

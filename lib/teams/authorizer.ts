import type { Caller } from './caller.ts'

/** Finds the caller of a request by its credentials. */
export interface Authorizer {
  /**
   * @param authorization the request's `Authorization` header
   * @throws AuthorizationFailure
   */
  callerOf(authorization: string | undefined): Promise<Caller>
}

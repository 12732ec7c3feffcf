/**
 * Why the depot's staff side gave no result:
 *
 * - `no-such-job`, `not-allowed` (now), `changed` (it is not the version that was named), `busy` (others change it): its own no
 * - `credentials`: it does not take Waybill's secret
 * - `unreachable`, `timeout`: no answer came; a step may have been taken
 * - `unreadable`: an answer came that is none of these
 */
export type DepotFailureKind =
  | 'no-such-job'
  | 'not-allowed'
  | 'changed'
  | 'busy'
  | 'credentials'
  | 'unreachable'
  | 'timeout'
  | 'unreadable'

export interface DepotFailureDetails {
  /** How far the job has come, and which steps it allows, where a step is not allowed. */
  readonly stage?: string | undefined
  readonly allowed?: readonly string[] | undefined
  readonly cause?: unknown
}

/** Thrown by every implementation of `StaffSide`. */
export class DepotFailure extends Error {
  override readonly name = 'DepotFailure'
  readonly kind: DepotFailureKind
  readonly stage: string | undefined
  readonly allowed: readonly string[] | undefined

  constructor(kind: DepotFailureKind, message: string, { stage, allowed, cause }: DepotFailureDetails = {}) {
    super(message, { cause })
    this.kind = kind
    this.stage = stage
    this.allowed = allowed
  }
}

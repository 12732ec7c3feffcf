import type { Clock } from '../system.ts'

/** How long each part of a submission may take, in milliseconds; each is shorter than the one after it. */
export interface Timing {
  /** From the request's start until Waybill stops waiting; a version 2 request expires then. */
  readonly deadlineMs: number
  /** From the request's start until another request may take the submission over. */
  readonly leaseMs: number
  /** From the last moment at which the service can accept a request until its job must show in the service's list. */
  readonly resolveMarginMs: number
}

/** The ports with a shorter deadline, so that several steps together end at one moment. */
export const within = <D extends { readonly clock: Clock; readonly timing: Timing }>(deps: D, deadline: Date): D => {
  const leftMs = Math.max(0, deadline.getTime() - deps.clock().getTime())
  return { ...deps, timing: { ...deps.timing, deadlineMs: Math.min(deps.timing.deadlineMs, leftMs) } }
}

/** A job expires this long after its creation if no device has come (Developer Guide, "Creating an import job"). */
export const JOB_LIFE_MS = 30 * 24 * 60 * 60_000

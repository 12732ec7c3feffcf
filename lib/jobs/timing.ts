import type { Clock } from '../system.ts'

/** How long each part of a submission may take, in milliseconds; each is shorter than the one after it. */
export interface Timing {
  /** From the request's start until Waybill stops waiting; a version 2 request expires then. */
  readonly deadlineMs: number
  /** From the request's start until another request may take the submission over. */
  readonly leaseMs: number
  /** How long after the last moment of acceptance a job that the service accepted may take to show in its list. */
  readonly resolveMarginMs: number
}

/** The same with no more time than is left until a deadline that several steps share. */
export const within = <D extends { readonly clock: Clock; readonly timing: Timing }>(deps: D, deadline: Date): D => {
  const leftMs = Math.max(0, deadline.getTime() - deps.clock().getTime())
  return { ...deps, timing: { ...deps.timing, deadlineMs: Math.min(deps.timing.deadlineMs, leftMs) } }
}

/** A job expires this long after its creation if no device has come (Developer Guide, "Creating an import job"). */
export const JOB_LIFE_MS = 30 * 24 * 60 * 60_000

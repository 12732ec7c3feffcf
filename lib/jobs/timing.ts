/** How long each part of a submission may take, in milliseconds; each is shorter than the one after it. */
export interface Timing {
  /** From the request's start until Waybill stops waiting; a version 2 request expires then. */
  readonly deadlineMs: number
  /** From the request's start until another request may take the submission over. */
  readonly leaseMs: number
  /** How long after the last moment of acceptance a job that the service accepted may take to show in its list. */
  readonly resolveMarginMs: number
}

/**
 * Why a call to the service has no result, by its possible effect:
 *
 * - `refused`: the service answered with a fault; nothing was created.
 * - `not-sent`: no byte of the request left this machine; nothing was created.
 * - `timeout`: the request was sent and no answer came; the service may have acted.
 * - `unreadable`: the answer is neither a result nor a fault (a 5xx, garbage, half an answer); the service may have acted.
 */
export type ServiceFailureKind = 'refused' | 'not-sent' | 'timeout' | 'unreadable'

/** The fault that the service answered, if it answered one. */
export interface ServiceFault {
  /** Error code as on the wire, for example `NoSuchBucketException`. */
  readonly code: string
  readonly message: string
  readonly requestId?: string
}

/** A call to the service has no result. Thrown by every implementation of the `Service` port. */
export class ServiceFailure extends Error {
  override readonly name = 'ServiceFailure'
  readonly kind: ServiceFailureKind
  readonly fault: ServiceFault | undefined

  constructor(kind: ServiceFailureKind, message: string, options: { fault?: ServiceFault; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.kind = kind
    this.fault = options.fault
  }
}

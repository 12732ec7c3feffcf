import type { Timestamp } from '../system.ts'
import { JobError, type JobErrorCode } from './errors.ts'
import { ServiceFailure, type ServiceFault } from './service-failure.ts'

/** Faults about the signing key, not about the request: an operator must act, not the caller. */
const CREDENTIALS_FAULTS = new Set([
  'AccessDenied',
  'AuthFailure',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidClientTokenIdException',
  'MissingAuthenticationToken',
  'OptInRequired',
  'RequestExpired',
  'SignatureDoesNotMatch',
])
const THROTTLING_FAULTS = new Set(['Throttling', 'ThrottlingException', 'RequestLimitExceeded'])
const DAILY_QUOTA_FAULT = 'CreateJobQuotaExceededException'

interface ErrorParts {
  readonly code: JobErrorCode
  readonly message: string
  readonly retryAfterSeconds?: number
}

/**
 * The error that our caller can act on, for a failure of the service. Any other error stays as it is.
 *
 * @param resolvableFrom from this time, a request with the same key can find out how an unclear one ended. Default: now
 */
export const serviceError = (error: unknown, now: Date, resolvableFrom: Timestamp = now.toISOString()): unknown => {
  if (!(error instanceof ServiceFailure)) return error
  const secondsToWait = Math.max(1, Math.ceil((Date.parse(resolvableFrom) - now.getTime()) / 1000))
  const { kind, fault } = error
  const { code, message, retryAfterSeconds } = errorParts({ kind, fault }, now, secondsToWait)
  return new JobError(code, message, {
    cause: error,
    ...(fault && { fault }),
    ...(retryAfterSeconds && { retryAfterSeconds }),
  })
}

const errorParts = (
  { kind, fault }: Pick<ServiceFailure, 'kind' | 'fault'>,
  now: Date,
  secondsToWait: number,
): ErrorParts => {
  switch (kind) {
    case 'not-sent':
      return {
        code: 'SERVICE_UNREACHABLE',
        message: 'The Import/Export service cannot be reached; nothing was sent. Send the same request again later.',
        retryAfterSeconds: 1,
      }
    case 'timeout':
      return {
        code: 'SERVICE_TIMEOUT',
        message:
          'The Import/Export service did not answer in time. Send the same request again after Retry-After: Waybill finds out what became of it and never makes a second job.',
        retryAfterSeconds: secondsToWait,
      }
    case 'unreadable':
      return {
        code: 'SERVICE_ANSWER_UNREADABLE',
        message:
          'The answer of the Import/Export service could not be read. Send the same request again after Retry-After: Waybill then finds the outcome, and never creates a second job.',
        retryAfterSeconds: secondsToWait,
      }
    case 'refused':
      return faultParts(fault, now)
  }
}

const faultParts = (fault: ServiceFault | undefined, now: Date): ErrorParts => {
  const code = fault?.code ?? ''
  const message = `The Import/Export service refused: ${fault?.message ?? 'it gave no reason'}`
  if (CREDENTIALS_FAULTS.has(code)) {
    return {
      code: 'SERVICE_CREDENTIALS_REFUSED',
      message:
        "The Import/Export service refused Waybill's own credentials, and no job was made. An operator must mend the team's signing key.",
    }
  }
  if (THROTTLING_FAULTS.has(code)) return { code: 'SERVICE_QUOTA_EXCEEDED', message, retryAfterSeconds: 1 }
  if (code === DAILY_QUOTA_FAULT) {
    return { code: 'SERVICE_QUOTA_EXCEEDED', message, retryAfterSeconds: secondsToNextDay(now) }
  }
  return { code: 'SERVICE_REFUSED', message }
}

/** The service counts its daily quota by the UTC day. */
const secondsToNextDay = (now: Date) => {
  const nextDay = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1)
  return Math.ceil((nextDay - now.getTime()) / 1000)
}

import { JobError, type JobErrorCode } from '../../jobs/errors.ts'
import type { ServiceFault } from '../../jobs/service-failure.ts'
import { type Fault, type FaultCode, fault, isFaultCode } from '../../query-api/faults.ts'
import { manifestFault } from '../../query-api/manifest-fault.ts'
import { DamagedStore, StoreFull, Unavailable } from '../../system.ts'
import { TeamError, type TeamErrorCode } from '../../teams/errors.ts'
import { RequestError, type RequestErrorCode } from '../kit/request-error.ts'

/** The fault of each of our errors. A code without a row here does not compile. */
const FAULT_OF_ERROR = {
  ARTIFACT_UNAVAILABLE: 'ServiceUnavailable',
  BATCH_OUT_OF_TIME: 'ServiceUnavailable',
  BUCKET_NOT_ALLOWED: 'BucketPermissionException',
  CHANGE_IN_PROGRESS: 'ServiceUnavailable',
  CHECK_BUSY: 'InternalFailure',
  CHECK_ENDED: 'InternalFailure',
  CHECK_INVALID: 'InternalFailure',
  CHECK_NOT_FOUND: 'InternalFailure',
  DELIVERY_NOT_FOUND: 'InternalFailure',
  CLOCK_WRONG: 'ServiceUnavailable',
  CUSTODY_INVALID: 'InternalFailure',
  DEPOT_MISSING: 'InternalFailure',
  DESCRIPTION_INVALID: 'InvalidParameterException',
  DIGEST_NOT_FOUND: 'InternalFailure',
  IDEMPOTENCY_KEY_INVALID: 'InternalFailure',
  IDEMPOTENCY_KEY_REUSED: 'InternalFailure',
  JOB_CHANGED: 'ServiceUnavailable',
  JOB_NOT_ACTIVE: 'InternalFailure',
  JOB_NOT_FOUND: 'InvalidJobIdException',
  JOB_TYPE_MISMATCH: 'InvalidParameterException',
  KEYS_DIFFER: 'InvalidJobIdException',
  KIND_CHANGE_NOT_ALLOWED: 'InternalFailure',
  MANIFEST_INVALID: 'MalformedManifestException',
  MANIFEST_NOT_FOUND: 'InternalFailure',
  MANIFEST_PURGED: 'InternalFailure',
  MANIFEST_REPLACED: 'InternalFailure',
  NO_ARTIFACT: 'InvalidJobIdException',
  NO_SIGNATURE: 'InvalidJobIdException',
  PAGE_TOKEN_INVALID: 'InvalidParameterException',
  REPORT_TOO_LARGE: 'ServiceUnavailable',
  SCHEDULE_INVALID: 'InternalFailure',
  SERVICE_ANSWER_UNREADABLE: 'ServiceUnavailable',
  SERVICE_CREDENTIALS_REFUSED: 'ServiceUnavailable',
  SERVICE_QUOTA_EXCEEDED: 'ServiceUnavailable',
  SERVICE_REFUSED: 'InvalidParameterException',
  SERVICE_TIMEOUT: 'ServiceUnavailable',
  SERVICE_UNREACHABLE: 'ServiceUnavailable',
  SHIPMENT_INVALID: 'InternalFailure',
  SIGNATURE_MALFORMED: 'InvalidParameterException',
  SIGNING_KEY_MISSING: 'InternalFailure',
  SIGNING_KEY_NOT_ALLOWED: 'InvalidAccessKeyIdException',
  SUBMISSION_IN_PROGRESS: 'ServiceUnavailable',
  SUBMISSION_NOT_FOUND: 'InternalFailure',
  SUBSCRIPTION_BUSY: 'InternalFailure',
  SUBSCRIPTION_CHANGED: 'InternalFailure',
  SUBSCRIPTION_INVALID: 'InternalFailure',
  SUBSCRIPTION_LIMIT: 'InternalFailure',
  SUBSCRIPTION_NOT_FOUND: 'InternalFailure',
  TAGS_INVALID: 'InvalidParameterException',
  TRANSITION_NOT_ALLOWED: 'CanceledJobIdException',
} as const satisfies Record<JobErrorCode, FaultCode>

/** Faults for the errors of teams that tools can meet. */
const FAULT_OF_TEAM: Partial<Record<TeamErrorCode, FaultCode>> = {
  ADDRESS_NOT_FOUND: 'InvalidAddressException',
  TAG_MISSING: 'InvalidParameterException',
  TEAM_QUOTA_USED: 'CreateJobQuotaExceededException',
}

/** Other messages for errors that mention teams, which users of tools do not know. */
const WORDING: Partial<Record<JobErrorCode, string>> = {
  SIGNING_KEY_NOT_ALLOWED: 'accessKeyId in the manifest is not the key that signed the request',
}

/** The service's own codes for states that do not allow an operation. */
const FAULT_OF_STATE: Readonly<Record<string, FaultCode>> = {
  cancelled: 'CanceledJobIdException',
  expired: 'ExpiredJobIdException',
}

/** The same for operations that the state allows, but not the stage of the device. */
const FAULT_OF_TRANSITION: Readonly<Record<string, FaultCode>> = {
  cancel: 'UnableToCancelJobIdException',
  update: 'UnableToUpdateJobIdException',
}

const FAULT_OF_REQUEST: Partial<Record<RequestErrorCode, FaultCode>> = {
  BODY_TOO_LARGE: 'RequestEntityTooLarge',
  HEADERS_TOO_LARGE: 'RequestHeaderSectionTooLarge',
  METHOD_NOT_ALLOWED: 'MethodNotAllowed',
  REQUEST_FOREIGN: 'AccessDenied',
  REQUEST_INCOMPLETE: 'RequestTimeoutException',
  REQUEST_MALFORMED: 'MalformedHttpRequestException',
  REQUEST_THROTTLED: 'Throttling',
  SERVER_BUSY: 'ServiceUnavailable',
  SERVER_STOPPING: 'ServiceUnavailable',
  URL_MALFORMED: 'MalformedQueryString',
}

/** Errors that are the service's own answer about the request. */
const FROM_THE_SERVICE: ReadonlySet<JobErrorCode> = new Set(['SERVICE_REFUSED', 'SERVICE_QUOTA_EXCEEDED'])

/**
 * The fault that tools know for an error: the service's own if it answered one, the first diagnostic of a manifest with its
 * place, otherwise the fault in the table. `undefined`: the error is a bug.
 */
export const queryFault = (error: unknown): Fault | undefined => {
  if (error instanceof RequestError) {
    const retryAfterSeconds = Number(error.headers['Retry-After'] ?? Number.NaN)
    return {
      ...fault(FAULT_OF_REQUEST[error.code] ?? 'InternalFailure', error.message),
      ...(Number.isFinite(retryAfterSeconds) && { retryAfterSeconds }),
    }
  }
  if (error instanceof StoreFull) return fault('ServiceUnavailable', 'The disk is full; nothing was stored')
  if (error instanceof Unavailable) {
    return { ...fault('ServiceUnavailable', 'A part of the service did not answer in time'), retryAfterSeconds: 5 }
  }
  if (error instanceof DamagedStore) return fault('InternalFailure', `Stored data is damaged: ${error.what}`)
  if (error instanceof TeamError) {
    const { code, message, retryAfterSeconds } = error
    return {
      ...fault(FAULT_OF_TEAM[code] ?? 'InternalFailure', message),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    }
  }
  if (!(error instanceof JobError)) return undefined
  const { diagnostics, fault: serviceFault } = error.details
  const errors = diagnostics?.filter(({ severity }) => severity === 'error') ?? []
  if (errors.length > 0) return manifestFault(errors)
  if (serviceFault && FROM_THE_SERVICE.has(error.code)) return passOn(serviceFault, FAULT_OF_ERROR[error.code])
  const { retryAfterSeconds, currentState = '', transition = '' } = error.details
  return {
    ...fault(
      FAULT_OF_STATE[currentState] ?? FAULT_OF_TRANSITION[transition] ?? FAULT_OF_ERROR[error.code],
      WORDING[error.code] ?? error.message,
    ),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  }
}

const passOn = ({ code, message }: ServiceFault, otherwise: FaultCode): Fault =>
  isFaultCode(code) ? fault(code, message) : fault(otherwise, `${code}: ${message}`)

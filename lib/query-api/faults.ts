/** One kind of fault: its HTTP status, and the live service's message if that is known. */
interface FaultKind {
  readonly status: number
  readonly message?: string
}

/**
 * Every fault that a server of the Query API answers.
 * The first part is the service's own (Developer Guide, "Errors"; SDK models of 2010-06-01), where codes end in `Exception`;
 * the second is the front end's, shared by AWS's query services ("Common Errors" of their API references).
 */
export const FAULTS = {
  MissingParameterException: { status: 400 },
  InvalidParameterException: { status: 400 },
  InvalidAccessKeyIdException: { status: 400 },
  InvalidAddressException: { status: 400 },
  InvalidManifestFieldException: { status: 400 },
  MissingManifestFieldException: { status: 400 },
  MalformedManifestException: { status: 400, message: 'Your manifest is not well-formed' },
  NoSuchBucketException: { status: 400 },
  BucketPermissionException: { status: 400 },
  MultipleRegionsException: { status: 400 },
  InvalidFileSystemException: { status: 400 },
  MissingCustomsException: { status: 400 },
  InvalidCustomsException: { status: 400 },
  CreateJobQuotaExceededException: { status: 400 },
  InvalidJobIdException: { status: 400 },
  ExpiredJobIdException: { status: 400 },
  CanceledJobIdException: { status: 400 },
  UnableToCancelJobIdException: { status: 400 },
  UnableToUpdateJobIdException: { status: 400 },
  InvalidVersionException: { status: 400 },

  AccessDenied: { status: 403 },
  InvalidClientTokenId: { status: 403, message: 'The security token included in the request is invalid.' },
  SignatureDoesNotMatch: { status: 403 },
  MissingAuthenticationToken: { status: 403, message: 'Request is missing Authentication Token' },
  DuplicateRequest: { status: 400 },
  IncompleteSignature: { status: 400 },
  RequestExpired: { status: 400 },
  InvalidAction: { status: 400 },
  MissingAction: { status: 400 },
  MalformedInput: { status: 400 },
  MalformedQueryString: { status: 404 },
  MethodNotAllowed: { status: 405 },
  MalformedHttpRequestException: { status: 400 },
  RequestTimeoutException: { status: 408 },
  RequestEntityTooLarge: { status: 413 },
  RequestHeaderSectionTooLarge: { status: 431 },
  Throttling: { status: 400 },
  InternalFailure: { status: 500, message: 'The request processing has failed because of an unknown error.' },
  ServiceUnavailable: { status: 503 },
} as const satisfies Readonly<Record<string, FaultKind>>

export type FaultCode = keyof typeof FAULTS

/** A fault of a request. */
export interface Fault {
  readonly code: FaultCode
  readonly message: string
  /** After how many seconds the same request may succeed. */
  readonly retryAfterSeconds?: number
}

/** Codes with a known message. */
type Worded = { [C in FaultCode]: (typeof FAULTS)[C] extends { readonly message: string } ? C : never }[FaultCode]

/** Makes a fault. Default message: the live service's; if that is unknown, a message must be given. */
export const fault = <C extends FaultCode>(
  code: C,
  ...[message]: C extends Worded ? [message?: string] : [message: string]
): Fault => {
  const kind: FaultKind = FAULTS[code]
  return { code, message: message ?? kind.message ?? code }
}

export const statusOf = ({ code }: Fault): number => FAULTS[code].status

export const isFaultCode = (code: string): code is FaultCode => Object.hasOwn(FAULTS, code)

/** Distinguishes a fault from a result; no result has a member `code`. */
export const isFault = (value: object): value is Fault => 'code' in value

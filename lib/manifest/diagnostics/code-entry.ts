/**
 * The service's own exceptions that a manifest alone can cause (API Reference, Errors). Those that depend on the account
 * (NoSuchBucketException, BucketPermissionException) only the service can raise.
 */
export type ServiceCode =
  | 'InvalidAccessKeyIdException'
  | 'InvalidAddressException'
  | 'InvalidCustomsException'
  | 'InvalidFileSystemException'
  | 'InvalidManifestFieldException'
  | 'InvalidParameterException'
  | 'MalformedManifestException'
  | 'MissingCustomsException'
  | 'MissingManifestFieldException'
  | 'MissingParameterException'
  | 'MultipleRegionsException'

export type Severity = 'error' | 'warning'

/** A kind of diagnostic: its words, and the service's name for it. */
export interface CodeEntry {
  readonly serviceCode: ServiceCode
  /** `by-era`: refused only by the later rules, so it is an error in era 2015, and otherwise a warning. */
  readonly severity: Severity | 'by-era'
  /** One sentence. The diagnostic fills its `{slots}`. */
  readonly message: string
  /** What to do, if the message does not show it. */
  readonly hint?: string
}

/**
 * What `waybill explain` and the reference add to a code's message. It is not with the codes, since no function needs it, and
 * each would load it at its start.
 */
export interface Explanation {
  /** Why it matters. */
  readonly means: string
  /** Lines with this diagnostic. */
  readonly example: string
  /** The same lines without it. */
  readonly mended: string
}

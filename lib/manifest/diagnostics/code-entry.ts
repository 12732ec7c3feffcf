/**
 * The service's own exceptions that a manifest alone can bring about (API Reference, Errors). Those that need a look at
 * the account (NoSuchBucketException, BucketPermissionException) are the service's to raise.
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

/** One kind of fault: its words, and what the service would call it. */
export interface CodeEntry {
  readonly serviceCode: ServiceCode
  /** `by-era`: what only the later rules refuse; a warning, an error in era 2015. */
  readonly severity: Severity | 'by-era'
  /** One sentence; `{slots}` are filled by the fault. */
  readonly message: string
  /** What to do, where the message does not say it. */
  readonly hint?: string
}

/**
 * What `waybill explain` and the reference say of a code besides its message. It stands apart from the codes, since no
 * function needs it and each would read it when it starts.
 */
export interface Explanation {
  /** Why it matters. */
  readonly means: string
  /** Lines that have this fault. */
  readonly example: string
  /** The same lines without it. */
  readonly mended: string
}

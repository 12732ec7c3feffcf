import { type Fault, fault, isFaultCode } from './faults.ts'

/** The part of a diagnostic that the wire shows. */
export interface ManifestError {
  /** One of the service's own codes. */
  readonly serviceCode: string
  readonly detail: string
  readonly line: number
  readonly column: number
}

/** The fault of a manifest. The wire has room for one: the first diagnostic with its place, and how many there are. */
export const manifestFault = (errors: readonly ManifestError[]): Fault => {
  const [first] = errors
  const code = first?.serviceCode ?? ''
  if (!first || !isFaultCode(code) || code === 'MalformedManifestException') return fault('MalformedManifestException')

  const more = errors.length === 1 ? '' : ` (the first of ${errors.length} faults)`
  return fault(code, `${first.detail} Line ${first.line}, column ${first.column}${more}.`)
}

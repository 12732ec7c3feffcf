import { type Fault, fault, isFaultCode } from './faults.ts'

/** One diagnostic of a manifest, as far as the wire shows it. */
export interface ManifestError {
  /** A code of the service's own. */
  readonly serviceCode: string
  readonly detail: string
  readonly line: number
  readonly column: number
}

/** The wire has room for one fault: the first, with its place, and how many there are. */
export const manifestFault = (errors: readonly ManifestError[]): Fault => {
  const [first] = errors
  const code = first?.serviceCode ?? ''
  if (!first || !isFaultCode(code) || code === 'MalformedManifestException') return fault('MalformedManifestException')

  const more = errors.length === 1 ? '' : ` (the first of ${errors.length} faults)`
  return fault(code, `${first.detail} Line ${first.line}, column ${first.column}${more}.`)
}

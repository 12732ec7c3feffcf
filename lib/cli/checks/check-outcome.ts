import { locateFault } from '../../checks/run/locate-fault.ts'
import type { RunDiagnostic, RunOutcome } from '../../checks/run.ts'
import { CommandError, EXIT_CODES } from '../command-error.ts'

/** How a manifest fared. */
export interface ManifestReport {
  readonly file: string
  readonly outcome: RunOutcome
  readonly diagnostics: readonly RunDiagnostic[]
}

/** What Waybill answered. */
export interface Answer {
  readonly status: number
  /** The parsed JSON; `undefined` without one. */
  readonly body: unknown
}

/** A failure outweighs an unknown outcome, which outweighs a pass. */
export const exitCodeOf = (outcomes: readonly (RunOutcome | undefined)[]): number => {
  if (outcomes.includes('fail')) return EXIT_CODES.refused
  return outcomes.every(outcome => outcome === 'pass') ? EXIT_CODES.done : EXIT_CODES.unclear
}

/** The parts of a problem and of a validation that are read here. */
interface Answered {
  readonly code?: string
  readonly detail?: string
  readonly errors?: readonly (RunDiagnostic & { readonly severity?: RunDiagnostic['severity'] })[]
  readonly warnings?: readonly Omit<RunDiagnostic, 'severity'>[]
  readonly service?: { readonly code: string; readonly message: string }
}

/**
 * What an answer to validate-only says of a manifest.
 *
 * @throws CommandError if it says nothing of it
 */
export const outcomeOf = ({ status, body }: Answer, text: string): Pick<ManifestReport, 'outcome' | 'diagnostics'> => {
  const answered = (body ?? {}) as Answered
  if (status === 200) {
    const warnings = (answered.warnings ?? []).map(warning => ({ ...warning, severity: 'warning' as const }))
    return { outcome: 'pass', diagnostics: warnings }
  }
  const detail = answered.detail ?? `Waybill answered ${status}.`
  if (status === 422) return { outcome: 'fail', diagnostics: diagnosticsOf(answered, detail, text) }
  if (status === 429 || status >= 500) {
    return { outcome: 'unknown', diagnostics: [{ code: answered.code ?? String(status), severity: 'error', detail }] }
  }
  throw new CommandError(`Waybill refused: ${detail}`)
}

const diagnosticsOf = (
  { code = 'REFUSED', errors, service }: Answered,
  detail: string,
  text: string,
): readonly RunDiagnostic[] => {
  if (errors?.length) return errors.map(error => ({ ...error, severity: error.severity ?? 'error' }))
  if (!service) return [{ code, severity: 'error', detail }]
  return [{ code: service.code, severity: 'error', detail: service.message, ...locateFault(text, service.message) }]
}

import { JobError, type ValidationCheck } from '../../jobs/errors.ts'
import { sha256Hex } from '../../jobs/idempotency.ts'
import type { Warning } from '../../jobs/job.ts'
import { rehearseSubmission } from '../../jobs/submit/validate-manifest.ts'
import { within } from '../../jobs/timing.ts'
import type { Diagnostic } from '../../manifest/diagnostics/diagnostic.ts'
import { TeamError } from '../../teams/errors.ts'
import type { EndReason, ScheduledCheck } from '../check.ts'
import type { CheckDeps } from '../check-deps.ts'
import type { Evaluation, RunDiagnostic, RunOutcome } from '../run.ts'
import { locateFault } from './locate-fault.ts'
import { watchedManifest } from './watched-manifest.ts'

/** The check has ended: its job no longer needs it. */
export interface Ended {
  readonly ended: EndReason
}

/** How long to wait before the second attempt, the third and so on. A service that is away for longer is `unknown`. */
export type BackOff = readonly number[]

/** With less time than this, the service has no chance to answer, in milliseconds. */
const SHORTEST_ATTEMPT_MS = 1_000

/**
 * Validate a check's subject once, with the same code as a validate-only request. If the service cannot be asked, try again after
 * each pause of `backOff` while there is time. Then the outcome is `unknown`, never `pass`.
 *
 * @param deadline when all attempts together must be over
 */
export const validateCheck = async (
  deps: CheckDeps,
  check: ScheduledCheck,
  { backOff, deadline }: { readonly backOff: BackOff; readonly deadline: Date },
): Promise<Evaluation | Ended> => {
  for (let attempts = 1; ; attempts++) {
    const found = await validateOnce(deps, check, deadline, attempts)
    if ('ended' in found || found.outcome !== 'unknown') return found
    const pauseMs = backOff[attempts - 1]
    const isOver = pauseMs === undefined || deps.clock().getTime() + pauseMs + SHORTEST_ATTEMPT_MS > deadline.getTime()
    if (isOver) return found
    await deps.wait(pauseMs)
  }
}

const validateOnce = async (
  deps: CheckDeps,
  check: ScheduledCheck,
  deadline: Date,
  attempts: number,
): Promise<Evaluation | Ended> => {
  let text = ''
  try {
    const watched = await watchedManifest(within(deps, deadline), check)
    if ('ended' in watched) return watched
    text = watched.text
    const caller = { team: check.team, principal: `check ${check.name}`, role: 'member' } as const
    const {
      validation: { warnings, checks },
    } = await rehearseSubmission(within(deps, deadline), {
      caller,
      text,
      jobType: watched.jobType,
    })
    return { outcome: 'pass', diagnostics: warnings.map(diagnosticOfWarning), checks, attempts, ...hashOf(text) }
  } catch (error) {
    if (error instanceof TeamError) return failedForTeam(error, attempts, text)
    if (!(error instanceof JobError)) {
      // The manifest was not evaluated, and people who rely on the check must learn of it in time.
      deps.log.error('a check could not be run', { checkId: check.id, error })
      const detail = 'Waybill itself failed while it ran the check; its log has the reason.'
      const diagnostics = [{ code: 'INTERNAL_ERROR', severity: 'error', detail }] as const
      return { outcome: 'unknown', checks: [], diagnostics, attempts }
    }
    const { checks = [{ name: 'service', outcome: 'unknown' }] } = error.details
    return { outcome: outcomeOf(checks), diagnostics: diagnosticsOf(error, text), checks, attempts, ...hashOf(text) }
  }
}

/** What the team's settings have, or lack, such as the address that its default names. */
const failedForTeam = ({ code, message }: TeamError, attempts: number, text: string): Evaluation => ({
  outcome: 'fail',
  checks: [{ name: 'manifest', outcome: 'fail' }],
  diagnostics: [{ code, severity: 'error', detail: message }],
  attempts,
  ...hashOf(text),
})

const hashOf = (text: string) => (text === '' ? {} : { manifestSha256: sha256Hex(text) })

/** `fail` only if a check failed. */
const outcomeOf = (checks: readonly ValidationCheck[]): RunOutcome =>
  checks.some(({ outcome }) => outcome === 'fail') ? 'fail' : 'unknown'

const diagnosticsOf = (error: JobError, text: string): readonly RunDiagnostic[] => {
  const { diagnostics, fault } = error.details
  if (diagnostics) return diagnostics.map(diagnosticOfManifest)
  if (!fault) return [{ code: error.code, severity: 'error', detail: error.message }]
  return [{ code: fault.code, severity: 'error', detail: fault.message, ...locateFault(text, fault.message) }]
}

const diagnosticOfManifest = ({ code, severity, detail, hint, pointer, line, column }: Diagnostic): RunDiagnostic => ({
  code,
  severity,
  detail,
  ...(hint && { hint }),
  pointer,
  line,
  column,
})

const diagnosticOfWarning = ({ code, detail, pointer, line, column }: Warning): RunDiagnostic => ({
  code,
  severity: 'warning',
  detail,
  ...(pointer !== undefined && { pointer }),
  ...(line !== undefined && { line }),
  ...(column !== undefined && { column }),
})

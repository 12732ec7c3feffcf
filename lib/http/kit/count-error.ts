import { JobError } from '../../jobs/errors.ts'
import type { Metrics } from '../../system.ts'

/** Counts errors of manifests and of the service. Other mistakes of callers only show in the access log. */
export const countError = (metrics: Metrics | undefined, error: unknown): void => {
  if (!metrics || !(error instanceof JobError)) return
  const { code, details } = error
  if (code.startsWith('SERVICE_')) metrics.report({ ServiceErrors: 1 }, code)
  if (code !== 'MANIFEST_INVALID') return
  const faults = details.diagnostics?.filter(({ severity }) => severity === 'error') ?? []
  for (const fault of new Set(faults.map(diagnostic => diagnostic.code))) metrics.report({ ValidationFailed: 1 }, fault)
}

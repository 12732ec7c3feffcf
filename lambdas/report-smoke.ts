import type { StepResult } from '../lib/smoke/smoke.ts'
import type { SmokeReport } from './wiring-smoke.ts'

/** Logs and counts the failed steps. @returns how many steps failed */
export const reportSmoke = (results: readonly StepResult[], { log, metrics }: SmokeReport): number => {
  const failed = results.filter(({ failure }) => failure !== undefined)
  for (const { name, failure } of failed) log.error('A step of the smoke test failed', { step: name, failure })
  log.info('smoke test', { passed: results.length - failed.length, failed: failed.length })
  metrics.report({ SmokeStepsFailed: failed.length })
  return failed.length
}

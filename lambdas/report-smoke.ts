import type { StepResult } from '../lib/smoke/smoke.ts'
import type { SmokeReport } from './wiring-smoke.ts'

/** Logs what failed and counts it. @returns how many steps failed */
export const reportSmoke = (results: readonly StepResult[], { log, metrics }: SmokeReport): number => {
  const failed = results.filter(({ failure }) => failure !== undefined)
  for (const { name, failure } of failed) log.error(`Waybill no longer ${name}`, { failure })
  log.info('smoke test', { passed: results.length - failed.length, failed: failed.length })
  metrics.report({ SmokeStepsFailed: failed.length })
  return failed.length
}

import type { JobType } from '../../manifest/manifest.ts'
import { waybillClient } from '../api/ask.ts'
import { validatedOnly } from '../checks/check.ts'
import { type ManifestReport, outcomeOf } from '../checks/check-outcome.ts'
import type { AskedServer, Io } from '../command.ts'
import { NoAnswer } from '../command-error.ts'
import type { CheckedFile } from './validate-report.ts'

/** A file that was checked offline, and its bytes as they were checked. */
export interface Validated extends CheckedFile {
  readonly bytes: Uint8Array
}

/**
 * What Waybill, and through it the service, think of the manifests. What is not valid anyway is not sent. Where no answer comes,
 * the outcome is unknown.
 */
export const askService = async (
  files: readonly Validated[],
  { jobType, target, io }: { readonly jobType: JobType | undefined; readonly target: AskedServer; readonly io: Io },
): Promise<readonly ManifestReport[]> => {
  const client = await waybillClient(target, io)
  const reports: ManifestReport[] = []
  for (const { file, valid, text, bytes, diagnostics } of files) {
    if (!valid) {
      reports.push({ file, outcome: 'fail', diagnostics: diagnostics.map(({ start, end, fixes, ...shown }) => shown) })
      continue
    }
    try {
      reports.push({ file, ...outcomeOf(await validatedOnly(client, bytes, jobType), text) })
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      const detail = error.message
      reports.push({
        file,
        outcome: 'unknown',
        diagnostics: [{ code: 'WAYBILL_UNREACHABLE', severity: 'error', detail }],
      })
    }
  }
  return reports
}

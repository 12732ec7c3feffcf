import type { CheckStore, RunPosition, RunStore } from '../checks/ports.ts'
import type { CheckRun } from '../checks/run.ts'
import { type GetCheck, getCheck } from './get-check.ts'

export interface ListRuns extends GetCheck {
  readonly limit: number
  readonly after?: RunPosition | undefined
}

/**
 * The runs of a check, newest first.
 *
 * Refuses: CHECK_NOT_FOUND.
 */
export const listRuns = async (
  deps: { readonly checks: CheckStore; readonly runs: RunStore },
  { limit, after, ...check }: ListRuns,
): Promise<{ readonly runs: readonly CheckRun[]; readonly more: boolean }> =>
  deps.runs.list(await getCheck(deps, check), { limit, after })

import { type Paging, type PagingDeps, readPage, type TokenPage } from '../../jobs/look-up/page-tokens.ts'
import type { CheckStore, RunPosition, RunStore } from '../ports.ts'
import type { CheckRun } from '../run.ts'
import { type GetCheck, getCheck } from './get-check.ts'

/**
 * The runs of a check, newest first.
 *
 * Refuses: CHECK_NOT_FOUND, PAGE_TOKEN_INVALID.
 */
export const listRuns = async (
  deps: PagingDeps & { readonly checks: CheckStore; readonly runs: RunStore },
  { pageSize, pageToken, ...asked }: GetCheck & Paging,
): Promise<TokenPage<CheckRun>> => {
  const check = await getCheck(deps, asked)
  const paging = { pageSize, ...(pageToken !== undefined && { pageToken }) }
  return readPage(deps, paging, JSON.stringify(['runs', check.team, check.name]), async ({ limit, after }) => {
    // Only this list made the token that it comes from.
    const place = after === undefined ? undefined : (JSON.parse(after) as RunPosition)
    const { runs, more } = await deps.runs.list(check, { limit, after: place })
    const last = more ? runs.at(-1) : undefined
    return {
      entries: runs,
      ...(last && { after: JSON.stringify({ startedAt: last.startedAt, runId: last.runId }) }),
    }
  })
}

import * as z from 'zod/mini'
import { listName, type Paging, readPage, type TokenPage } from '../../jobs/look-up/page-tokens.ts'
import { pageTokenInvalid, readPlace, writePlace } from '../../jobs/place.ts'
import type { CheckStore, RunPosition, RunStore } from '../ports.ts'
import type { CheckRun } from '../run.ts'
import { type GetCheck, getCheck } from './get-check.ts'

/**
 * The runs of a check, newest first.
 *
 * Refuses: CHECK_NOT_FOUND, PAGE_TOKEN_INVALID.
 */
export const listRuns = async (
  deps: { readonly checks: CheckStore; readonly runs: RunStore },
  { pageSize, pageToken, ...asked }: GetCheck & Paging,
): Promise<TokenPage<CheckRun>> => {
  const check = await getCheck(deps, asked)
  const paging = { pageSize, ...(pageToken !== undefined && { pageToken }) }
  return readPage(paging, listName(asked.caller, 'runs', check.team, check.name), async ({ limit, after }) => {
    const { runs, more } = await deps.runs.list(check, { limit, after: positionAt(after) })
    const last = more ? runs.at(-1) : undefined
    return { entries: runs, ...(last && { after: placeOf(last) }) }
  })
}

const placeOf = ({ startedAt, runId }: RunPosition) => writePlace(startedAt, runId)

const positionAt = (place: string | undefined): RunPosition | undefined => {
  if (place === undefined) return undefined
  const [startedAt = '', runId = ''] = readPlace(place, 2)
  if (!z.safeParse(z.iso.datetime({ precision: 3 }), startedAt).success) throw pageTokenInvalid()
  return { startedAt, runId }
}

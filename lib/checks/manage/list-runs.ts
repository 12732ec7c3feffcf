import * as z from 'zod/mini'
import { pageTokenInvalid } from '../../jobs/job-filter.ts'
import { listName, type Paging, readPage, type TokenPage } from '../../jobs/look-up/page-tokens.ts'
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
    const { runs, more } = await deps.runs.list(check, { limit, after: after === undefined ? undefined : parse(after) })
    const last = more ? runs.at(-1) : undefined
    return { entries: runs, ...(last && { after: placeOf(last) }) }
  })
}

const placeOf = ({ startedAt, runId }: RunPosition) => `${startedAt} ${runId}`

const Place = z.tuple([z.iso.datetime({ precision: 3 }), z.string().check(z.regex(/^[\w-]{1,100}$/))])

const parse = (place: string): RunPosition => {
  const { data } = z.safeParse(Place, place.split(' '))
  if (!data) throw pageTokenInvalid()
  const [startedAt, runId] = data
  return { startedAt, runId }
}

import type { HereStage } from '../depot/job-position.ts'
import { listName, type Paging, readPage, type TokenPage } from '../jobs/look-up/page-tokens.ts'
import { readPlace, writePlace } from '../jobs/place.ts'
import type { Caller } from '../teams/caller.ts'
import { askedDepot } from './depot-errors.ts'
import { type DeskDeps, requireDepot } from './desk-deps.ts'
import type { DepotDevice } from './ports.ts'

export interface ListDevices extends Paging {
  readonly caller: Caller
  /** Default: every stage */
  readonly stage?: HereStage
}

/**
 * The devices that are at the depot, the one that came first at the top.
 *
 * Refuses: DEPOT_MISSING, PAGE_TOKEN_INVALID, and what `askedDepot` refuses.
 */
export const listDevices = async (
  deps: Pick<DeskDeps, 'depot'>,
  { caller, stage, ...paging }: ListDevices,
): Promise<TokenPage<DepotDevice>> => {
  const depot = requireDepot(deps)
  return readPage(paging, listName(caller, 'devices', stage), async ({ limit, after: place }) => {
    const from = place === undefined ? undefined : placeOf(place)
    const { jobs, after } = await askedDepot(
      depot.queue({ limit, ...(stage && { stage }), ...(from && { after: from }) }),
    )
    return { entries: jobs, ...(after && { after: writePlace(after.since, after.jobId) }) }
  })
}

const placeOf = (place: string) => {
  const [since = '', jobId = ''] = readPlace(place, 2)
  return { since, jobId }
}

import { listName, readPage } from '../../jobs/look-up/page-tokens.ts'
import { pageTokenInvalid, readPlace, writePlace } from '../../jobs/place.ts'
import { type KeyPlace, listKeys, type TeamKeyEntry } from '../../teams/manage/list-keys.ts'
import type { TeamDeps } from '../../teams/manage/team-deps.ts'
import { isGroup, isTeamName } from '../../teams/team.ts'
import { isKeyId } from '../../teams/teams.ts'
import { pagingOf } from '../jobs/job-list.ts'
import type { HttpAnswer } from '../kit/exchange.ts'
import type { CallerRequest } from '../kit/handler.ts'
import { nextPage } from '../kit/next-page.ts'
import { singleQuery } from '../kit/query.ts'

/**
 * The keys that teams sign with, without their secrets, for operators.
 *
 * `stage`: the stage of the keys, as in `waybill keys --stage`. Default: the keys of this machine
 */
export const keyActions = (deps: TeamDeps & { readonly stage?: string | undefined }) => ({
  'GET /v1/keys': async (request: CallerRequest): Promise<HttpAnswer> => {
    const { team, ...paging } = singleQuery(request, ['team', 'pageSize', 'pageToken'])
    const { caller } = request
    const name = listName(caller, 'keys', team)
    const { entries, nextPageToken } = await readPage(pagingOf(paging), name, async ({ limit, after: place }) => {
      const after = place === undefined ? undefined : afterOf(place)
      const page = await listKeys(deps, { caller, team, limit, after })
      return {
        entries: page.keys,
        ...(page.after && { after: writePlace(page.after.team, page.after.accessKeyId ?? WHOLE_TEAM) }),
      }
    })
    return {
      status: 200,
      headers: nextPage(request, nextPageToken),
      body: {
        stage: deps.stage ?? null,
        keys: entries.map(keyResource),
        ...(nextPageToken !== undefined && { nextPageToken }),
      },
    }
  },
})

/** In a place, stands for the last key of a team. */
const WHOLE_TEAM = '*'

const afterOf = (place: string): KeyPlace => {
  const [team = '', accessKeyId = ''] = readPlace(place, 2)
  if (!isTeamName(team) && !isGroup(team)) throw pageTokenInvalid()
  if (accessKeyId === WHOLE_TEAM) return { team }
  if (!isKeyId(accessKeyId)) throw pageTokenInvalid()
  return { team, accessKeyId }
}

const keyResource = ({ accessKeyId, team, use, fact }: TeamKeyEntry) => ({
  accessKeyId,
  team,
  use,
  secret: fact === undefined ? 'missing' : fact.isDeleted ? 'deleted' : 'stored',
  changedAt: fact?.changedAt?.toISOString() ?? null,
  hasPrevious: fact?.hasPrevious ?? false,
})

import { listName, readPage } from '../../jobs/look-up/page-tokens.ts'
import { pageTokenInvalid, readPlace, writePlace } from '../../jobs/place.ts'
import { deleteTeam } from '../../teams/manage/delete-team.ts'
import { getTeam } from '../../teams/manage/get-team.ts'
import { listTeams } from '../../teams/manage/list-teams.ts'
import { putTeam } from '../../teams/manage/put-team.ts'
import type { TeamDeps } from '../../teams/manage/team-deps.ts'
import { isGroup, isTeamName, type Team } from '../../teams/team.ts'
import { pagingOf } from '../jobs/job-list.ts'
import { askingOf } from '../kit/asking.ts'
import { matches } from '../kit/conditional.ts'
import { type CallerRequest, createHandler, type HandlerDeps } from '../kit/handler.ts'
import { mayCall } from '../kit/may-call.ts'
import { nextPage } from '../kit/next-page.ts'
import { flagOf, singleQuery } from '../kit/query.ts'
import { ROUTES } from '../routes.ts'
import { belongingActions } from './belongings.ts'
import { keyActions } from './key-list.ts'
import { teamBody } from './team-body.ts'
import { teamResource, versionTag } from './team-resource.ts'

/**
 * The function that manages teams, their templates and addresses. Only this function writes them, and it sees no secret.
 *
 * `hasDepot`: the stage has a depot, whose staff has a desk here. Default: no
 * `stage`: the name of the deployed stage. Default: one machine
 */
export const manageTeams = (deps: TeamDeps & HandlerDeps & { readonly hasDepot?: boolean; readonly stage?: string }) =>
  createHandler<'manage-teams'>(
    {
      'PUT /v1/teams/{team}': async request => {
        const { restore } = singleQuery(request, ['restore'])
        const input = { ...namedTeam(request), settings: teamBody(request), restores: flagOf('restore', restore) }
        const { team, created } = await putTeam(deps, input)
        const { status, headers, body } = teamAnswer(team, request)
        return created
          ? { status: 201, headers: { ...headers, Location: body.links.self }, body }
          : { status, headers, body }
      },
      'GET /v1/teams/{team}': async request => teamAnswer(await getTeam(deps, namedTeam(request)), request),
      'DELETE /v1/teams/{team}': async request => {
        const { force } = singleQuery(request, ['force'])
        await deleteTeam(deps, { ...namedTeam(request), force: flagOf('force', force) })
        return { status: 204, body: new Uint8Array() }
      },
      'GET /v1/teams': async request => {
        const paging = pagingOf(singleQuery(request, ['pageSize', 'pageToken']))
        const { caller } = request
        const name = listName(caller, 'teams', caller.team)
        const { entries, nextPageToken } = await readPage(paging, name, async ({ limit, after: place }) => {
          const page = await listTeams(deps, { caller, limit, after: place === undefined ? undefined : afterOf(place) })
          return { entries: page.teams, ...(page.after !== undefined && { after: writePlace(page.after) }) }
        })
        const teams = entries.map(team => teamResource(team, request.basePath))
        return {
          status: 200,
          headers: nextPage(request, nextPageToken),
          body: { teams, ...(nextPageToken !== undefined && { nextPageToken }) },
        }
      },
      'GET /v1/me': async ({ caller, basePath }) => {
        const team = isGroup(caller.team) ? undefined : await deps.teamStore.get(caller.team)
        const { principal, role, operates } = caller
        const may = ROUTES.filter(
          route =>
            route.caller !== 'anyone' &&
            mayCall(caller, route.caller) &&
            (route.caller !== 'depot' || deps.hasDepot === true),
        )
        return {
          status: 200,
          body: {
            principal,
            role,
            ...(operates && { operates }),
            team: team ? teamResource(team, basePath) : null,
            may: may.map(({ method, path }) => `${method} ${path}`),
          },
        }
      },
      ...keyActions(deps),
      ...belongingActions(deps),
    },
    deps,
  )

const namedTeam = (request: CallerRequest) => {
  const isMatch = matches(request)
  return {
    ...askingOf(request),
    name: request.params.team ?? '',
    ...(isMatch && { isExpected: (team: Team) => isMatch(versionTag(team)) }),
  }
}

const teamAnswer = (team: Team, { basePath }: CallerRequest) => ({
  status: 200,
  headers: { ETag: versionTag(team) },
  body: teamResource(team, basePath),
})

const afterOf = (place: string): string => {
  const [name = ''] = readPlace(place, 1)
  if (!isTeamName(name) && !isGroup(name)) throw pageTokenInvalid()
  return name
}

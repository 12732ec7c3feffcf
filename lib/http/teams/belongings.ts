import { listName, readPage } from '../../jobs/look-up/page-tokens.ts'
import { pageTokenInvalid, readPlace, writePlace } from '../../jobs/place.ts'
import { BELONGING_NAME, type BelongingKind, type TeamBelonging } from '../../teams/belongings.ts'
import {
  deleteAddress,
  deleteTemplate,
  getAddress,
  getTemplate,
  listBelongings,
  putAddress,
  putTemplate,
} from '../../teams/manage/belongings.ts'
import type { TeamDeps } from '../../teams/manage/team-deps.ts'
import { pagingOf } from '../jobs/job-list.ts'
import { askingOf } from '../kit/asking.ts'
import { matches } from '../kit/conditional.ts'
import type { HttpAnswer } from '../kit/exchange.ts'
import type { CallerRequest } from '../kit/handler.ts'
import { nextPage } from '../kit/next-page.ts'
import { singleQuery } from '../kit/query.ts'
import { addressBody, templateBody } from './belonging-body.ts'
import { versionTag } from './team-resource.ts'

const PATHS = { template: 'templates', address: 'addresses' } as const satisfies Record<BelongingKind, string>

/** Templates and addresses of a team. */
export const belongingActions = (deps: TeamDeps) => ({
  'PUT /v1/templates/{name}': async (request: CallerRequest) =>
    putAnswer(await putTemplate(deps, { ...named(request), settings: templateBody(request) }), request),
  'GET /v1/templates/{name}': async (request: CallerRequest) => shown(await getTemplate(deps, asked(request)), request),
  'DELETE /v1/templates/{name}': async (request: CallerRequest) => {
    await deleteTemplate(deps, named(request))
    return GONE
  },
  'GET /v1/templates': (request: CallerRequest) => list(deps, request, 'template'),
  'PUT /v1/addresses/{name}': async (request: CallerRequest) =>
    putAnswer(await putAddress(deps, { ...named(request), postal: addressBody(request) }), request),
  'GET /v1/addresses/{name}': async (request: CallerRequest) => shown(await getAddress(deps, asked(request)), request),
  'DELETE /v1/addresses/{name}': async (request: CallerRequest) => {
    await deleteAddress(deps, named(request))
    return GONE
  },
  'GET /v1/addresses': (request: CallerRequest) => list(deps, request, 'address'),
})

const named = (request: CallerRequest) => {
  const isMatch = matches(request)
  return {
    ...askingOf(request),
    name: request.params.name ?? '',
    ...(isMatch && { isExpected: (there: TeamBelonging) => isMatch(versionTag(there)) }),
  }
}

const asked = (request: CallerRequest) => {
  const { team } = singleQuery(request, ['team'])
  return { caller: request.caller, name: request.params.name ?? '', team }
}

const shown = (entry: TeamBelonging, { basePath }: CallerRequest): HttpAnswer => ({
  status: 200,
  headers: { ETag: versionTag(entry) },
  body: belongingResource(entry, basePath),
})

const GONE: HttpAnswer = { status: 204, body: new Uint8Array() }

const list = async (deps: TeamDeps, request: CallerRequest, kind: BelongingKind): Promise<HttpAnswer> => {
  const { team, ...paging } = singleQuery(request, ['team', 'pageSize', 'pageToken'])
  const { caller, basePath } = request
  const name = listName(caller, kind, caller.team, team)
  const { entries, nextPageToken } = await readPage(pagingOf(paging), name, async ({ limit, after: place }) => {
    const after = place === undefined ? undefined : afterOf(place)
    const page = await listBelongings(deps, { caller, team, limit, after }, kind)
    return { entries: page.entries, ...(page.after !== undefined && { after: writePlace(page.after) }) }
  })
  return {
    status: 200,
    headers: nextPage(request, nextPageToken),
    body: {
      [PATHS[kind]]: entries.map(entry => belongingResource(entry, basePath)),
      ...(nextPageToken !== undefined && { nextPageToken }),
    },
  }
}

const afterOf = (place: string): string => {
  const [name = ''] = readPlace(place, 1)
  if (!BELONGING_NAME.test(name)) throw pageTokenInvalid()
  return name
}

const putAnswer = (
  { entry, created }: { readonly entry: TeamBelonging; readonly created: boolean },
  { basePath }: CallerRequest,
): HttpAnswer => {
  const body = belongingResource(entry, basePath)
  return {
    status: created ? 201 : 200,
    headers: { ETag: versionTag(entry), ...(created && { Location: body.links.self }) },
    body,
  }
}

const belongingResource = ({ is, id: _, version: __, ...entry }: TeamBelonging, basePath: string) => ({
  ...entry,
  links: { self: `${basePath}/v1/${PATHS[is]}/${encodeURIComponent(entry.name)}` },
})

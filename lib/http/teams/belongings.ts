import { listName, readPage } from '../../jobs/look-up/page-tokens.ts'
import { pageTokenInvalid, readPlace, writePlace } from '../../jobs/place.ts'
import { BELONGING_NAME, type BelongingKind, type TeamBelonging } from '../../teams/belongings.ts'
import {
  deleteBelonging,
  getBelonging,
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
  'GET /v1/templates/{name}': (request: CallerRequest) => show(deps, request, 'template'),
  'DELETE /v1/templates/{name}': (request: CallerRequest) => remove(deps, request, 'template'),
  'GET /v1/templates': (request: CallerRequest) => list(deps, request, 'template'),
  'PUT /v1/addresses/{name}': async (request: CallerRequest) =>
    putAnswer(await putAddress(deps, { ...named(request), postal: addressBody(request) }), request),
  'GET /v1/addresses/{name}': (request: CallerRequest) => show(deps, request, 'address'),
  'DELETE /v1/addresses/{name}': (request: CallerRequest) => remove(deps, request, 'address'),
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

const show = async (deps: TeamDeps, request: CallerRequest, kind: BelongingKind): Promise<HttpAnswer> => {
  const { team } = singleQuery(request, ['team'])
  const { caller, params, basePath } = request
  const entry = await getBelonging(deps, { caller, name: params.name ?? '', team }, kind)
  return { status: 200, headers: { ETag: versionTag(entry) }, body: belongingResource(entry, basePath) }
}

const remove = async (deps: TeamDeps, request: CallerRequest, kind: BelongingKind): Promise<HttpAnswer> => {
  await deleteBelonging(deps, named(request), kind)
  return { status: 204, body: new Uint8Array() }
}

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

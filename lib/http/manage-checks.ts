import type { CheckDeps } from '../actions/check-deps.ts'
import { deleteCheck } from '../actions/delete-check.ts'
import { getCheck } from '../actions/get-check.ts'
import { listChecks } from '../actions/list-checks.ts'
import { listRuns } from '../actions/list-runs.ts'
import { putCheck } from '../actions/put-check.ts'
import { runCheckNow } from '../actions/run-check.ts'
import { checkBody } from './check-body.ts'
import { checkResource, runResource } from './check-resource.ts'
import { type CallerRequest, createHandler } from './handler.ts'
import { pageQuery, pageToken } from './page-query.ts'

/** The function that makes checks, runs them now and shows them. */
export const manageChecks = (deps: CheckDeps) =>
  createHandler<'manage-checks'>(
    {
      'PUT /v1/checks/{name}': async request => {
        const { check, created, isScheduled } = await putCheck(deps, { ...namedCheck(request), ...checkBody(request) })
        const resource = checkResource(check, request.basePath, deps.clock())
        return {
          status: created ? 201 : 200,
          ...(created && { headers: { Location: resource.links.self } }),
          body: { ...resource, isScheduled },
        }
      },
      'GET /v1/checks/{name}': async request => ({
        status: 200,
        body: checkResource(await getCheck(deps, namedCheck(request)), request.basePath, deps.clock()),
      }),
      'DELETE /v1/checks/{name}': async request => {
        await deleteCheck(deps, namedCheck(request))
        return { status: 204, body: new Uint8Array() }
      },
      'POST /v1/checks/{name}/run': async request => ({
        status: 200,
        body: runResource(await runCheckNow(deps, namedCheck(request))),
      }),
      'GET /v1/checks/{name}/runs': async request => {
        const { limit, after, filters } = pageQuery(request, ['team'], 2)
        const [startedAt = '', runId = ''] = after ?? []
        const page = { limit, ...(after && { after: { startedAt, runId } }) }
        const { runs, more } = await listRuns(deps, { ...namedCheck(request), team: filters.team, ...page })
        const last = more ? runs.at(-1) : undefined
        const next = last ? pageToken(last.startedAt, last.runId) : ''
        return { status: 200, ...linkTo(request, next), body: { runs: runs.map(runResource), nextPageToken: next } }
      },
      'GET /v1/checks': async request => {
        const { limit, after, filters } = pageQuery(request, ['team'], 2)
        const [team = '', name = ''] = after ?? []
        const page = { limit, ...(after && { after: { team, name } }) }
        const { checks, more } = await listChecks(deps, { caller: request.caller, team: filters.team, ...page })
        const last = more ? checks.at(-1) : undefined
        const next = last ? pageToken(last.team, last.name) : ''
        const resources = checks.map(check => checkResource(check, request.basePath, deps.clock()))
        return { status: 200, ...linkTo(request, next), body: { checks: resources, nextPageToken: next } }
      },
    },
    deps,
  )

const namedCheck = ({ caller, params, query, route }: CallerRequest) => ({
  caller,
  name: params.name ?? '',
  ...(route === 'GET /v1/checks/{name}' && { team: query.get('team')?.[0] }),
})

/** RFC 8288: the next page, as a header too. */
const linkTo = ({ path, query }: CallerRequest, next: string) => {
  if (next === '') return {}
  const search = new URLSearchParams([...query].map(([name, [value = '']]): [string, string] => [name, value]))
  search.set('pageToken', next)
  return { headers: { Link: `<${path}?${search}>; rel="next"` } }
}

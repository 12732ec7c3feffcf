import type { CheckDeps } from '../../checks/check-deps.ts'
import { deleteCheck } from '../../checks/manage/delete-check.ts'
import { getCheck } from '../../checks/manage/get-check.ts'
import { listChecks } from '../../checks/manage/list-checks.ts'
import { listRuns } from '../../checks/manage/list-runs.ts'
import { putCheck } from '../../checks/manage/put-check.ts'
import { runCheckNow } from '../../checks/run/run-check.ts'
import { pagingOf } from '../jobs/job-list.ts'
import { askingOf } from '../kit/asking.ts'
import type { HttpAnswer } from '../kit/exchange.ts'
import { type CallerRequest, createHandler, type HandlerDeps } from '../kit/handler.ts'
import { nextPage } from '../kit/next-page.ts'
import { singleQuery } from '../kit/query.ts'
import { checkBody } from './check-body.ts'
import { checkResource, runResource } from './check-resource.ts'

/** The function that makes checks, runs them now and shows them. */
export const manageChecks = (deps: CheckDeps & HandlerDeps) =>
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
        body: checkResource(
          await getCheck(deps, { ...namedCheck(request), ...singleQuery(request, ['team']) }),
          request.basePath,
          deps.clock(),
        ),
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
        const { entries, nextPageToken } = await listRuns(deps, { ...namedCheck(request), ...listQuery(request) })
        return listAnswer(request, { runs: entries.map(runResource) }, nextPageToken)
      },
      'GET /v1/checks': async request => {
        const { caller } = request
        const { entries, nextPageToken } = await listChecks(deps, { caller, ...listQuery(request) })
        const checks = entries.map(check => checkResource(check, request.basePath, deps.clock()))
        return listAnswer(request, { checks }, nextPageToken)
      },
    },
    deps,
  )

const namedCheck = (request: CallerRequest) => ({
  ...askingOf(request),
  name: request.params.name ?? '',
})

const listQuery = (request: CallerRequest) => {
  const { team, ...paging } = singleQuery(request, ['team', 'pageSize', 'pageToken'])
  return { team, ...pagingOf(paging) }
}

const listAnswer = (request: CallerRequest, entries: object, nextPageToken: string | undefined): HttpAnswer => ({
  status: 200,
  headers: nextPage(request, nextPageToken),
  body: { ...entries, ...(nextPageToken !== undefined && { nextPageToken }) },
})

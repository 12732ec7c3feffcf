import { HERE_STAGES } from '../../depot/job-position.ts'
import type { DeskDeps } from '../../desk/desk-deps.ts'
import { type DeviceAtDesk, getDevice } from '../../desk/get-device.ts'
import { handleDevice } from '../../desk/handle-device.ts'
import { listDevices } from '../../desk/list-devices.ts'
import type { DepotReport } from '../../desk/ports.ts'
import { oneOf, pagingOf } from '../jobs/job-list.ts'
import { jobOf } from '../jobs/job-resource.ts'
import { matches } from '../kit/conditional.ts'
import type { HttpAnswer } from '../kit/exchange.ts'
import type { CallerRequest, RouteAction } from '../kit/handler.ts'
import { nextPage } from '../kit/next-page.ts'
import { singleQuery } from '../kit/query.ts'
import { deviceTag, listedDevice } from './device-resource.ts'
import { stepBody } from './step-body.ts'

/** The desk of the depot's staff. */
export const deskActions = (deps: DeskDeps) =>
  ({
    'GET /v1/depot/jobs': async request => {
      const query = singleQuery(request, ['stage', 'pageSize', 'pageToken'])
      const { caller, basePath } = request
      const input = { caller, ...pagingOf(query), ...oneOf('stage', query.stage, HERE_STAGES) }
      const { entries, nextPageToken } = await listDevices(deps, input)
      return {
        status: 200,
        headers: nextPage(request, nextPageToken),
        body: {
          jobs: entries.map(device => listedDevice(device, basePath)),
          ...(nextPageToken !== undefined && { nextPageToken }),
        },
      }
    },
    'GET /v1/depot/jobs/{jobId}': async request => answerOf(await getDevice(deps, jobOf(request).jobId), request),
    'POST /v1/depot/jobs/{jobId}/steps': async request => {
      const isMatch = matches(request)
      const isExpected = isMatch && ((report: DepotReport) => isMatch(deviceTag(report)))
      const input = { ...jobOf(request), order: stepBody(request), ...(isExpected && { isExpected }) }
      return answerOf(await handleDevice(deps, input), request)
    },
  }) as const satisfies Readonly<Record<string, RouteAction>>

const answerOf = (device: DeviceAtDesk, { basePath }: CallerRequest): HttpAnswer => ({
  status: 200,
  headers: { ETag: deviceTag(device) },
  body: listedDevice(device, basePath),
})

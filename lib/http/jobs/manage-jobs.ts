import type { DeskDeps } from '../../desk/desk-deps.ts'
import { cancelJob } from '../../jobs/change/cancel-job.ts'
import { updateJob, validateUpdate } from '../../jobs/change/update-job.ts'
import { deviceOf } from '../../jobs/device.ts'
import { getStatus } from '../../jobs/follow/get-status.ts'
import { shippingLabels } from '../../jobs/follow/shipping-labels.ts'
import type { StoredJob } from '../../jobs/job.ts'
import { type ArtifactDeps, getArtifact } from '../../jobs/look-up/get-artifact.ts'
import { putShipment } from '../../jobs/ship/put-shipment.ts'
import { recordCustody } from '../../jobs/ship/record-custody.ts'
import { jobActions } from '../../jobs/transitions.ts'
import { deskActions } from '../depot/desk-actions.ts'
import { askingOf } from '../kit/asking.ts'
import { updateBody } from '../kit/bodies.ts'
import { matches } from '../kit/conditional.ts'
import { digestsOf } from '../kit/digests.ts'
import type { HttpAnswer } from '../kit/exchange.ts'
import { type CallerRequest, createHandler } from '../kit/handler.ts'
import { labelBody } from '../kit/label-body.ts'
import { custodyBody, shipmentBody } from '../kit/ship-bodies.ts'
import { etagOf, jobOf, jobResource, PACKING_SLIP_NAME } from './job-resource.ts'

/** The function that asks the service about jobs and changes them. It also has the desk of the depot's staff, if there is a depot. */
export const manageJobs = (deps: ArtifactDeps & DeskDeps) =>
  createHandler<'manage-jobs'>(
    {
      'GET /v1/jobs/{jobId}/artifacts/{name}': async request => {
        const name = request.params.name ?? ''
        const bytes = await pdfOf(deps, request, name)
        return {
          status: 200,
          // `artifactName` makes sure that the name has only plain characters.
          headers: { 'Content-Disposition': `inline; filename="${name}"`, ...digestsOf(bytes) },
          body: bytes,
          contentType: 'application/pdf',
        }
      },
      'GET /v1/jobs/{jobId}/status': async request => {
        const { job, status } = await getStatus(deps, jobOf(request))
        const { jobId, jobType, state } = job
        return {
          status: 200,
          body: { jobId, jobType, state, ...status, device: deviceOf(job), allowedActions: jobActions(job) },
        }
      },
      'PUT /v1/jobs/{jobId}/manifest': async request => {
        const { validateOnly, ...manifest } = updateBody(request)
        const input = { ...changeOf(request), ...manifest }
        if (validateOnly) return { status: 200, body: await validateUpdate(deps, input) }
        return changed(await updateJob(deps, input), request)
      },
      'POST /v1/jobs/{jobId}/cancel': async request => changed(await cancelJob(deps, changeOf(request)), request),
      'PUT /v1/jobs/{jobId}/shipment': async request =>
        changed(await putShipment(deps, { ...changeOf(request), ...shipmentBody(request) }), request),
      'POST /v1/jobs/{jobId}/custody': async request =>
        changed(await recordCustody(deps, { ...changeOf(request), ...custodyBody(request) }), request),
      'POST /v1/shipping-labels': async request => {
        const { jobIds, url, warning, fromTeam } = await shippingLabels(deps, {
          ...askingOf(request),
          ...labelBody(request),
        })
        const warnings = warning === undefined ? [] : [warning]
        return { status: 200, body: { jobIds, url, warnings, ...(fromTeam && { fromTeam }) } }
      },
      ...deskActions(deps),
    },
    deps,
  )

/** A PDF of the service, or the packing slip, which Waybill makes. */
const pdfOf = async (deps: ArtifactDeps, request: CallerRequest, name: string): Promise<Uint8Array> => {
  if (name !== PACKING_SLIP_NAME) return getArtifact(deps, { ...jobOf(request), name })
  const { jobSlip } = await import('../../labels/job-slip.ts')
  return jobSlip(deps, jobOf(request))
}

const changeOf = (request: CallerRequest) => {
  const isMatch = matches(request)
  return { ...jobOf(request), ...(isMatch && { isExpected: (stored: StoredJob) => isMatch(etagOf(stored)) }) }
}

const changed = (stored: StoredJob, { basePath }: CallerRequest): HttpAnswer => ({
  status: 200,
  headers: { ETag: etagOf(stored) },
  body: jobResource(stored, basePath),
})

import { HERE_STAGES } from '../../depot/job-position.ts'
import { PAGING, type RouteDoc } from './route-doc.ts'

export const DEPOT_ROUTES = {
  'GET /v1/depot/jobs': {
    id: 'listDevices',
    tag: 'Depot',
    summary: 'List the devices at the depot',
    about:
      'Lists the devices that are at the depot, the one that came first at the top. A job number, in any case, finds its device by GET /v1/depot/jobs/{jobId}.',
    query: {
      stage: { about: 'Only devices in this stage.', schema: { type: 'string', enum: HERE_STAGES } },
      ...PAGING,
    },
    answers: { 200: { about: 'A page of devices.', body: 'DepotQueue', headers: ['Link'] } },
    actions: ['listDevices'],
  },
  'GET /v1/depot/jobs/{jobId}': {
    id: 'getDevice',
    tag: 'Depot',
    summary: 'Get one job as the depot knows it',
    about: 'Gets a job with what the depot knows of its device, and the steps that may be taken with it now.',
    answers: { 200: { about: 'The job.', body: 'DepotJob', headers: ['ETag'] } },
    actions: ['getDevice'],
  },
  'POST /v1/depot/jobs/{jobId}/steps': {
    id: 'handleDevice',
    tag: 'Depot',
    summary: 'Report a step with a device',
    about:
      'Reports what was done with a device: it was received, loaded, finished, aborted or returned. Tools that ask the service see it at once, and it cannot be undone. Who reported it is in history.',
    headers: {
      'If-Match': {
        about:
          'The ETag of the job that you have seen. If another step was taken by now, nothing changes. Default: any version.',
      },
    },
    body: { json: 'DepotStepBody' },
    answers: { 200: { about: 'The job as it is now.', body: 'DepotJob', headers: ['ETag'] } },
    actions: ['handleDevice'],
  },
} as const satisfies Readonly<Record<string, RouteDoc>>

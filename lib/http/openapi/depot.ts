import { HERE_STAGES } from '../../depot/job-position.ts'
import { PAGING, type RouteDoc } from './route-doc.ts'

export const DEPOT_ROUTES = {
  'GET /v1/depot/jobs': {
    id: 'listDevices',
    tag: 'Depot',
    summary: 'The devices that are at the depot, the one that came first at the top',
    query: { stage: { about: 'Only those in this stage', schema: { type: 'string', enum: HERE_STAGES } }, ...PAGING },
    answers: { 200: { about: 'A page of them', body: 'DepotQueue', headers: ['Link'] } },
    actions: ['listDevices'],
  },
  'GET /v1/depot/jobs/{jobId}': {
    id: 'getDevice',
    tag: 'Depot',
    summary: 'A job as the depot knows it, and what may be done with its device now',
    answers: { 200: { about: 'The job', body: 'DepotJob', headers: ['ETag'] } },
    actions: ['getDevice'],
  },
  'POST /v1/depot/jobs/{jobId}/steps': {
    id: 'handleDevice',
    tag: 'Depot',
    summary: 'Report what was done with a device: it was received, loaded, finished, aborted or returned',
    headers: { 'If-Match': { about: 'Only if the job at the depot still has this ETag' } },
    body: { json: 'DepotStepBody' },
    answers: { 200: { about: 'The job as it is now', body: 'DepotJob', headers: ['ETag'] } },
    actions: ['handleDevice'],
  },
} as const satisfies Readonly<Record<string, RouteDoc>>

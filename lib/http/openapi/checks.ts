import { JOB_TYPES } from '../../manifest/manifest.ts'
import type { RouteNameIn } from '../routes.ts'
import { PAGING, type ParameterDoc, type RouteDoc } from './route-doc.ts'

const TEAM: ParameterDoc = { about: "An auditor's choice of team; members have their own" }

export const CHECK_ROUTES = {
  'GET /v1/checks': {
    id: 'listChecks',
    tag: 'Checks',
    summary: 'Manifests that are validated on a schedule',
    query: { team: TEAM, ...PAGING },
    answers: { 200: { about: 'A page of checks', body: 'CheckList', headers: ['Link'] } },
    actions: ['listChecks'],
  },
  'PUT /v1/checks/{name}': {
    id: 'putCheck',
    tag: 'Checks',
    summary: 'Validate a manifest, or the manifest of a job, again and again',
    query: {
      schedule: {
        about: 'rate(…) or cron(…); with a manifest as the body',
        schema: { type: 'string', default: 'rate(1 day)' },
      },
      timeZone: { about: 'Of cron(…)', schema: { type: 'string', default: 'UTC' } },
      enabled: { about: 'Whether it runs by itself', schema: { type: 'boolean', default: true } },
      jobType: { about: 'Must agree with the manifest', schema: { type: 'string', enum: JOB_TYPES } },
    },
    body: { manifest: 'PutCheckBody' },
    answers: {
      200: { about: 'The check, changed', body: 'Check' },
      201: { about: 'The check, new', body: 'Check', headers: ['Location'] },
    },
    actions: ['putCheck'],
  },
  'GET /v1/checks/{name}': {
    id: 'getCheck',
    tag: 'Checks',
    summary: 'One check, and what its last run found',
    query: { team: TEAM },
    answers: { 200: { about: 'The check', body: 'Check' } },
    actions: ['getCheck'],
  },
  'DELETE /v1/checks/{name}': {
    id: 'deleteCheck',
    tag: 'Checks',
    summary: 'Stop checking',
    answers: { 204: { about: 'It is gone' } },
    actions: ['deleteCheck'],
  },
  'POST /v1/checks/{name}/run': {
    id: 'runCheck',
    tag: 'Checks',
    summary: 'Run the check now',
    answers: { 200: { about: 'What the run found', body: 'Run' } },
    actions: ['runCheckNow'],
  },
  'GET /v1/checks/{name}/runs': {
    id: 'listRuns',
    tag: 'Checks',
    summary: 'The runs of a check, newest first',
    query: { team: TEAM, ...PAGING },
    answers: { 200: { about: 'A page of runs', body: 'RunList', headers: ['Link'] } },
    actions: ['listRuns'],
  },
} as const satisfies Readonly<Record<RouteNameIn<'manage-checks'>, RouteDoc>>

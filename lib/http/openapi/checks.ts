import { JOB_TYPES } from '../../manifest/manifest.ts'
import type { RouteNameIn } from '../routes.ts'
import { MANIFEST, PAGING, type ParameterDoc, type RouteDoc } from './route-doc.ts'

const TEAM: ParameterDoc = { about: "An auditor's choice of team; members have their own" }

export const CHECK_ROUTES = {
  'GET /v1/checks': {
    id: 'listChecks',
    tag: 'Checks',
    summary: 'Manifests that are validated on a schedule',
    query: { team: TEAM, ...PAGING },
    answers: { 200: { about: 'A page of checks', body: 'CheckList', headers: ['Link'] } },
    problems: ['QUERY_INVALID'],
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
    problems: [...MANIFEST, 'CHECK_INVALID', 'SCHEDULE_INVALID', 'CHECK_BUSY', 'JOB_NOT_FOUND', 'JOB_NOT_ACTIVE'],
  },
  'GET /v1/checks/{name}': {
    id: 'getCheck',
    tag: 'Checks',
    summary: 'One check, and what its last run found',
    query: { team: TEAM },
    answers: { 200: { about: 'The check', body: 'Check' } },
    problems: ['CHECK_NOT_FOUND'],
  },
  'DELETE /v1/checks/{name}': {
    id: 'deleteCheck',
    tag: 'Checks',
    summary: 'Stop checking',
    answers: { 204: { about: 'It is gone' } },
    problems: ['CHECK_NOT_FOUND'],
  },
  'POST /v1/checks/{name}/run': {
    id: 'runCheck',
    tag: 'Checks',
    summary: 'Run the check now',
    answers: { 200: { about: 'What the run found', body: 'Run' } },
    problems: ['CHECK_NOT_FOUND', 'CHECK_ENDED', 'CHECK_BUSY'],
  },
  'GET /v1/checks/{name}/runs': {
    id: 'listRuns',
    tag: 'Checks',
    summary: 'The runs of a check, newest first',
    query: { team: TEAM, ...PAGING },
    answers: { 200: { about: 'A page of runs', body: 'RunList', headers: ['Link'] } },
    problems: ['CHECK_NOT_FOUND', 'QUERY_INVALID'],
  },
} as const satisfies Readonly<Record<RouteNameIn<'manage-checks'>, RouteDoc>>

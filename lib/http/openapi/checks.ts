import { JOB_TYPES } from '../../manifest/manifest.ts'
import type { RouteNameIn } from '../routes.ts'
import { ANY_TEAM, PAGING, type RouteDoc, TEAM } from './route-doc.ts'

export const CHECK_ROUTES = {
  'GET /v1/checks': {
    id: 'listChecks',
    tag: 'Checks',
    summary: "List the team's checks",
    about: 'Lists checks, each with its schedule and its latest outcome, in the order of teams and names.',
    query: { team: ANY_TEAM, ...PAGING },
    answers: { 200: { about: 'A page of checks.', body: 'CheckList', headers: ['Link'] } },
    actions: ['listChecks'],
  },
  'PUT /v1/checks/{name}': {
    id: 'putCheck',
    tag: 'Checks',
    summary: 'Make or change a check',
    about:
      'Validates a manifest, or the manifest of a job, again and again on a schedule, and makes no job. When the outcome changes, Waybill sends a notice. Send the manifest itself, with schedule and time zone in the query; or JSON with `manifest` or `jobId`.',
    query: {
      schedule: {
        about:
          'When it runs: rate(1 hour) or cron(0 6 * * ? *), in the syntax of EventBridge. Only with a manifest as the body.',
        schema: { type: 'string', default: 'rate(1 day)' },
      },
      timeZone: {
        about: 'The time zone of cron(…), such as Europe/Berlin.',
        schema: { type: 'string', default: 'UTC' },
      },
      enabled: { about: 'false: it does not run by itself.', schema: { type: 'boolean', default: true } },
      jobType: {
        about: 'Must agree with the manifest. Default: what the manifest is.',
        schema: { type: 'string', enum: JOB_TYPES },
      },
    },
    body: { manifest: 'PutCheckBody' },
    answers: {
      200: { about: 'The check, changed.', body: 'Check' },
      201: { about: 'The new check.', body: 'Check', headers: ['Location'] },
    },
    actions: ['putCheck'],
  },
  'GET /v1/checks/{name}': {
    id: 'getCheck',
    tag: 'Checks',
    summary: 'Get one check',
    about: 'Gets a check: what it validates, when, and the outcome of its latest run.',
    query: { team: TEAM },
    answers: { 200: { about: 'The check.', body: 'Check' } },
    actions: ['getCheck'],
  },
  'DELETE /v1/checks/{name}': {
    id: 'deleteCheck',
    tag: 'Checks',
    summary: 'Delete one check',
    about: 'Deletes the check and its schedule. Its runs stay until they are 400 days old.',
    answers: { 204: { about: 'The check is deleted.' } },
    actions: ['deleteCheck'],
  },
  'POST /v1/checks/{name}/run': {
    id: 'runCheck',
    tag: 'Checks',
    summary: 'Run a check now',
    about:
      'Runs the check now, and answers when the run is over. The schedule stays as it is. A service that does not answer is `unknown`, never a pass.',
    answers: { 200: { about: 'The run and its outcome.', body: 'Run' } },
    actions: ['runCheckNow'],
  },
  'GET /v1/checks/{name}/runs': {
    id: 'listRuns',
    tag: 'Checks',
    summary: 'List the runs of a check',
    about:
      'Lists the runs of the last 400 days, newest first, each with its outcome and what changed since the run before.',
    query: { team: TEAM, ...PAGING },
    answers: { 200: { about: 'A page of runs.', body: 'RunList', headers: ['Link'] } },
    actions: ['listRuns'],
  },
} as const satisfies Readonly<Record<RouteNameIn<'manage-checks'>, RouteDoc>>

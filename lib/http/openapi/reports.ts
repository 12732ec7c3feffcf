import { FORMATS } from '../kit/csv.ts'
import { ANY_TEAM, MOMENT, type RouteDoc } from './route-doc.ts'

/** What is for people who look at many jobs, or at what came to none. */
export const REPORT_ROUTES = {
  'GET /v1/reports/usage': {
    id: 'reportUsage',
    tag: 'Jobs',
    summary: 'Count jobs by team, month, kind and tag',
    about:
      'Counts jobs, refused submissions, validations and devices: one row for each team, month and kind, and for each value of a tag where `tag` names one. A long time takes long to count: past 15 seconds, ask for less.',
    query: {
      team: ANY_TEAM,
      from: { about: `Only what happened at or after this time. ${MOMENT} Default: the first day of this month.` },
      to: { about: `Only what happened before this time. ${MOMENT} Default: now.` },
      tag: { about: 'The name of a tag. Each of its values then has rows of its own.' },
      format: {
        about: 'csv for a spreadsheet. Default: the Accept header decides.',
        schema: { type: 'string', enum: FORMATS },
      },
    },
    answers: {
      200: { about: 'The report.', body: { 'application/json': 'UsageReport', 'text/csv': 'text' } },
    },
    actions: ['orderedTags', 'reportUsage'],
  },
  'GET /v1/submissions/{id}': {
    id: 'getSubmission',
    tag: 'Jobs',
    summary: 'Get one submission',
    about:
      'Gets a submission by its own ID, whether or not a job came of it: its state, the job ID if there is one, and the reason if it was refused.',
    headers: {
      'If-None-Match': { about: 'The ETag that you have. If the submission is the same, the answer is 304.' },
    },
    answers: {
      200: { about: 'The submission.', body: 'Submission', headers: ['ETag'] },
      304: { about: 'It has not changed.', headers: ['ETag'] },
    },
    actions: ['getSubmission'],
  },
} as const satisfies Readonly<Record<string, RouteDoc>>

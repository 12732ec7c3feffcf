import { FORMATS } from '../kit/csv.ts'
import { MOMENT, type RouteDoc } from './route-doc.ts'

/** What is for people who look at many jobs, or at what came to none. */
export const REPORT_ROUTES = {
  'GET /v1/reports/usage': {
    id: 'reportUsage',
    tag: 'Jobs',
    summary: 'How many jobs, refused submissions, validations and devices, by team, month, kind and tag',
    query: {
      team: { about: "A team's; members see their own only" },
      from: { about: `At or after: ${MOMENT}; the first day of this month if left out` },
      to: { about: `Before: ${MOMENT}; now if left out` },
      tag: { about: 'The name of a tag, by whose values to count too' },
      format: { about: 'csv for a spreadsheet; without it the Accept header decides', schema: { enum: FORMATS } },
    },
    headers: { Accept: { about: 'text/csv for a spreadsheet' } },
    answers: { 200: { about: 'The report', body: { 'application/json': 'UsageReport', 'text/csv': 'text' } } },
    actions: ['orderedTags', 'reportUsage'],
  },
  'GET /v1/submissions/{id}': {
    id: 'getSubmission',
    tag: 'Jobs',
    summary: 'One submission: what came of it, and why it was refused',
    headers: { 'If-None-Match': { about: 'Only if the submission has changed since it had this ETag' } },
    answers: {
      200: { about: 'The submission', body: 'Submission', headers: ['ETag'] },
      304: { about: 'The caller has it already', headers: ['ETag'] },
    },
    actions: ['getSubmission'],
  },
} as const satisfies Readonly<Record<string, RouteDoc>>

import { ACTIONS, OUTCOMES } from '../../audit/actions.ts'
import { EVENT_FORMATS } from '../audit/event-list.ts'
import { MOMENT, PAGING, type RouteDoc } from './route-doc.ts'

/** Who did what, and the proof that it was not changed since. */
export const AUDIT_ROUTES = {
  'GET /v1/events': {
    id: 'listHistory',
    tag: 'Audit',
    summary: 'History over all jobs, oldest first: who did or tried what, when, from where, with what outcome',
    query: {
      team: { about: "A team's; members see their own only" },
      principal: { about: 'Of this person, role or key' },
      action: { about: 'What was done or tried', schema: { enum: Object.keys(ACTIONS) } },
      outcome: { about: 'How it ended', schema: { enum: OUTCOMES } },
      jobId: { about: 'About this job' },
      from: { about: `At or after: ${MOMENT}` },
      to: { about: `Before: ${MOMENT}` },
      format: { about: 'csv or ndjson; without it the Accept header decides', schema: { enum: EVENT_FORMATS } },
      ...PAGING,
    },
    headers: { Accept: { about: 'text/csv for a spreadsheet, application/x-ndjson for an event a line' } },
    answers: {
      200: {
        about: 'A page of events; it may be short or empty although there is a next page',
        body: { 'application/json': 'HistoryPage', 'text/csv': 'text', 'application/x-ndjson': 'text' },
        headers: ['Link'],
      },
    },
    actions: ['listEvents'],
  },
  'GET /v1/audit/digests/{day}': {
    id: 'getDigest',
    tag: 'Audit',
    summary: 'The signed digest of a day of history (UTC): the last event of every stream, for auditors and operators',
    answers: { 200: { about: 'The digest', body: 'SignedDigest' } },
    problems: ['DIGEST_NOT_FOUND'],
  },
  'GET /v1/audit/public-key': {
    id: 'getAuditKey',
    tag: 'Audit',
    summary: 'The public key that verifies the digests, in PEM',
    answers: { 200: { about: 'The key', body: { 'application/x-pem-file': 'text' } } },
    problems: ['DIGEST_NOT_FOUND'],
  },
} as const satisfies Readonly<Record<string, RouteDoc>>

import { ACTION_MEANINGS } from '../../audit/action-meanings.ts'
import { ACTIONS, OUTCOMES } from '../../audit/actions.ts'
import { EVENT_FORMATS } from '../audit/event-list.ts'
import { ANY_TEAM, MOMENT, PAGING, type RouteDoc } from './route-doc.ts'

const MEANINGS = `${Object.entries(ACTION_MEANINGS)
  .map(([action, meaning]) => `\`${action}\`: ${meaning}`)
  .join('; ')}.`

/** Who did what, and the proof that it was not changed since. */
export const AUDIT_ROUTES = {
  'GET /v1/events': {
    id: 'listHistory',
    tag: 'Audit',
    summary: 'List the history of all jobs',
    about:
      'Lists events over all jobs, oldest first: who did or tried what, when, from where, and with what outcome. All filters must hold. At the end, `resumeToken` continues the list once more has happened. Each reading of history is an event too.',
    query: {
      team: ANY_TEAM,
      principal: { about: 'Only what this person, role or key did.' },
      action: { about: `Only this action. ${MEANINGS}`, schema: { type: 'string', enum: ACTIONS } },
      outcome: { about: 'Only with this outcome.', schema: { type: 'string', enum: OUTCOMES } },
      jobId: { about: 'Only about this job.' },
      from: { about: `Only what happened at or after this time. ${MOMENT}` },
      to: { about: `Only what happened before this time. ${MOMENT}` },
      format: {
        about: 'csv, or ndjson for one event a line. Default: the Accept header decides.',
        schema: { type: 'string', enum: EVENT_FORMATS },
      },
      ...PAGING,
    },
    answers: {
      200: {
        about: 'A page of events. It may be short or empty although there is a next page.',
        body: { 'application/json': 'HistoryPage', 'text/csv': 'text', 'application/x-ndjson': 'text' },
        headers: ['Link'],
      },
    },
    actions: ['listEvents'],
  },
  'GET /v1/audit/digests/{day}': {
    id: 'getDigest',
    tag: 'Audit',
    summary: 'Get the signed digest of a day',
    about:
      'Gets the digest of one day of history in UTC: the last event of every stream, signed, with the hash of the digest before. `waybill audit verify` compares an export with it. For auditors and operators.',
    answers: { 200: { about: 'The digest and its signature.', body: 'SignedDigest' } },
    problems: ['DIGEST_NOT_FOUND'],
  },
  'GET /v1/audit/public-key': {
    id: 'getAuditKey',
    tag: 'Audit',
    summary: 'Get the public key of the digests',
    about: 'Gets the public key that verifies the digests, in PEM. Store it apart from Waybill before you rely on it.',
    answers: { 200: { about: 'The key.', body: { 'application/x-pem-file': 'text' } } },
    problems: ['DIGEST_NOT_FOUND'],
  },
} as const satisfies Readonly<Record<string, RouteDoc>>

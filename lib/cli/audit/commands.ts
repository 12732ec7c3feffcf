import type { CommandRows } from '../command.ts'
import { AUDIT_EXPORT_OPTIONS, EVENTS_OPTIONS, VERIFY_EXPORT_OPTIONS } from './options.ts'

/** History, also as files, and the proof that it was not changed. */
export const AUDIT_COMMANDS = {
  events: {
    summary: 'Show history over all jobs: who did or tried what, oldest first',
    options: EVENTS_OPTIONS,
    asks: 'waybill',
    examples: ['events', 'events --outcome refused --from 2026-11-01 --format csv', 'events --follow'],
    endsItself: true,
    load: async () => (await import('./events.ts')).events,
  },
  'audit export': {
    summary: 'Write history and jobs of some days into a folder, a file a day, with the signed digests',
    arguments: '<folder>',
    about: { folder: 'Where the files are written; files of the same days are replaced' },
    options: AUDIT_EXPORT_OPTIONS,
    asks: 'waybill',
    examples: ['audit export --from 2026-11-01 --to 2026-12-01 november'],
    load: async () => (await import('./export.ts')).exportHistory,
  },
  'audit verify': {
    summary: 'Prove an export whole and unchanged, or name what is missing or altered',
    arguments: '<folder>',
    about: { folder: 'What `waybill audit export` wrote' },
    options: VERIFY_EXPORT_OPTIONS,
    examples: ['audit verify november', 'audit verify november --public-key waybill-audit.pem'],
    load: async () => (await import('./verify.ts')).verifyHistory,
  },
} as const satisfies CommandRows

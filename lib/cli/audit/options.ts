import { ACTIONS, OUTCOMES } from '../../audit/actions.ts'
import { FORMAT_OF_LIST, type OptionRows, type OptionsOf } from '../option.ts'

export const EVENTS_OPTIONS = {
  team: { is: 'text', value: 'name', about: "A team's events; members see their own only" },
  job: { is: 'text', value: 'jobid', about: 'Of this job' },
  principal: { is: 'text', value: 'who', about: 'What this caller did or tried' },
  action: { is: 'choice', of: ACTIONS, about: 'Of this action' },
  outcome: { is: 'choice', of: OUTCOMES, about: 'With this outcome' },
  from: { is: 'text', value: 'time', about: 'At or after this day or moment (UTC); by default a day ago' },
  to: { is: 'text', value: 'time', about: 'Before', excludes: 'follow' },
  follow: { is: 'flag', about: 'Go on with what happens, until Ctrl-C' },
  every: {
    is: 'number',
    value: 'seconds',
    about: 'With --follow: how often to ask; by default 10',
    least: 1,
    most: 3600,
  },
  format: FORMAT_OF_LIST,
} as const satisfies OptionRows
export type EventsOptions = OptionsOf<typeof EVENTS_OPTIONS>

export const AUDIT_EXPORT_OPTIONS = {
  from: { is: 'text', value: 'DAY', about: 'The first day (UTC), such as 2026-11-01', required: true },
  to: { is: 'text', value: 'DAY', about: 'The day after the last one', required: true },
} as const satisfies OptionRows
export type AuditExportOptions = OptionsOf<typeof AUDIT_EXPORT_OPTIONS>

export const VERIFY_EXPORT_OPTIONS = {
  'public-key': {
    is: 'text',
    value: 'FILE',
    about: 'The public key (PEM) that you trust, in place of the one in the export',
  },
} as const satisfies OptionRows
export type VerifyExportOptions = OptionsOf<typeof VERIFY_EXPORT_OPTIONS>

import type { OptionRows, OptionsOf } from '../option.ts'

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

import { FORMAT_OF_LIST, FORMAT_OF_REPORT, type OptionRows, type OptionsOf } from '../option.ts'

export const CHECK_OPTIONS = {
  every: { is: 'text', value: 'schedule', about: 'Go on asking: 15m, 1h, 1d, or "cron(0 9 ? * MON-FRI *)"' },
  'time-zone': { is: 'text', value: 'zone', about: 'Of a cron schedule, for example Europe/Berlin' },
  name: { is: 'text', value: 'name', about: "The check's name; by default the file's" },
  format: FORMAT_OF_REPORT,
} as const satisfies OptionRows
export type CheckOptions = OptionsOf<typeof CHECK_OPTIONS>

export const CHECKS_OPTIONS = { format: FORMAT_OF_LIST } as const satisfies OptionRows
export type ChecksOptions = OptionsOf<typeof CHECKS_OPTIONS>

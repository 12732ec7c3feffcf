import type { OptionRows, OptionsOf } from '../option.ts'

export const VERIFY_OPTIONS = {
  accept: { is: 'flag', about: 'Take a folder as it is that Waybill refuses' },
} as const satisfies OptionRows
export type VerifyOptions = OptionsOf<typeof VERIFY_OPTIONS>

import { FORMAT_OF_ONE, type OptionRows, type OptionsOf } from '../option.ts'

export const WHOAMI_OPTIONS = { format: FORMAT_OF_ONE } as const satisfies OptionRows
export type WhoamiOptions = OptionsOf<typeof WHOAMI_OPTIONS>

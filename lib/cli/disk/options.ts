import { FORMAT_OF_ONE, type OptionRows, type OptionsOf } from '../option.ts'

export const PREPARE_OPTIONS = {
  'any-folder': { is: 'flag', about: 'Also where the folder is not the root directory of a mounted disk' },
  force: { is: 'flag', about: "Replace another job's SIGNATURE" },
  format: FORMAT_OF_ONE,
} as const satisfies OptionRows
export type PrepareOptions = OptionsOf<typeof PREPARE_OPTIONS>

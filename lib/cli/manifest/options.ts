import { type Era, JOB_TYPES } from '../../manifest/manifest.ts'
import { FORMAT_OF_REPORT, type OptionRows, type OptionsOf } from '../option.ts'

const ERAS = ['lenient', '2015'] as const satisfies readonly Era[]

export const VALIDATE_OPTIONS = {
  'job-type': { is: 'choice', of: JOB_TYPES, about: 'What the manifest is sent for; must agree with it' },
  era: { is: 'choice', of: ERAS, about: 'Edition of the manifest rules', byDefault: 'lenient' },
  fix: { is: 'flag', about: 'Mend in the files what has one certain mend', excludes: 'diff' },
  diff: { is: 'flag', about: 'Show what --fix would change, and write nothing' },
  service: {
    is: 'flag',
    about: 'Ask Waybill too, and through it the service: would it make a job now?',
    excludes: 'era',
  },
  format: FORMAT_OF_REPORT,
} as const satisfies OptionRows
export type ValidateOptions = OptionsOf<typeof VALIDATE_OPTIONS>

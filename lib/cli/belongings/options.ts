import { JOB_TYPES } from '../../manifest/manifest.ts'
import { FORMAT_OF_LIST, FORMAT_OF_ONE, type OptionRows, type OptionsOf } from '../option.ts'

const team = { is: 'text', value: 'name', about: "Another team's, for auditors" } as const

export const LIST_BELONGINGS_OPTIONS = { team, format: FORMAT_OF_LIST } as const satisfies OptionRows
export type ListBelongingsOptions = OptionsOf<typeof LIST_BELONGINGS_OPTIONS>

export const SHOW_BELONGING_OPTIONS = { team, format: FORMAT_OF_ONE } as const satisfies OptionRows
export type ShowBelongingOptions = OptionsOf<typeof SHOW_BELONGING_OPTIONS>

export const PUT_TEMPLATE_OPTIONS = {
  placeholder: {
    is: 'list',
    value: 'name[=default]',
    about: 'A placeholder of the manifest besides deviceId and date; may be repeated',
  },
  pattern: { is: 'list', value: 'name=regex', about: 'What a value must match as a whole (RE2); may be repeated' },
  'job-type': { is: 'choice', of: JOB_TYPES, about: 'What its jobs are; must agree with the manifest' },
  format: FORMAT_OF_ONE,
} as const satisfies OptionRows
export type PutTemplateOptions = OptionsOf<typeof PUT_TEMPLATE_OPTIONS>

export const RENDER_OPTIONS = {
  value: { is: 'list', value: 'name=value', about: 'A value of a placeholder; may be repeated' },
  'return-address': { is: 'text', value: 'name', about: 'An address of the address book, for the check' },
} as const satisfies OptionRows
export type RenderOptions = OptionsOf<typeof RENDER_OPTIONS>

export const PUT_ADDRESS_OPTIONS = {
  value: {
    is: 'list',
    value: 'name=value',
    about: 'A line of the address, named as in a manifest; may be repeated',
  },
  file: { is: 'text', value: 'json', about: 'The address as a JSON object, in place of --value' },
  format: FORMAT_OF_ONE,
} as const satisfies OptionRows
export type PutAddressOptions = OptionsOf<typeof PUT_ADDRESS_OPTIONS>

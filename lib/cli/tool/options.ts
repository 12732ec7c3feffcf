import { FORMAT_OF_ONE, type OptionRow, type OptionRows, type OptionsOf } from '../option.ts'

const text = (value: string, about: string) => ({ is: 'text', value, about }) as const satisfies OptionRow
const force = { is: 'flag', about: 'Replace a file of the same name, also one of another job' } as const

export const TOOL_OPTIONS = { format: FORMAT_OF_ONE } as const satisfies OptionRows
export type ToolOptions = OptionsOf<typeof TOOL_OPTIONS>

export const CREATE_JOB_OPTIONS = { force, format: FORMAT_OF_ONE } as const satisfies OptionRows
export type CreateJobOptions = OptionsOf<typeof CREATE_JOB_OPTIONS>

export const LABEL_OPTIONS = {
  'job-ids': text('ids', 'The jobs of the parcel, separated by commas'),
  name: text('text', 'Who sends it'),
  company: text('text', 'The company of the sender'),
  street1: text('text', 'Street'),
  street2: text('text', 'Street, second line'),
  street3: text('text', 'Street, third line'),
  city: text('text', 'City'),
  'state-or-province': text('text', 'State or province; needed in the US and Canada'),
  country: text('text', 'Country'),
  'postal-code': text('text', 'Postal code'),
  'phone-number': text('text', 'Phone number'),
  format: FORMAT_OF_ONE,
} as const satisfies OptionRows
export type LabelOptions = OptionsOf<typeof LABEL_OPTIONS>

export const PACKING_SLIP_OPTIONS = {
  label: { is: 'choice', of: ['4x6', 'A6'], about: 'Print a label of this size, too' },
  parcel: text('n/of', 'Which parcel of how many, for example 1/2'),
  carrier: text('name', 'Who carries it'),
  tracking: text('number', "The carrier's number"),
  seal: text('number', 'The number of the seal'),
  'packed-by': text('name', 'Who packed it'),
  force,
  format: FORMAT_OF_ONE,
} as const satisfies OptionRows
export type PackingSlipOptions = OptionsOf<typeof PACKING_SLIP_OPTIONS>

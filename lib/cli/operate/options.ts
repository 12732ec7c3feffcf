import { FORMAT_OF_ONE, type OptionRows, type OptionsOf } from '../option.ts'

const stage = {
  is: 'text',
  value: 'name',
  about: 'The keys of this deployed stage; without it those of this machine',
} as const

export const KEY_OPTIONS = { stage } as const satisfies OptionRows
export type KeyOptions = OptionsOf<typeof KEY_OPTIONS>

export const PUT_KEY_OPTIONS = {
  stage,
  team: { is: 'text', value: 'name', about: 'The team that signs with it; default on this machine: local' },
} as const satisfies OptionRows

export const LIST_KEYS_OPTIONS = { stage, format: FORMAT_OF_ONE } as const satisfies OptionRows

export const DEPOT_OPTIONS = {
  'staff-secret': {
    is: 'text',
    value: 'file',
    about: "The file of the staff's secret; by default that of the data folder",
  },
  format: FORMAT_OF_ONE,
} as const satisfies OptionRows
export type DepotOptions = OptionsOf<typeof DEPOT_OPTIONS>

export const RECEIVE_OPTIONS = {
  signature: { is: 'text', value: 'file', about: 'The SIGNATURE file that lies on the device', excludes: 'barcode' },
  barcode: { is: 'text', value: 'text', about: 'The text of the barcode on the device' },
  ...DEPOT_OPTIONS,
} as const satisfies OptionRows
export type ReceiveOptions = OptionsOf<typeof RECEIVE_OPTIONS>

export const FINISH_OPTIONS = {
  errors: { is: 'number', value: 'n', about: 'How many files could not be transferred', least: 0, most: 999_999_999 },
  log: { is: 'text', value: 'file', about: 'The log of the transfer' },
  ...DEPOT_OPTIONS,
} as const satisfies OptionRows
export type FinishOptions = OptionsOf<typeof FINISH_OPTIONS>

export const ABORT_OPTIONS = {
  reason: {
    is: 'text',
    value: 'code',
    about: 'Why, as a progress code: MissingSignature, DeviceError …',
    required: true,
  },
  ...DEPOT_OPTIONS,
} as const satisfies OptionRows
export type AbortOptions = OptionsOf<typeof ABORT_OPTIONS>

export const RETURN_OPTIONS = {
  carrier: { is: 'text', value: 'name', about: 'Who carries it', required: true },
  tracking: { is: 'text', value: 'number', about: "The carrier's number", required: true },
  ...DEPOT_OPTIONS,
} as const satisfies OptionRows
export type ReturnOptions = OptionsOf<typeof RETURN_OPTIONS>

export const SMOKE_OPTIONS = {
  key: { is: 'text', value: 'id', about: "The team's access key ID, and never a secret", required: true },
  'query-url': { is: 'text', value: 'url', about: 'The address of the Query endpoint' },
  bucket: { is: 'text', value: 'name', about: 'The bucket in the manifests', byDefault: 'amzn-s3-demo-bucket' },
  submit: { is: 'flag', about: 'Make a job, too; on this machine it does so anyway', excludes: 'validate-only' },
  'validate-only': { is: 'flag', about: 'Make no job' },
} as const satisfies OptionRows
export type SmokeOptions = OptionsOf<typeof SMOKE_OPTIONS>

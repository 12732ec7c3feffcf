import { KINDS } from '../manifest.ts'
import type { Field } from './field.ts'

const COMMON = {
  kinds: KINDS,
  missing: 'CUSTOMS_OPTION_MISSING',
  notAllowed: 'CUSTOMS_VALUE_NOT_ALLOWED',
  source: 'ManifestFileRef_international',
} as const

/** The options of `customs`. */
export const CUSTOMS_FIELDS: readonly Field[] = [
  {
    ...COMMON,
    name: 'dataDescription',
    required: KINDS,
    value: { is: 'text' },
    purpose: 'What the data on the device is.',
  },
  {
    ...COMMON,
    name: 'encryptedData',
    required: KINDS,
    value: { is: 'yes-no' },
    purpose: 'Is the data encrypted?',
  },
  {
    ...COMMON,
    name: 'encryptionClassification',
    value: { is: 'text' },
    purpose: 'The export class of the encryption, for example 5D992; needed where encryptedData is yes.',
    sample: '5D992',
  },
  {
    ...COMMON,
    name: 'exportCertifierName',
    required: KINDS,
    value: { is: 'text' },
    purpose: 'The person who answers for the export.',
  },
  {
    ...COMMON,
    name: 'requiresExportLicense',
    required: KINDS,
    value: { is: 'yes-no' },
    purpose: 'Does the export need a licence?',
  },
  {
    ...COMMON,
    name: 'deviceValue',
    required: KINDS,
    value: { is: 'text', shape: 'amount' },
    purpose: 'What the device is worth in US dollars, for example 250.00.',
  },
  {
    ...COMMON,
    name: 'deviceCountryOfOrigin',
    required: KINDS,
    value: { is: 'text' },
    purpose: 'The country in which the device was made.',
  },
  {
    ...COMMON,
    name: 'deviceType',
    required: KINDS,
    value: { is: 'choice', of: ['externalStorageDevice', 'usbFlashDrive', 'sataDrive'] },
    purpose: 'externalStorageDevice, usbFlashDrive or sataDrive.',
    sample: 'externalStorageDevice',
  },
  {
    ...COMMON,
    name: 'deviceHTS',
    value: { is: 'text', shape: 'tariff' },
    purpose: 'The tariff code of the device, for example 8471.70.2000.',
    source: 'manifests of users of the tool',
    sample: '8471.70.2000',
  },
  {
    ...COMMON,
    name: 'typeOfExport',
    value: { is: 'choice', of: ['return', 'permanent', 'temporary'] },
    default: 'return',
    purpose: 'Does the device come back? return, permanent or temporary.',
    sample: 'return',
  },
]

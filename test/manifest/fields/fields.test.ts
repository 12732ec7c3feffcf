import { describe, expect, it } from '@jest/globals'
import { CUSTOMS_FIELDS } from '../../../lib/manifest/fields/customs-fields.ts'
import { type Field, fieldsOf } from '../../../lib/manifest/fields/field.ts'
import { FIELDS } from '../../../lib/manifest/fields/fields.ts'
import { OPERATION_FIELDS } from '../../../lib/manifest/fields/operation-fields.ts'
import { RETURN_ADDRESS_FIELDS } from '../../../lib/manifest/fields/return-address-fields.ts'
import {
  type Customs,
  type EbsImport,
  type EbsOperation,
  type ExportOperation,
  type GlacierImport,
  type GlacierOperation,
  KINDS,
  type Kind,
  type ReturnAddress,
  type S3Export,
  type S3Import,
} from '../../../lib/manifest/manifest.ts'
import { isSecretName } from '../../../lib/manifest/redact/secret-names.ts'

/** The options of a type: does not compile unless every one is named, and rightly called required or optional. */
type Options<T> = {
  [K in Exclude<keyof T, 'kind' | 'jobType' | 'unknown'>]-?: Record<never, never> extends Pick<T, K>
    ? 'optional'
    : 'required'
}

const COMMON = {
  manifestVersion: 'required',
  accessKeyId: 'optional',
  generator: 'optional',
  deviceId: 'required',
  logPrefix: 'optional',
  notificationEmail: 'optional',
  serviceLevel: 'optional',
  pinCode: 'optional',
  returnAddress: 'required',
  customs: 'optional',
} as const

const S3_IMPORT: Options<Omit<S3Import, never>> = {
  ...COMMON,
  bucket: 'required',
  eraseDevice: 'required',
  logBucket: 'optional',
  trueCryptPassword: 'optional',
  prefix: 'optional',
  acl: 'optional',
  cacheControl: 'optional',
  contentDisposition: 'optional',
  contentLanguage: 'optional',
  contentTypes: 'optional',
  defaultContentType: 'optional',
  diskTimestampMetadataKey: 'optional',
  expires: 'optional',
  ignore: 'optional',
  setContentEncodingForGzFiles: 'optional',
  staticMetadata: 'optional',
  storageClass: 'optional',
  substitutions: 'optional',
}
const S3_EXPORT: Options<S3Export> = {
  ...COMMON,
  fileSystem: 'required',
  logBucket: 'required',
  trueCryptPassword: 'optional',
  recoveryDirectory: 'optional',
  targetDirectory: 'optional',
  substitutions: 'optional',
  operations: 'required',
}
// A device image is copied as it is: a TrueCrypt password has no use.
const DEVICE_IMAGE: Options<Omit<EbsImport | GlacierImport, 'trueCryptPassword'>> = {
  ...COMMON,
  eraseDevice: 'required',
  logBucket: 'required',
  operations: 'required',
}
const RETURN_ADDRESS: Options<ReturnAddress> = {
  name: 'required',
  company: 'optional',
  street1: 'required',
  street2: 'optional',
  street3: 'optional',
  city: 'required',
  stateOrProvince: 'optional',
  postalCode: 'required',
  country: 'required',
  phoneNumber: 'required',
}
const CUSTOMS: Options<Customs> = {
  dataDescription: 'required',
  encryptedData: 'required',
  encryptionClassification: 'optional',
  exportCertifierName: 'required',
  requiresExportLicense: 'required',
  deviceValue: 'required',
  deviceCountryOfOrigin: 'required',
  deviceType: 'required',
  deviceHTS: 'optional',
  typeOfExport: 'optional',
}
const EXPORT_OPERATION: Options<ExportOperation> = {
  exportBucket: 'required',
  prefix: 'optional',
  beginMarker: 'optional',
  endMarker: 'optional',
  targetDirectory: 'optional',
}
const EBS_OPERATION: Options<EbsOperation> = {
  destination: 'required',
  source: 'required',
  region: 'required',
  deviceCapacityGreaterThan1TB: 'required',
}
const GLACIER_OPERATION: Options<GlacierOperation> = {
  destination: 'required',
  source: 'required',
  region: 'required',
  vaultName: 'required',
  archiveComment: 'required',
}

const TABLES: readonly (readonly [what: string, kind: Kind, table: readonly Field[], options: object])[] = [
  ['a manifest', 's3-import', FIELDS, S3_IMPORT],
  ['a manifest', 's3-export', FIELDS, S3_EXPORT],
  ['a manifest', 'ebs-import', FIELDS, DEVICE_IMAGE],
  ['a manifest', 'glacier-import', FIELDS, DEVICE_IMAGE],
  ['an operation', 's3-export', OPERATION_FIELDS, EXPORT_OPERATION],
  ['an operation', 'ebs-import', OPERATION_FIELDS, EBS_OPERATION],
  ['an operation', 'glacier-import', OPERATION_FIELDS, GLACIER_OPERATION],
  ...KINDS.map(kind => ['a return address', kind, RETURN_ADDRESS_FIELDS, RETURN_ADDRESS] as const),
  ...KINDS.map(kind => ['a customs section', kind, CUSTOMS_FIELDS, CUSTOMS] as const),
]

const ALL = [...FIELDS, ...OPERATION_FIELDS, ...RETURN_ADDRESS_FIELDS, ...CUSTOMS_FIELDS]

describe('the tables of fields', () => {
  it.each(TABLES)('have the options of the type: %s, %s', (_, kind, table, options) => {
    const { byName, required } = fieldsOf(table, kind)

    const inTable = [...byName.values()].map(field => [field.name, required.includes(field) ? 'required' : 'optional'])
    expect(Object.fromEntries(inTable)).toEqual(options)
  })

  it.each(ALL)('know whether $name is secret, as redaction does', ({ name, secret = false }) => {
    expect(isSecretName(name)).toBe(secret)
  })

  it.each(ALL)('explain in a sentence what $name is for, and name the source', ({ purpose, source }) => {
    expect(purpose).toMatch(/^[A-Za-z].*[.?]$/)
    expect(source).not.toBe('')
  })
})

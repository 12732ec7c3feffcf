import { KINDS, type Kind } from '../manifest.ts'
import { CUSTOMS_FIELDS } from './customs-fields.ts'
import type { Field } from './field.ts'
import { OBJECT_FIELDS } from './object-fields.ts'
import { OPERATION_FIELDS } from './operation-fields.ts'
import { RETURN_ADDRESS_FIELDS } from './return-address-fields.ts'

const S3: readonly Kind[] = ['s3-import', 's3-export']
const IMPORTS: readonly Kind[] = ['s3-import', 'ebs-import', 'glacier-import']
const EXPORT: readonly Kind[] = ['s3-export']
const DEVICE_IMAGES: readonly Kind[] = ['ebs-import', 'glacier-import']

/**
 * Every top-level option, in the order of a printed manifest. Reading, printing, starter manifests, the JSON Schema and the
 * reference all use this table.
 */
export const FIELDS: readonly Field[] = [
  {
    name: 'manifestVersion',
    kinds: S3,
    required: S3,
    value: { is: 'choice', of: ['2.0', '1.3', '1.2', '1.1', '1.0'] },
    purpose: 'The version of the manifest language: 2.0 for S3; 1.x was accepted too.',
    source: 'ManifestFileRef_common; the .NET SDK tested 1.2 and 1.3',
    sample: '2.0',
  },
  {
    name: 'manifestVersion',
    kinds: DEVICE_IMAGES,
    required: DEVICE_IMAGES,
    value: { is: 'choice', of: ['3.0'] },
    purpose: 'The version of the manifest language: 3.0 for EBS and Glacier.',
    source: 'ManifestFileRef_EBS_Import',
    sample: '3.0',
  },
  {
    name: 'accessKeyId',
    kinds: KINDS,
    value: { is: 'text', shape: 'accessKeyId' },
    purpose: 'The access key that signs the request, whose account pays; when left out, the key that does sign.',
    source: 'ManifestFileRef_common; absent from the templates of 2015',
  },
  {
    name: 'generator',
    kinds: KINDS,
    advised: KINDS,
    value: { is: 'text' },
    purpose: 'The program that made this manifest.',
    source: 'ManifestFileRef_common',
    sample: 'Text editor',
  },
  {
    name: 'deviceId',
    kinds: KINDS,
    required: KINDS,
    value: { is: 'text' },
    purpose: "The device's serial number, or any unique text on a sticker on the device.",
    source: 'ManifestFileRef_common',
  },
  {
    name: 'bucket',
    kinds: ['s3-import'],
    required: ['s3-import'],
    value: { is: 'text', shape: 'bucket' },
    purpose: 'The existing bucket that the data is loaded into.',
    source: 'ManifestFileRef_Import',
  },
  {
    name: 'eraseDevice',
    kinds: IMPORTS,
    required: IMPORTS,
    value: { is: 'yes-no' },
    purpose: 'Write yes to agree that the device is erased before it is sent back.',
    source: 'ManifestFileRef_EBS_Import; commonexamplesofimportmanifest',
    sample: 'yes',
  },
  {
    name: 'fileSystem',
    kinds: EXPORT,
    required: EXPORT,
    value: { is: 'choice', of: ['NTFS', 'EXT4', 'EXT3', 'EXT2', 'FAT32'] },
    notAllowed: 'FILE_SYSTEM_NOT_ALLOWED',
    purpose: 'The file system that the device is formatted with: NTFS or EXT4.',
    source: 'ManifestFileRef_Export; CHAP_GuideAndLimit names the older ones',
    sample: 'EXT4',
  },
  {
    name: 'logBucket',
    kinds: KINDS,
    required: ['s3-export', 'ebs-import', 'glacier-import'],
    value: { is: 'text', shape: 'bucket' },
    default: 'the bucket, for an S3 import',
    purpose: 'The existing bucket for logs and artifacts, in the same region as the others.',
    source: 'ManifestFileRef_common',
  },
  {
    name: 'logPrefix',
    kinds: KINDS,
    value: { is: 'text' },
    purpose: 'Stands before the name of each log and artifact; end it with "/" for a folder.',
    source: 'HowtoCreateanExportManifestFile',
    sample: 'logs/',
  },
  {
    name: 'notificationEmail',
    kinds: KINDS,
    advised: KINDS,
    value: { is: 'text', shape: 'emails' },
    purpose: 'One or more e-mail addresses, separated by ";"; imports fail without it since 2013.',
    source: 'sample manifests of the Web Service Tool',
  },
  {
    name: 'serviceLevel',
    kinds: KINDS,
    value: { is: 'choice', of: ['standard', 'expeditedShipping'] },
    default: 'standard',
    purpose: 'How fast the device is sent back; expeditedShipping only within the United States.',
    source: 'commonexamplesofimportmanifest; CHAP_GuideAndLimit',
    sample: 'standard',
  },
  {
    name: 'trueCryptPassword',
    kinds: S3,
    advised: EXPORT,
    value: { is: 'text' },
    secret: true,
    purpose: 'On import it opens the TrueCrypt container on the device; on export it encrypts the data.',
    source: 'GSCreateSampleS3ImportRequest; GSCreateSampleS3ExportRequest',
  },
  {
    name: 'pinCode',
    kinds: KINDS,
    value: { is: 'text' },
    secret: true,
    purpose: 'The PIN of a device with a keypad.',
    source: 'GSCreateSampleS3ExportRequest',
  },
  ...OBJECT_FIELDS,
  {
    name: 'recoveryDirectory',
    kinds: EXPORT,
    value: { is: 'text' },
    default: 'EXPORT-RECOVERY',
    purpose: 'The directory for objects whose key cannot be the name of a file.',
    source: 'recoveryDirectory',
    sample: 'EXPORT-RECOVERY',
  },
  {
    name: 'targetDirectory',
    kinds: EXPORT,
    value: { is: 'text' },
    default: '/',
    purpose: 'Where on the device the files go.',
    source: 'sample manifests of the Web Service Tool',
    sample: '/',
  },
  {
    name: 'substitutions',
    kinds: S3,
    value: { is: 'substitutions' },
    purpose: 'Replacements in object keys (import) or file names (export), from regular expression to text, in order.',
    source: 'ManipulatingS3KeyNames',
    sample: '"[ ]": "_"',
  },
  {
    name: 'operations',
    kinds: ['s3-export', 'ebs-import', 'glacier-import'],
    required: ['s3-export', 'ebs-import', 'glacier-import'],
    value: { is: 'list', fields: OPERATION_FIELDS },
    purpose: 'What is to be done, in order.',
    source: 'ManifestFileRef_Export; ManifestFileRef_EBS_Import; ManifestFileRef_Glacier_Import',
  },
  {
    name: 'returnAddress',
    kinds: KINDS,
    required: KINDS,
    value: { is: 'map', fields: RETURN_ADDRESS_FIELDS },
    purpose: 'The physical address that the device is sent back to.',
    source: 'ManifestFileRef_common',
  },
  {
    name: 'customs',
    kinds: KINDS,
    value: { is: 'map', fields: CUSTOMS_FIELDS },
    purpose: 'What customs must know; needed when the device crosses a border on its way to the facility or back.',
    source: 'ManifestFileRef_international',
  },
]

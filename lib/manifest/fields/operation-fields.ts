import type { Kind } from '../manifest.ts'
import type { Field } from './field.ts'

const EXPORT: readonly Kind[] = ['s3-export']
const EBS: readonly Kind[] = ['ebs-import']
const GLACIER: readonly Kind[] = ['glacier-import']
const DEVICE_IMAGES: readonly Kind[] = ['ebs-import', 'glacier-import']

/** The options of one entry of `operations`. */
export const OPERATION_FIELDS: readonly Field[] = [
  {
    name: 'exportBucket',
    kinds: EXPORT,
    required: EXPORT,
    value: { is: 'text', shape: 'bucket' },
    purpose: 'The bucket to export from; alone, it means all of the bucket.',
    source: 'HowtoCreateanExportManifestFile',
  },
  {
    name: 'prefix',
    kinds: EXPORT,
    value: { is: 'text' },
    purpose: 'Only keys that begin so.',
    source: 'ManagingFileExports',
    sample: 'images',
  },
  {
    name: 'beginMarker',
    kinds: EXPORT,
    value: { is: 'text' },
    purpose: 'Only keys after this one; the last key on the device before, to go on from there.',
    source: 'ManagingFileExports',
    sample: 'images/a.jpg',
  },
  {
    name: 'endMarker',
    kinds: EXPORT,
    value: { is: 'text' },
    purpose: 'Only keys up to this one, and this one too.',
    source: 'ManagingFileExports',
    sample: 'images/z.jpg',
  },
  {
    name: 'targetDirectory',
    kinds: EXPORT,
    value: { is: 'text' },
    default: 'the top-level targetDirectory',
    purpose: 'Where on the device the files of this operation go.',
    source: 'ManifestFileRef_Export',
    sample: 'myexport/stuff',
  },
  {
    name: 'destination',
    kinds: EBS,
    required: EBS,
    value: { is: 'choice', of: ['ebs-snapshot'] },
    purpose: 'Always ebs-snapshot.',
    source: 'ManifestFileRef_EBS_Import',
    sample: 'ebs-snapshot',
  },
  {
    name: 'destination',
    kinds: GLACIER,
    required: GLACIER,
    value: { is: 'choice', of: ['glacier'] },
    purpose: 'Always glacier.',
    source: 'ManifestFileRef_Glacier_Import',
    sample: 'glacier',
  },
  {
    name: 'source',
    kinds: DEVICE_IMAGES,
    required: DEVICE_IMAGES,
    value: { is: 'choice', of: ['device'] },
    purpose: 'Always device.',
    source: 'ManifestFileRef_EBS_Import; ManifestFileRef_Glacier_Import',
    sample: 'device',
  },
  {
    name: 'region',
    kinds: EBS,
    required: EBS,
    value: { is: 'choice', of: ['us-east-1', 'us-west-1', 'us-west-2', 'eu-west-1', 'ap-southeast-1'] },
    purpose: 'The region of the snapshot: us-east-1, us-west-1, us-west-2, eu-west-1 or ap-southeast-1.',
    source: 'sample manifests of the Web Service Tool',
  },
  {
    name: 'region',
    kinds: GLACIER,
    required: GLACIER,
    value: { is: 'choice', of: ['us-east-1', 'us-west-1', 'us-west-2', 'eu-west-1'] },
    purpose: 'The region of the vault: us-east-1, us-west-1, us-west-2 or eu-west-1.',
    source: 'sample manifests of the Web Service Tool',
  },
  {
    name: 'deviceCapacityGreaterThan1TB',
    kinds: EBS,
    required: EBS,
    value: { is: 'yes-no' },
    purpose:
      'Does the device hold more than 1 TB? If the answer is not right, nothing is imported and the device comes back.',
    source: 'sample manifests of the Web Service Tool',
  },
  {
    name: 'vaultName',
    kinds: GLACIER,
    required: GLACIER,
    value: { is: 'text', shape: 'vault' },
    purpose: 'The existing vault that the archive goes into.',
    source: 'ManifestFileRef_Glacier_Import',
  },
  {
    name: 'archiveComment',
    kinds: GLACIER,
    required: GLACIER,
    value: { is: 'text' },
    purpose: 'The description of the archive, 997 characters at most.',
    source: 'ManifestFileRef_Glacier_Import',
  },
]

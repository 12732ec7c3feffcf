import { bucketsOf } from '../manifest/fields/buckets.ts'
import type { Kind, Manifest } from '../manifest/manifest.ts'
import type { Row } from './document.ts'

const KIND_NAMES: Readonly<Record<Kind, string>> = {
  's3-import': 'Import to Amazon S3',
  's3-export': 'Export from Amazon S3',
  'ebs-import': 'Import to an Amazon EBS snapshot',
  'glacier-import': 'Import to Amazon Glacier',
}

/** When a job was made and until when its device must have come. */
export interface JobTimes {
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** What a paper shows of a job. Of encryption, only the method; never a password or a PIN. */
export const jobRows = (jobId: string, manifest: Manifest, { createdAt, expiresAt }: JobTimes): readonly Row[] => [
  ['Job ID', jobId],
  ['Job type', KIND_NAMES[manifest.kind]],
  ['Device ID', manifest.deviceId],
  ['Created', day(createdAt)],
  ['Must arrive before', day(expiresAt)],
  ...kindRows(manifest),
  ['Encryption', encryptionOf(manifest)],
  ...('eraseDevice' in manifest ? [['Erase before return', manifest.eraseDevice ? 'yes' : 'no'] as const] : []),
]

const kindRows = (manifest: Manifest): readonly Row[] => {
  const buckets: readonly Row[] = bucketsOf(manifest).map(({ name, use }) => [BUCKET_NAMES[use], name])
  switch (manifest.kind) {
    case 's3-export':
      return [['File system', manifest.fileSystem], ...buckets]
    case 'ebs-import':
      return [...buckets, ...manifest.operations.map(({ region }): Row => ['Snapshot in', region])]
    case 'glacier-import':
      return [
        ...buckets,
        ...manifest.operations.map(({ vaultName, region }): Row => ['Vault', `${vaultName}, ${region}`]),
      ]
    default:
      return buckets
  }
}

const BUCKET_NAMES = { import: 'Bucket', export: 'Bucket', log: 'Log bucket' } as const

const encryptionOf = ({ trueCryptPassword, pinCode }: Manifest) => {
  const methods = [trueCryptPassword && 'TrueCrypt', pinCode && 'PIN of the device'].filter(Boolean)
  return methods.length === 0 ? 'none named' : `${methods.join(', ')} (the secret is not on this paper)`
}

/** `2010-06-01`, in UTC. */
const day = (time: Date) => time.toISOString().slice(0, 10)

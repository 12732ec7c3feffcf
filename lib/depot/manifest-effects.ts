import type { Manifest } from '../manifest/manifest.ts'
import { jobSignature, type SignatureSubject } from './job-signature.ts'
import type { BucketPlace, DepotJob } from './ports.ts'

/** Whether the job's device carries a SIGNATURE file; those of EBS and Glacier jobs carry a barcode (guide, "Sending a CreateJob Request"). */
const carriesSignature = ({ kind }: Manifest) => kind === 's3-import' || kind === 's3-export'

/** The proof that a device belongs to its job: a SIGNATURE, or the barcode of a sheet. */
export const proofOf = (
  signingSecret: Uint8Array,
  subject: SignatureSubject,
  manifest: Manifest,
): Pick<DepotJob, 'signature' | 'sheet'> =>
  carriesSignature(manifest)
    ? { signature: jobSignature(signingSecret, subject) }
    : { sheet: placeInLogBucket(manifest, `barcode-sheet-${subject.jobId}.pdf`) }

/** The place of a log or artifact: the log bucket. For an S3 import without one, it is the import bucket. */
const placeInLogBucket = (manifest: Manifest, name: string): BucketPlace => ({
  bucket: logBucketOf(manifest),
  key: `${manifest.logPrefix ?? ''}${name}`,
})

export const logBucketOf = (manifest: Manifest): string =>
  manifest.kind === 's3-import' ? (manifest.logBucket ?? manifest.bucket) : manifest.logBucket

/** Where a job's log is saved once its device has been worked on (guide, "Job logs"). */
export const logPlace = (manifest: Manifest, jobId: string): BucketPlace =>
  placeInLogBucket(manifest, `${manifest.jobType === 'Import' ? 'import' : 'export'}-log-${jobId}`)

/** The live service's words (AWS CLI reference, update-job). */
const DEVICE_WILL_BE_ERASED = '**** Device will be erased before being returned. ****'

export const warningMessage = (manifest: Manifest): string | undefined =>
  'eraseDevice' in manifest && manifest.eraseDevice === true ? DEVICE_WILL_BE_ERASED : undefined

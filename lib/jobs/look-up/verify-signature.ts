import type { Asking } from '../../teams/caller.ts'
import { attempt } from '../attempt.ts'
import { JobError } from '../errors.ts'
import type { StoredJob } from '../job.ts'
import {
  isSameSecret,
  readSignatureFile,
  type SignatureDifference,
  type SignatureFile,
  signatureDifferences,
} from '../signature-file.ts'
import { type AttemptDeps, attemptOnJob } from './attempt-on-job.ts'

export interface VerifySignature extends Asking {
  /** The SIGNATURE file of a device, byte for byte. */
  readonly bytes: Uint8Array
}

export interface Verification extends StoredJob {
  /** The signature is the job's. */
  readonly genuine: boolean
  /** Every byte of the file is as in the job's SIGNATURE. */
  readonly exact: boolean
  /** The differences of a file that is not exact. */
  readonly differences: readonly SignatureDifference[]
}

/**
 * Finds the job of a SIGNATURE file, and whether the file is genuine and exact. The service compares all bytes, so it takes
 * only an exact file.
 *
 * Refuses: SIGNATURE_MALFORMED, JOB_NOT_FOUND, NO_SIGNATURE.
 */
export const verifySignature = async (
  deps: AttemptDeps,
  { bytes, ...asking }: VerifySignature,
): Promise<Verification> => {
  const file = readSignatureFile(bytes)
  if (!file) return attempt(deps, asking, 'verify-signature', async () => refuseMalformed())
  const compare = async (stored: StoredJob) => compareSignature(stored, file, bytes)
  const report = ({ genuine, exact }: Verification) => ({ after: { genuine, exact } })
  return attemptOnJob(deps, { ...asking, jobId: file.jobId }, 'verify-signature', compare, report)
}

const refuseMalformed = (): never => {
  throw new JobError(
    'SIGNATURE_MALFORMED',
    'This is not a SIGNATURE file. It must have exactly the lines version, signingMethod, jobId and signature.',
  )
}

const compareSignature = (stored: StoredJob, file: SignatureFile, bytes: Uint8Array): Verification => {
  const { signature, signatureFileContents, jobId } = stored.job
  if (signature === undefined || signatureFileContents === undefined) {
    throw new JobError('NO_SIGNATURE', `Job ${jobId} has no SIGNATURE file; its device carries a barcode instead.`)
  }
  const exact = isSameSecret(bytes, signatureFileContents)
  return {
    ...stored,
    genuine: isSameSecret(file.signature, signature),
    exact,
    differences: exact ? [] : signatureDifferences(file, signatureFileContents),
  }
}

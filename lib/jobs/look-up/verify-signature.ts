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
  /** A SIGNATURE file, byte for byte as it was found on a device. */
  readonly bytes: Uint8Array
}

export interface Verification extends StoredJob {
  /** The signature is the one that the service gave this job. */
  readonly genuine: boolean
  /** So is every byte of the file. */
  readonly exact: boolean
  /** What is different in a file that is not exact. */
  readonly differences: readonly SignatureDifference[]
}

/**
 * Which job a SIGNATURE file belongs to, whether it is genuine, and whether the service will take it: that compares bytes.
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

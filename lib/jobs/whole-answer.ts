import type { Job, ServiceAnswer } from './job.ts'
import type { JobDeps } from './job-deps.ts'
import type { ServiceCall } from './service.ts'
import type { SubmissionRecord } from './submission-record.ts'

/** Whether the SIGNATURE of an S3 job is missing, without which its device is sent back. Other kinds have a barcode instead. */
export const lacksSignature = ({ kind, signatureFileContents }: Pick<Job, 'kind' | 'signatureFileContents'>): boolean =>
  (kind === 's3-import' || kind === 's3-export') && signatureFileContents === undefined

/** Whether the job never has a SIGNATURE to archive. */
export const needsNoSignature = (job: Pick<Job, 'kind' | 'signatureFileContents'>): boolean =>
  job.signatureFileContents === undefined && !lacksSignature(job)

/**
 * Completes the service's answer. If an answer to CreateJob lacks the SIGNATURE of an S3 job, the job exists, and GetStatus
 * has the rest. If that fails now, the answer stays incomplete, the record stays open, and reconciliation asks again.
 */
export const wholeAnswer = async <A extends ServiceAnswer>(
  { service, log }: Pick<JobDeps, 'service' | 'log'>,
  { kind }: Pick<SubmissionRecord, 'kind'>,
  answer: A,
  call: ServiceCall,
): Promise<A> => {
  const { jobId, signatureFileContents } = answer
  if (!lacksSignature({ kind, ...(signatureFileContents !== undefined && { signatureFileContents }) })) return answer
  try {
    return { ...answer, ...missingParts(answer, await service.getStatus(jobId, call)) }
  } catch (error) {
    log.error('the service made a job and gave no SIGNATURE; it is asked for later', { jobId, error })
    return answer
  }
}

type Parts = Pick<ServiceAnswer, 'signature' | 'signatureFileContents' | 'shippingAddress'>

/** The parts that a job lacks and that the service's later answer has. */
export const missingParts = (
  { signature, signatureFileContents, shippingAddress }: Parts,
  later: ServiceAnswer,
): Parts => ({
  ...(signature === undefined && later.signature !== undefined && { signature: later.signature }),
  ...(signatureFileContents === undefined &&
    later.signatureFileContents !== undefined && { signatureFileContents: later.signatureFileContents }),
  ...(shippingAddress === undefined &&
    later.shippingAddress !== undefined && { shippingAddress: later.shippingAddress }),
})

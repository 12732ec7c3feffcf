import type { Job, ServiceAnswer } from './job.ts'
import type { JobDeps } from './job-deps.ts'
import type { ServiceCall } from './service.ts'
import type { SubmissionRecord } from './submission-record.ts'

/** Whether an S3 job has no SIGNATURE yet, without which its device is sent back; other kinds carry a barcode instead. */
export const lacksSignature = ({ kind, signatureFileContents }: Pick<Job, 'kind' | 'signatureFileContents'>): boolean =>
  (kind === 's3-import' || kind === 's3-export') && signatureFileContents === undefined

/** Whether the job has no SIGNATURE to archive, now or later. */
export const needsNoSignature = (job: Pick<Job, 'kind' | 'signatureFileContents'>): boolean =>
  job.signatureFileContents === undefined && !lacksSignature(job)

/**
 * The service's answer with what is missing in it. An answer to CreateJob without the SIGNATURE of an S3 job is half an
 * answer: the job is there, and GetStatus has the rest. Where that cannot be had now, the answer stays as it is, the record
 * stays open, and reconciliation asks again.
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

/** What a job has not, and the service's later answer has. */
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

import type { Job, ServiceAnswer } from '../job.ts'
import type { ServiceCall } from '../service.ts'
import type { SubmissionRecord } from '../submission-record.ts'
import type { SubmissionDeps } from './submission-deps.ts'

/** Whether an S3 job has no SIGNATURE yet, without which its device is sent back; other kinds carry a barcode instead. */
export const lacksSignature = ({ kind, signatureFileContents }: Pick<Job, 'kind' | 'signatureFileContents'>): boolean =>
  (kind === 's3-import' || kind === 's3-export') && signatureFileContents === undefined

/**
 * The service's answer with what is missing in it. An answer to CreateJob without the SIGNATURE of an S3 job is half an
 * answer: the job is there, and GetStatus has the rest. Where that cannot be had now, the answer stays as it is, the record
 * stays open, and reconciliation asks again.
 */
export const wholeAnswer = async <A extends ServiceAnswer>(
  { service, log }: Pick<SubmissionDeps, 'service' | 'log'>,
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

/** What a job has not, and the service's later answer has. */
export const missingParts = (
  { signature, signatureFileContents, shippingAddress }: Partial<ServiceAnswer>,
  later: ServiceAnswer,
): Pick<ServiceAnswer, 'signature' | 'signatureFileContents' | 'shippingAddress'> => ({
  ...(signature === undefined && later.signature !== undefined && { signature: later.signature }),
  ...(signatureFileContents === undefined &&
    later.signatureFileContents !== undefined && { signatureFileContents: later.signatureFileContents }),
  ...(shippingAddress === undefined &&
    later.shippingAddress !== undefined && { shippingAddress: later.shippingAddress }),
})

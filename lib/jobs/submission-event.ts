import { chain } from '../audit/chain.ts'
import type { AuditEvent } from '../audit/event.ts'
import type { JobEnd, Predecessor, SubmissionRecord } from './submission-record.ts'

/**
 * The first event of a job's stream, made of its record. All its members were set when the job was stored and never change.
 * So a submission needs no extra write for its history, and a forged record does not fit the chain of events, nor a signed
 * digest.
 *
 * @returns `undefined` if the record is not the first event of its job
 */
export const submissionEvent = (record: SubmissionRecord): AuditEvent | undefined => {
  const { id, asker, team, jobId, kind, deviceId, buckets, fingerprint, accessKeyId, submittedAt } = record
  if (submittedAt === undefined || jobId === undefined) return undefined
  const happening = {
    ...asker,
    action: 'submit',
    outcome: 'done',
    team,
    jobId,
    ...followsDetail(record),
    after: { kind, deviceId, buckets, fingerprint, signedWith: accessKeyId },
  } as const
  return chain(id, undefined, happening, { id: `${id}-submitted`, at: submittedAt })
}

/** The detail of an event, if the same manifest made an earlier job: which one, and why this is another. */
export const followsDetail = ({ follows }: { readonly follows?: Predecessor }) =>
  follows === undefined
    ? {}
    : { detail: `the same manifest made job ${follows.jobId} before, which ${ENDS[follows.end]}` }

const ENDS: Readonly<Record<JobEnd, string>> = {
  cancelled: 'was cancelled',
  expired: 'has expired',
  returned: 'is over: its device was returned',
  replaced: 'was given another manifest',
  forgotten: 'the service no longer knows',
}

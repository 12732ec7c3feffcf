import { chain } from '../audit/chain.ts'
import type { AuditEvent } from '../audit/event.ts'
import type { JobEnd, Predecessor, SubmissionRecord } from './submission-record.ts'

/**
 * The first event of a job's stream, which the record itself is: everything in it was set when the job was stored, and
 * never changes. So a submission costs no write more for its history, and a record that is changed does not fit the events
 * behind it, nor a signed digest.
 *
 * @returns `undefined` unless the record knows when history has its submission
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

/** Why the manifest made another job, where it did. */
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

import { createHash } from 'node:crypto'
import { deviceOf } from '../../jobs/device.ts'
import type { Job, JobNotice, JobSubject, NoticeFacts } from '../../jobs/job.ts'
import type { NoticeType } from '../../jobs/notice-types.ts'
import type { SubmissionError, SubmissionRecord } from '../../jobs/submission-record.ts'
import type { Timestamp } from '../../system.ts'

/** A notice. The same change always gives the same id. */
const jobNotice = (
  type: NoticeType,
  { of, at, facts }: { readonly of: readonly unknown[]; readonly at: Timestamp; readonly facts: NoticeFacts },
): JobNotice => ({
  id: createHash('sha256')
    .update(JSON.stringify([type, ...of]))
    .digest('base64url')
    .slice(0, ID_LENGTH),
  type,
  at,
  facts,
})

/** 132 bits. */
const ID_LENGTH = 22

/**
 * The notices of a change of a job.
 *
 * @param before the job as it was stored; `undefined`: it is new
 * @param after with the version that the change gives it
 */
export const noticesOf = (before: Job | undefined, after: Job): readonly JobNotice[] => {
  const types = [
    ...(before === undefined ? (['job.created'] as const) : []),
    ...(before !== undefined && before.sentSha256 !== after.sentSha256 ? (['job.updated'] as const) : []),
    ...ended(before, after),
    ...(before === undefined ? [] : ofDevice(before, after)),
  ]
  return types.map(type =>
    jobNotice(type, {
      of: [after.id, after.jobId, after.version],
      at: after.updatedAt,
      facts: { ...factsOf(after), ...(type === 'job.updated' && before && { before: replacedOf(before) }) },
    }),
  )
}

const ended = (before: Job | undefined, { state }: Job): readonly NoticeType[] =>
  state === 'created' || state === before?.state ? [] : [`job.${state}`]

const ofDevice = (before: Job, after: Job): readonly NoticeType[] => {
  const { stage } = deviceOf(after)
  return [
    ...(stage === deviceOf(before).stage ? [] : [`device.${stage}` as const]),
    ...(after.expiryNotice === undefined || after.expiryNotice === before.expiryNotice
      ? []
      : ['job.expiring' as const]),
  ]
}

const subjectOf = ({ team, kind, jobType, deviceId, buckets }: JobSubject): JobSubject => ({
  team,
  kind,
  jobType,
  deviceId,
  buckets,
})

const factsOf = (job: Job): NoticeFacts => {
  const { id, jobId, state, manifestSha256 } = job
  return { ...subjectOf(job), id, jobId, state, manifestSha256, device: deviceOf(job) }
}

const replacedOf = ({ kind, deviceId, buckets, manifestSha256 }: Job) => ({ kind, deviceId, buckets, manifestSha256 })

/** The id of a submission's end, which is the same for each call. */
const submissionOf = ({ id, createdAt }: SubmissionRecord) => [id, createdAt]

/** The notice that a submission made no job. */
export const refusedNotice = (record: SubmissionRecord, error: SubmissionError, at: Timestamp): JobNotice =>
  jobNotice('job.refused', {
    of: submissionOf(record),
    at,
    facts: { ...subjectOf(record), id: record.id, state: 'refused', error },
  })

/** The notice that it is not known yet whether a submission made a job. */
export const unclearNotice = (record: SubmissionRecord): JobNotice =>
  jobNotice('job.unclear', {
    of: submissionOf(record),
    // That of the submission, so that it is the same at every look.
    at: record.createdAt,
    facts: { ...subjectOf(record), id: record.id, state: 'submitting' },
  })

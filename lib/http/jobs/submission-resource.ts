import { createHash } from 'node:crypto'
import type { SubmissionRecord } from '../../jobs/submission-record.ts'
import { allowedActions } from '../../jobs/transitions.ts'

/** A submission in an answer. Lists show it while it has no job. */
export const submissionResource = (submission: SubmissionRecord, basePath: string) => {
  const { id, jobId } = submission
  return {
    id,
    jobId,
    team: submission.team,
    kind: submission.kind,
    jobType: submission.jobType,
    state: submission.state,
    deviceId: submission.deviceId,
    buckets: submission.buckets,
    tags: submission.tags,
    description: submission.description,
    error: submission.error,
    // The job itself shows its own actions.
    allowedActions: submission.state === 'created' ? [] : allowedActions(submission.state),
    createdAt: submission.createdAt,
    updatedAt: submission.updatedAt,
    archivedAt: submission.archivedAt,
    links: {
      self: `${basePath}/v1/submissions/${id}`,
      events: `${basePath}/v1/jobs/${id}/events`,
      ...(jobId !== undefined && { job: `${basePath}/v1/jobs/${encodeURIComponent(jobId)}` }),
    },
  }
}

/** The submission's entity tag, the same for every caller and address. */
export const submissionEtag = (submission: SubmissionRecord): string => {
  const hash = createHash('sha256').update(JSON.stringify(submissionResource(submission, '')))
  return `"${hash.digest('base64url').slice(0, 22)}"`
}

/** A change that no test notices, and why that is right. */
export interface Survivor {
  readonly file: string
  /** The changed text as it stands in the file, blanks aside. */
  readonly was: string
  readonly becomes: string
  readonly why: string
}

const UNDEFINED_IS_ABSENT = 'A member that is undefined counts as one that is left out.'
const ORDER_OF_EQUALS = 'No two names are equal, so the order of equals does not matter.'
const FALLS_THROUGH = 'A function that ends without `return` gives undefined too.'
const ENDS_ALL_THE_SAME =
  'Such a record always has its job. Without one, the next line ends with another error, and the same result.'
const LOG_LINE = 'It only removes a line of the log.'
const ASKED_IN_VAIN = 'The service is asked in vain: what was not sent is absent there too.'
const WORDS = 'It only chooses the words of a sentence; the code and the diagnostics stay the same.'

export const SURVIVORS: readonly Survivor[] = [
  {
    file: 'lib/checks/manage/list-checks.ts',
    was: 'wanted !== undefined',
    becomes: 'true',
    why: 'Only an auditor asks without a team, and an auditor may see every team.',
  },
  { file: 'lib/checks/manage/list-runs.ts', was: 'pageToken !== undefined', becomes: 'true', why: UNDEFINED_IS_ABSENT },
  { file: 'lib/jobs/look-up/page-tokens.ts', was: 'place !== undefined', becomes: 'true', why: UNDEFINED_IS_ABSENT },
  {
    file: 'lib/jobs/look-up/page-token.ts',
    was: '{ return undefined // not UTF-8, so none of ours }',
    becomes: '{}',
    why: FALLS_THROUGH,
  },
  { file: 'lib/jobs/look-up/list-jobs.ts', was: 'pageToken !== undefined', becomes: 'true', why: UNDEFINED_IS_ABSENT },
  { file: 'lib/jobs/look-up/list-jobs.ts', was: 'one < other', becomes: 'one <= other', why: ORDER_OF_EQUALS },
  {
    file: 'lib/jobs/look-up/list-jobs.ts',
    was: 'one < other',
    becomes: 'one >= other',
    why: 'The filters need one order, whichever it is.',
  },
  { file: 'lib/jobs/submit/read-submission.ts', was: 'errors.length === 1', becomes: 'false', why: WORDS },
  {
    file: 'lib/jobs/submit/read-submission.ts',
    was: 'errors.length === 1',
    becomes: 'errors.length !== 1',
    why: WORDS,
  },
  { file: 'lib/teams/teams.ts', was: "path !== ''", becomes: 'true', why: WORDS },
  {
    file: 'lib/jobs/submit/claim-by-key.ts',
    was: "stored.state === 'created'",
    becomes: 'true',
    why: 'A job that is over is asked about once more, and stays over.',
  },
  {
    file: 'lib/jobs/submit/claim-by-key.ts',
    was: 'deps.clock().getTime() - Date.parse(stored.createdAt) > JOB_LIFE_MS',
    becomes: 'deps.clock().getTime() - Date.parse(stored.createdAt) >= JOB_LIFE_MS',
    why: 'In that one millisecond the service is asked or not; its answer counts either way.',
  },
  {
    file: 'lib/jobs/follow/get-status.ts',
    was: "job.state !== 'cancelled'",
    becomes: 'true',
    why: 'A state that is set again to what it is does not change.',
  },
  {
    file: 'lib/query-api/sign-v4.ts',
    was: 'a < b',
    becomes: 'a <= b',
    why: ORDER_OF_EQUALS,
  },
  {
    file: 'lib/query-api/verify-v2.ts',
    was: 'query.size > 0',
    becomes: 'true',
    why: 'Without a query the form is all there is, so the same parameters are tried twice.',
  },
  {
    file: 'lib/query-api/verify-v2.ts',
    was: 'query.size > 0',
    becomes: 'query.size >= 0',
    why: 'Without a query the form is all there is, so the same parameters are tried twice.',
  },
  {
    file: 'lib/query-api/endpoint.ts',
    was: '!operation',
    becomes: 'false',
    why: 'The name was looked for in the same table before; the check is for the compiler.',
  },
  {
    file: 'lib/query-api/endpoint.ts',
    was: `throw new Error(\`No operation \${name}\`)`,
    becomes: ';',
    why: 'The name was looked for in the same table before; the check is for the compiler.',
  },
  {
    file: 'lib/adapters/webhooks/https-webhooks.ts',
    was: 'answer.destroy()',
    becomes: ';',
    why: 'It only frees a connection whose answer was read; no caller sees that.',
  },
  {
    file: 'lib/query-api/authentication.ts',
    was: "path === '' || path === '/'",
    becomes: 'false',
    why: 'An empty path is signed as `/`, so one form more is the same one.',
  },
  {
    file: 'lib/query-api/authentication.ts',
    was: "path === '' || path === '/'",
    becomes: "path === '' && path === '/'",
    why: 'An empty path is signed as `/`, so one form more is the same one.',
  },
  {
    file: 'lib/query-api/authentication.ts',
    was: "path === ''",
    becomes: 'false',
    why: 'An empty path is signed as `/`, so one form more is the same one.',
  },
  {
    file: 'lib/query-api/authentication.ts',
    was: "path === '/'",
    becomes: 'false',
    why: 'An empty path is signed as `/`, so one form more is the same one.',
  },
  {
    file: 'lib/jobs/follow/get-status.ts',
    was: 'currentManifest !== undefined',
    becomes: 'true',
    why: 'The service shows a manifest with every job; the check is for the compiler.',
  },
  {
    file: 'lib/jobs/submit/claim-submission.ts',
    was: 'existing.acceptableUntil !== undefined',
    becomes: 'true',
    why: ASKED_IN_VAIN,
  },
  {
    file: 'lib/jobs/submit/reconcile.ts',
    was: 'record.acceptableUntil === undefined',
    becomes: 'false',
    why: ASKED_IN_VAIN,
  },
  {
    file: 'lib/jobs/submit/finish-submission.ts',
    was: 'archivedAt !== undefined',
    becomes: 'true',
    why: UNDEFINED_IS_ABSENT,
  },
  {
    file: 'lib/jobs/submit/reconcile.ts',
    was: 'record.jobId === undefined',
    becomes: 'false',
    why: ENDS_ALL_THE_SAME,
  },
  {
    file: 'lib/jobs/submit/reconcile.ts',
    was: '!job',
    becomes: 'false',
    why: ENDS_ALL_THE_SAME,
  },
  {
    file: 'lib/jobs/submit/replay-submission.ts',
    was: 'jobId === undefined',
    becomes: 'false',
    why: ENDS_ALL_THE_SAME,
  },
  {
    file: 'lib/jobs/submit/replay-submission.ts',
    was: '!job',
    becomes: 'false',
    why: ENDS_ALL_THE_SAME,
  },
  {
    file: 'lib/jobs/submit/reconcile.ts',
    was: 'deps.clock().getTime() - Date.parse(job.createdAt) > ARTIFACT_PATIENCE_MS',
    becomes: 'deps.clock().getTime() - Date.parse(job.createdAt) >= ARTIFACT_PATIENCE_MS',
    why: 'In that one millisecond the PDF is asked for once more or once less.',
  },
  {
    file: 'lib/jobs/submit/reconcile.ts',
    was: '(await deps.jobs.record(record.id))?.open',
    becomes: '(await deps.jobs.record(record.id)).open',
    why: 'The record was read before, and no record is ever removed.',
  },
  {
    file: 'lib/jobs/submit/send-submission.ts',
    was: "deps.log.error('could not look for a job whose answer was lost; it is looked for later', { recordId: record.id, error, })",
    becomes: ';',
    why: LOG_LINE,
  },
  {
    file: 'lib/jobs/submit/store-answer.ts',
    was: "log.error('record not completed; it stays open', { recordId: id, jobId, error })",
    becomes: ';',
    why: LOG_LINE,
  },
  {
    file: 'lib/jobs/submit/store-answer.ts',
    was: "log.error('job not listed under all of its buckets and tags; the record stays open', { jobId: job.jobId, error })",
    becomes: ';',
    why: LOG_LINE,
  },
  {
    file: 'lib/adapters/service/discreet-service.ts',
    was: '{ return undefined }',
    becomes: '{}',
    why: FALLS_THROUGH,
  },
  {
    file: 'lib/manifest/redact/hide-values.ts',
    was: 'end <= done',
    becomes: 'end < done',
    why: 'A stretch that ends where the one before ended adds nothing.',
  },
  {
    file: 'lib/manifest/redact/secret-values.ts',
    was: '/\\s+#/',
    becomes: '/\\s#/',
    why: 'The blanks that stay behind the value are trimmed afterwards.',
  },
]

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
]

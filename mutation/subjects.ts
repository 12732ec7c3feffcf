/** Guard code that is measured together, and the tests that must notice each change to it. */
export interface Subject {
  readonly mutate: readonly string[]
  readonly tests: readonly string[]
}

/** What must not break unnoticed. A guard that is added belongs here, with the tests that hold it. */
export const SUBJECTS = {
  authorisation: {
    mutate: [
      'lib/teams/caller.ts',
      'lib/teams/teams.ts',
      'lib/http/kit/authorization.ts',
      'lib/jobs/job-key.ts',
      'lib/jobs/look-up/get-job.ts',
      'lib/jobs/look-up/list-jobs.ts',
      'lib/jobs/submit/read-submission.ts',
    ],
    tests: ['test/teams/*.test.ts', 'test/http/kit/authorization.test.ts', 'test/jobs/look-up/who-sees-what.test.ts'],
  },
  signatures: {
    mutate: [
      'lib/query-api/authentication.ts',
      'lib/query-api/endpoint.ts',
      'lib/query-api/sign-v2.ts',
      'lib/query-api/sign-v4.ts',
      'lib/query-api/verify*.ts',
    ],
    tests: ['test/query-api/{endpoint,sign-v2,sign-v4,verify}.test.ts'],
  },
  redaction: {
    mutate: [
      'lib/manifest/redact/*.ts',
      'lib/adapters/service/discreet-service.ts',
      'lib/adapters/system/log-fields.ts',
    ],
    tests: [
      'test/manifest/redact/*.test.ts',
      'test/adapters/service/discreet-service.test.ts',
      'test/adapters/system/log-fields.test.ts',
    ],
  },
  idempotency: {
    mutate: ['lib/jobs/idempotency.ts', 'lib/jobs/submit/claim-by-key.ts'],
    tests: ['test/jobs/idempotency.test.ts', 'test/jobs/submit/submit-job.test.ts'],
  },
  submission: {
    mutate: [
      'lib/jobs/submit/{claim,send,resolve,finish,replay}-submission.ts',
      'lib/jobs/submit/{job-search,reconcile,store-answer,submit-job}.ts',
      'lib/jobs/service-error.ts',
    ],
    tests: [
      'test/jobs/submit/submit-job.test.ts',
      'test/jobs/submit/reconcile.test.ts',
      'test/jobs/submit/copy-signature.test.ts',
      'test/jobs/submit/{claim-submission,finish-submission,job-search,resolve-submission}.test.ts',
      'test/jobs/service-error.test.ts',
      'test/http/figures.test.ts',
    ],
  },
  changes: {
    mutate: ['lib/jobs/change/*.ts', 'lib/jobs/follow/*.ts'],
    tests: ['test/jobs/change/*.test.ts'],
  },
  'page-tokens': {
    mutate: ['lib/jobs/look-up/page-token*.ts', 'lib/jobs/place.ts', 'lib/checks/manage/list-*.ts'],
    tests: ['test/jobs/look-up/*.test.ts', 'test/checks/manage/*.test.ts', 'test/http/jobs/list-jobs.test.ts'],
  },
  transitions: {
    mutate: ['lib/jobs/transitions.ts'],
    tests: ['test/jobs/transitions.test.ts'],
  },
  webhooks: {
    mutate: ['lib/checks/notices/*.ts', 'lib/webhooks/*.ts', 'lib/adapters/webhooks/*.ts'],
    tests: [
      'test/checks/notices/*.test.ts',
      'test/webhooks/*.test.ts',
      'test/adapters/webhooks/*.test.ts',
      'test/adapters/events/sqs-check-tasks.test.ts',
    ],
  },
  csv: {
    mutate: [
      'lib/http/jobs/job-list.ts',
      'lib/http/jobs/job-list-answer.ts',
      'lib/http/jobs/job-csv.ts',
      'lib/http/kit/csv.ts',
    ],
    tests: ['test/http/jobs/list-jobs.test.ts', 'test/http/jobs/export-jobs.test.ts', 'test/http/kit/csv.test.ts'],
  },
} as const satisfies Readonly<Record<string, Subject>>

export type SubjectName = keyof typeof SUBJECTS

export const SUBJECT_NAMES = Object.keys(SUBJECTS) as readonly SubjectName[] // the keys of the table above

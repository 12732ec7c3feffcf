/** The CloudWatch namespace of all figures. */
export const METRICS_NAMESPACE = 'Waybill'

/**
 * Every figure of alarms and dashboards. The functions that write them and the stack that reads them share this table. All
 * have the dimensions `service` = `waybill` and `stage`. Figures by code also have `code`, those by version `function` and
 * `version`. Each combination of values is its own metric.
 */
export const METRICS = {
  JobsSubmitted: { unit: 'Count', means: 'Jobs made' },
  JobsReplayed: { unit: 'Count', means: 'Submissions answered with the job that an earlier one made' },
  TimeToSubmit: { unit: 'Milliseconds', means: 'From a request to its job, stored and archived' },
  ValidationFailed: { unit: 'Count', by: 'code', means: 'Manifests refused, once for each kind of fault' },
  ServiceErrors: { unit: 'Count', by: 'code', means: 'What the Import/Export service refused, or did not answer' },
  ServerErrors: { unit: 'Count', by: 'version', means: 'Answers of a function with a status of 500 or more' },
  SmokeStepsFailed: { unit: 'Count', zero: 'counts', means: 'Steps of the smoke test that failed' },
  SubmissionsReconciled: { unit: 'Count', means: 'Submissions whose end the reconciler found' },
  SubmissionsOpen: { unit: 'Count', means: 'Submissions that the reconciler left for its next run' },
  JobsAskedAbout: { unit: 'Count', means: 'Jobs that the service was asked about because their time had come' },
  JobsNotAskedAbout: { unit: 'Count', means: 'Jobs whose time had come and that could not be asked about; they wait' },
  DevicesMoved: { unit: 'Count', means: 'Devices that were found in another stage' },
  SignaturesArchived: { unit: 'Count', means: 'SIGNATURE files archived' },
  SignaturesNotArchived: { unit: 'Count', means: 'SIGNATURE files that could not be archived at once' },
  SignaturesNotCopied: { unit: 'Count', means: "SIGNATURE files that could not be copied to a team's bucket at once" },
  ChecksActive: { unit: 'Count', means: 'Scheduled checks that are to run' },
  ChecksFailing: { unit: 'Count', zero: 'counts', means: 'Scheduled checks whose last run failed' },
  ChecksUnknown: { unit: 'Count', zero: 'counts', means: 'Scheduled checks whose last run came to nothing' },
  ChecksOverdue: { unit: 'Count', zero: 'counts', means: 'Scheduled checks that did not run in twice their interval' },
  NoticesDelivered: { unit: 'Count', means: 'Notices that a subscription has got' },
  NoticesDead: { unit: 'Count', means: 'Notices that were sent in vain, and are sent no more' },
  NoticesLate: { unit: 'Count', means: 'Notices that were due for more than 15 minutes' },
} as const satisfies Record<string, Metric>

interface Metric {
  readonly unit: 'Count' | 'Milliseconds'
  readonly by?: 'code' | 'version'
  /** Zero is reported too, since an alarm waits for it. Default: it is not, since each reported metric costs money */
  readonly zero?: 'counts'
  readonly means: string
}

export type MetricName = keyof typeof METRICS

/** Figures, by their names. */
export type Figures = Readonly<Partial<Record<MetricName, number>>>

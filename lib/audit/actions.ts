/** Every action that history knows, and what it means. A filter for any other is a slip of the caller's. */
export const ACTIONS = {
  submit: 'a manifest was submitted',
  replay: 'a manifest was submitted again and answered with the job of the first time',
  validate: 'a manifest was validated without making a job',
  adopt: 'a job whose answer was lost was found at the service and stored',
  release: 'a submission that reached the service never was given up, and its key is free',
  archive: 'the SIGNATURE was archived later than its job was stored',
  update: 'a job was given another manifest',
  cancel: 'a job was cancelled',
  label: 'a shipping label was made',
  sync: 'a job was brought in step with the service',
  device: 'the device of a job came into another stage',
  expiry: 'a job was about to expire without its device',
  ship: 'a shipment was reported',
  custody: 'a step of a device through hands was recorded',
  'handle-device': "the depot's staff did a step with a device",
  purge: 'manifest and addresses of an old job were removed; the event has their hashes',
  'read-job': 'a job was read',
  'read-status': 'the service was asked for the status of a job',
  'read-manifest': 'a manifest was read',
  'fetch-signature': 'a SIGNATURE file was read',
  'verify-signature': 'a SIGNATURE file was compared with that of its job',
  'fetch-artifact': 'a PDF was read',
  'list-jobs': 'jobs were listed',
  'report-usage': 'usage was reported',
  'list-events': 'history over all jobs was read',
  'read-digests': 'signed digests of history were read',
  'put-check': 'a check was made or changed',
  'delete-check': 'a check was deleted',
  'run-check': 'a check was run by hand',
  'move-team': 'a team that the settings named was moved into the store',
  'put-team': 'a team, or a group beside teams, was made or changed',
  'delete-team': 'a team was deleted',
  'put-template': 'a template was made or changed',
  'delete-template': 'a template was deleted',
  'put-address': 'an address was put into an address book, or changed',
  'delete-address': 'an address was taken out of an address book',
  'put-subscription': 'a subscription was made or changed',
  'delete-subscription': 'a subscription was deleted',
  'test-subscription': 'a test was sent to a subscription',
  'retry-delivery': 'a notice was sent again to a subscription',
} as const

/** What shows something. It is recorded before it is shown, or it is not shown. */
export const READINGS: ReadonlySet<AuditAction> = new Set([
  'read-status',
  'read-manifest',
  'fetch-signature',
  'verify-signature',
  'fetch-artifact',
  'list-jobs',
  'report-usage',
  'list-events',
  'read-digests',
])

export type AuditAction = keyof typeof ACTIONS

/** How an attempt ended. `begun`: later events report the result. `unclear`: the service may or may not have acted. */
export const OUTCOMES = ['begun', 'done', 'refused', 'not-sent', 'unclear', 'failed'] as const

export type AuditOutcome = (typeof OUTCOMES)[number]

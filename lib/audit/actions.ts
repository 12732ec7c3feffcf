/** Every action in history. `ACTION_MEANINGS` explains them. A filter by any other action is a mistake of the caller. */
export const ACTIONS = [
  'submit',
  'replay',
  'validate',
  'adopt',
  'release',
  'archive',
  'update',
  'cancel',
  'label',
  'sync',
  'device',
  'expiry',
  'ship',
  'custody',
  'handle-device',
  'purge',
  'read-job',
  'read-status',
  'read-manifest',
  'fetch-signature',
  'verify-signature',
  'fetch-artifact',
  'list-jobs',
  'report-usage',
  'list-events',
  'read-digests',
  'put-check',
  'delete-check',
  'run-check',
  'move-team',
  'put-team',
  'delete-team',
  'put-key',
  'rotate-key',
  'delete-key',
  'put-template',
  'delete-template',
  'put-address',
  'delete-address',
  'put-subscription',
  'delete-subscription',
  'test-subscription',
  'retry-delivery',
] as const

/** Actions that show something. They are recorded first; if that fails, nothing is shown. */
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

export type AuditAction = (typeof ACTIONS)[number]

/** How an attempt ended. `begun`: later events report the result. `unclear`: the service may or may not have acted. */
export const OUTCOMES = ['begun', 'done', 'refused', 'not-sent', 'unclear', 'failed'] as const

export type AuditOutcome = (typeof OUTCOMES)[number]

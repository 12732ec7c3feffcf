import type { Rule } from './rule.ts'

/** Somebody must hear of it when a device arrives. */
export const NOTIFICATION: readonly Rule[] = [
  {
    code: 'NOTIFICATION_EMAIL_MISSING',
    kinds: ['s3-import', 'ebs-import', 'glacier-import'],
    check: ({ notificationEmail }) => (notificationEmail === undefined ? [{ at: '/notificationEmail' }] : []),
  },
]

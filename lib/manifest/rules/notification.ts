import type { Rule } from './rule.ts'

/** Someone must learn that a device has arrived. */
export const NOTIFICATION: readonly Rule[] = [
  {
    code: 'NOTIFICATION_EMAIL_MISSING',
    kinds: ['s3-import', 'ebs-import', 'glacier-import'],
    check: ({ notificationEmail }) => (notificationEmail === undefined ? [{ at: '/notificationEmail' }] : []),
  },
]

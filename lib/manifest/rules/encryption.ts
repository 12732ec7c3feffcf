import type { Rule } from './rule.ts'

/** Exported data leaves the service encrypted. */
export const ENCRYPTION: readonly Rule[] = [
  {
    code: 'EXPORT_NOT_ENCRYPTED',
    kinds: ['s3-export'],
    check: ({ trueCryptPassword, pinCode }) =>
      trueCryptPassword === undefined && pinCode === undefined ? [{ at: '/trueCryptPassword', seen: '/pinCode' }] : [],
  },
]

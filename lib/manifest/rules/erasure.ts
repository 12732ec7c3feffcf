import type { Rule } from './rule.ts'

/** The device is erased after an import, and its owner must say that he knows. */
export const ERASURE: readonly Rule[] = [
  {
    code: 'ERASE_DEVICE_NOT_YES',
    kinds: ['s3-import', 'ebs-import', 'glacier-import'],
    check: ({ eraseDevice }) => (eraseDevice === false ? [{ at: '/eraseDevice' }] : []),
  },
]
